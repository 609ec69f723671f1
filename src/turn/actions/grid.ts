/** What flows may ask of the grid: the person's cells, their progress, roads. */
import { progressByCell } from '../../domain/employers/index.js';
import { findNodes, type GridReader } from '../../domain/grid/index.js';
import { areaOf } from '../../domain/rights/index.js';
import { areaText } from '../../texts/cells.js';
import type { Action, ActionContext } from '../action.js';

export function gridActions({ grid }: { grid: GridReader }): Action[] {
  async function myCells(ctx: ActionContext) {
    const tree = await grid(ctx.tx, ctx.today);
    const { roles } = ctx.asker.scope;
    return tree.within({ prefixes: areaOf(roles, 'collect') }).filter((node) => node.level.level === 3);
  }

  return [
    {
      name: 'grid.myCells',
      kind: 'options',
      async run(ctx) {
        const cells = await myCells(ctx);
        return { value: cells.map((cell) => ({ value: cell._id, label: cell.name, synonyms: [...cell.aliases] })) };
      },
    },
    {
      name: 'grid.roads',
      kind: 'options',
      async run(ctx, args) {
        const cells = (await myCells(ctx)).filter(
          (cell) => args['cellId'] === undefined || cell._id === args['cellId'],
        );
        const roads = [...new Set(cells.flatMap((cell) => cell.roads))].sort((a, b) => a.localeCompare(b, 'zh-CN'));
        return { value: roads.map((road) => ({ value: road, label: road })) };
      },
    },
    {
      name: 'grid.progress',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const place = typeof args['place'] === 'string' ? args['place'] : '';
        const tree = await grid(ctx.tx, ctx.today);
        const area = { prefixes: areaOf(ctx.asker.scope.roles, 'read_totals') };
        const prefixes = place === '' ? area.prefixes : findNodes(tree, area, place).map(({ node }) => node.gridPath);
        if (prefixes.length === 0) return { value: [] };
        const cells = await progressByCell({ tx: ctx.tx, grid }, { ...ctx.asker.scope, prefixes });
        const names = prefixes.map((path) => tree.node(path.split('/').at(-2) ?? '')?.name ?? '').join('、');
        return { value: [{ id: 'progress', text: areaText(names, cells) }] };
      },
    },
  ];
}
