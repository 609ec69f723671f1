/** What flows do to cover a passage or a photo of a matter from those whom it is shown to. */
import { REDACTION_REASONS, type Redaction } from '../../../schemas/matter-redaction.js';
import { openMatter, redact } from '../../domain/matters/index.js';
import { photoLabel, redactedText } from '../../texts/matter-persons.js';
import type { Action } from '../action.js';
import { type MatterActionDeps, matterTools, textOf } from './matters.js';

export function matterRedactionActions({ matters: house }: MatterActionDeps): Action[] {
  const { depsOf } = matterTools(house);
  return [
    {
      name: 'matters.photos',
      kind: 'options',
      async run(ctx, args) {
        const { photos } = await openMatter(depsOf(ctx), ctx.asker.scope, textOf(args, 'matterId') ?? '', 'record');
        return {
          value: photos.flatMap((photo, i) =>
            photo.state === 'covered' ? [] : [{ value: photo.fileId, label: photoLabel(i) }],
          ),
        };
      },
    },
    {
      name: 'matters.coverReasons',
      kind: 'options',
      async run() {
        return { value: REDACTION_REASONS.map(({ value, label }) => ({ value, label })) };
      },
    },
    {
      name: 'matters.redact',
      kind: 'submit',
      returns: { text: 'text' },
      async run(ctx, args) {
        const { scope } = ctx.asker;
        const [matterId, fileId] = [textOf(args, 'matterId') ?? '', textOf(args, 'photo')];
        const what = fileId === undefined ? { passage: textOf(args, 'passage') ?? '' } : { fileId };
        const reason = textOf(args, 'why') as Redaction['reason'];
        const { times } = await redact(depsOf(ctx), scope, { matterId, reason, ...what });
        const { receiptNo } = await openMatter(depsOf(ctx), scope, matterId, 'record');
        return { value: { text: redactedText(receiptNo, fileId !== undefined, times) } };
      },
    },
  ];
}
