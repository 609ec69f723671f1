/** What a bureau's own forms may ask of the house: keep the answers. */
import { keepEntry } from '../../domain/entries/index.js';
import type { KeyRing } from '../../lib/seal.js';
import type { Action } from '../action.js';

export function entryActions({ keys }: { keys: KeyRing }): Action[] {
  return [
    {
      // for flows with fields of their own: `with: { form: '"门店回访"' }` names the table
      name: 'entries.keep',
      kind: 'submit',
      returns: { id: 'text' },
      async run(ctx, args) {
        const { form, record, extra } = args;
        const answers = { ...asObject(record), ...asObject(extra) };
        const name = typeof form === 'string' ? form : '';
        return { value: { ...keepEntry({ tx: ctx.tx, keys }, ctx.asker.scope, name, answers) } };
      },
    },
  ];
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
