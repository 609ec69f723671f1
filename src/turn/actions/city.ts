/** What flows may ask of the city's platform: how the person's area stands in it (S30). */
import { cityStanding } from '../../domain/city/index.js';
import type { GridReader } from '../../domain/grid/index.js';
import { areaOf } from '../../domain/rights/index.js';
import { cityText } from '../../texts/city.js';
import type { Action } from '../action.js';

/** Units that are told one by one. */
const UNITS_MOST = 10;

export function cityActions(base: { grid: GridReader }): Action[] {
  return [
    {
      name: 'city.standing',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx) {
        const tree = await base.grid(ctx.tx, ctx.today);
        // names of employers are for those who work with them
        const area = areaOf(ctx.asker.scope.roles, 'read').slice(0, UNITS_MOST);
        const texts: string[] = [];
        for (const gridPath of area) {
          const unit = tree.node(gridPath.split('/').at(-2) ?? '');
          const standing = await cityStanding({ ...base, tx: ctx.tx }, { ...ctx.asker.scope, prefixes: [gridPath] });
          texts.push(cityText(unit?.name ?? '', standing));
        }
        return { value: texts.length === 0 ? [] : [{ id: 'standing', text: texts.join('\n\n') }] };
      },
    },
  ];
}
