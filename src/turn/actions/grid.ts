/** What flows may ask of the grid: the person's cells, their progress, roads. */
import { progressByCell } from '../../domain/employers/index.js';
import { findNodes, type GridReader } from '../../domain/grid/index.js';
import { areaOf } from '../../domain/rights/index.js';
import { cellText } from '../../texts/cells.js';
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
      returns: { id: 'text', cellName: 'text', text: 'text' },
      async run(ctx, args) {
        const place = typeof args['place'] === 'string' ? args['place'] : '';
        const tree = await grid(ctx.tx, ctx.today);
        const area = { prefixes: areaOf(ctx.asker.scope.roles, 'read_totals') };
        const named = place === '' ? null : findNodes(tree, area, place).map(({ node }) => node.gridPath);
        const scope = named === null ? ctx.asker.scope : { ...ctx.asker.scope, prefixes: named };
        const cells = scope.prefixes.length === 0 ? [] : await progressByCell({ tx: ctx.tx, grid }, scope);
        return { value: cells.map((cell) => ({ id: cell.cellId, cellName: cell.cellName, text: cellText(cell) })) };
      },
    },
  ];
}
