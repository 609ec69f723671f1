/** Whose matter it is: the place of work decides (REG423 art. 13, domain.md fact 7). A proposal from what a person wrote. */
import type { GridNode } from '../../../schemas/grid.js';
import type { MatterWords, Office } from '../../../schemas/matter-words.js';
import type { GridTree } from '../grid/index.js';

export type Jurisdiction =
  | { kind: 'cell'; node: GridNode }
  /** The town is clear, the cell is one of these. */
  | { kind: 'town'; node: GridNode; cells: GridNode[] }
  | { kind: 'outside'; office: Office }
  | { kind: 'unknown' };

/** @param place as written, or the name of a known employer's cell */
export function proposeJurisdiction(
  tree: GridTree,
  neighbours: MatterWords['neighbours'],
  place: string,
): Jurisdiction {
  const text = plainPlace(place);
  const named = tree
    .within({ prefixes: ['/'] })
    .filter((node) => node.level.level > 1 && wordsOf(node).some((word) => text.includes(word)));
  const cells = named.filter(({ level }) => level.level === 3);
  const towns = named.filter(({ level }) => level.level === 2);
  // a village whose town is named too is surer than one of the same name elsewhere
  const sure = cells.filter((cell) => towns.some(({ _id }) => _id === cell.parentId));
  const best = sure.length > 0 ? sure : cells;
  if (best.length === 1 && best[0] !== undefined) return { kind: 'cell', node: best[0] };
  const town = towns[0] ?? commonTown(tree, best);
  if (town !== undefined)
    return {
      kind: 'town',
      node: town,
      cells: sure.length > 0 ? sure : best.length > 0 ? best : tree.children(town._id),
    };
  const neighbour = neighbours.find(({ names }) => names.some((name) => text.includes(plainPlace(name))));
  return neighbour === undefined ? { kind: 'unknown' } : { kind: 'outside', office: neighbour.office };
}

function commonTown(tree: GridTree, cells: readonly GridNode[]): GridNode | undefined {
  const parents = new Set(cells.map(({ parentId }) => parentId));
  const [only] = parents;
  return parents.size === 1 && typeof only === 'string' ? tree.node(only) : undefined;
}

/** What names the node in an address: its names, and its roads when it is a cell. A name of one character names nothing. */
function wordsOf({ name, aliases, roads, level }: GridNode): string[] {
  const words = [name, ...aliases, ...(level.level === 3 ? roads : [])].map(plainPlace);
  return words.filter((word) => word.length >= 2);
}

function plainPlace(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
}
