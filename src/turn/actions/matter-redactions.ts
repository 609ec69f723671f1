/** What flows do to cover a passage or a photo of a matter from those whom it is shown to. */
import { LIFT_REASONS, REDACTION_REASONS, type Redaction } from '../../../schemas/matter-redaction.js';
import { liftable, liftCover, openMatter, redact } from '../../domain/matters/index.js';
import { coveringLine, photoLabel, redactedText, uncoveredText } from '../../texts/matter-persons.js';
import type { Action } from '../action.js';
import { type MatterActionDeps, matterTools, textOf } from './matters.js';

export function matterRedactionActions({ matters: house }: MatterActionDeps): Action[] {
  const { depsOf, namer } = matterTools(house);
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
      name: 'matters.coverings',
      kind: 'options',
      async run(ctx, args) {
        const { redactions } = await openMatter(depsOf(ctx), ctx.asker.scope, textOf(args, 'matterId') ?? '', 'record');
        const name = await namer(ctx);
        return {
          value: liftable(redactions).map((row) => ({ value: row._id, label: coveringLine(row, name, ctx.today) })),
        };
      },
    },
    {
      name: 'matters.liftReasons',
      kind: 'options',
      async run() {
        return { value: LIFT_REASONS.map(({ value, label }) => ({ value, label })) };
      },
    },
    {
      name: 'matters.uncover',
      kind: 'submit',
      returns: { text: 'text' },
      async run(ctx, args) {
        const { scope } = ctx.asker;
        const [matterId, redactionId] = [textOf(args, 'matterId') ?? '', textOf(args, 'covering') ?? ''];
        const reason = textOf(args, 'why') as Redaction['reason'];
        const { what } = await liftCover(depsOf(ctx), scope, { matterId, redactionId, reason });
        const { receiptNo } = await openMatter(depsOf(ctx), scope, matterId, 'record');
        return { value: { text: uncoveredText(receiptNo, what === 'photo') } };
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
