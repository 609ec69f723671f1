/** What flows do to one matter: the choices of a step, and taking it. */
import type { MatterCommand } from '../../../schemas/matter-command.js';
import { REASONS_OF } from '../../../schemas/matter-command.js';
import { MOVE_REASONS } from '../../../schemas/matter-enums.js';
import type { MatterAction } from '../../../schemas/matter-move.js';
import type { JsonObject } from '../../conversation/index.js';
import {
  type Acted,
  actOnMatter,
  eligibleOfficers,
  issueInquiryNotice,
  maskedPersons,
  mergeTargets,
  voidDocumentNumber,
} from '../../domain/matters/index.js';
import { DomainError } from '../../errors.js';
import { errorText } from '../../texts/errors.js';
import { actedText, inquiryText, matterLineText, voidedText } from '../../texts/matter-cards.js';
import type { Action } from '../action.js';
import { type MatterActionDeps, matterTools, noticesOf, objectOf, textOf } from './matters.js';

export function matterStepActions({ matters: house }: MatterActionDeps): Action[] {
  const { depsOf, self } = matterTools(house);

  return [
    {
      name: 'matters.reasons',
      kind: 'options',
      async run(_ctx, args) {
        const reasons: readonly string[] = REASONS_OF[textOf(args, 'step') as keyof typeof REASONS_OF] ?? [];
        return { value: MOVE_REASONS.filter(({ value }) => reasons.includes(value)).map((one) => ({ ...one })) };
      },
    },
    {
      name: 'matters.officers',
      kind: 'options',
      async run(ctx, args) {
        const found = await eligibleOfficers(depsOf(ctx), ctx.asker.scope, textOf(args, 'matterId') ?? '');
        const others = found.filter(({ userid }) => userid !== textOf(args, 'without'));
        return { value: others.map(({ userid, name }) => ({ value: userid, label: name })) };
      },
    },
    {
      name: 'matters.targets',
      kind: 'options',
      async run(ctx, args) {
        const found = await mergeTargets(depsOf(ctx), ctx.asker.scope, textOf(args, 'matterId') ?? '');
        return {
          value: found.map((line) => ({
            value: line.matterId,
            label: matterLineText(line, ctx.today),
            synonyms: [line.receiptNo, line.registerNo],
          })),
        };
      },
    },
    {
      name: 'matters.people',
      kind: 'options',
      async run(ctx, args) {
        const ids = [textOf(args, 'into'), textOf(args, 'matterId')].flatMap((id) => id ?? []);
        const people = await Promise.all(ids.map((id) => maskedPersons(depsOf(ctx), ctx.asker.scope, id)));
        return {
          value: people.flat().map(({ identityId, name }) => ({
            value: identityId,
            label: name?.showTo(self(ctx)) ?? identityId,
          })),
        };
      },
    },
    {
      name: 'matters.voidNumber',
      kind: 'submit',
      returns: { text: 'text' },
      async run(ctx, args) {
        const record = objectOf(args['record']);
        const number = textOf(record, 'number') ?? '';
        const reason = textOf(record, 'why') as Parameters<typeof voidDocumentNumber>[2]['reason'];
        await voidDocumentNumber(depsOf(ctx), ctx.asker.scope, { number, reason });
        return { value: { text: voidedText(number) } };
      },
    },
    {
      name: 'matters.act',
      kind: 'submit',
      returns: { text: 'text' },
      async run(ctx, args) {
        const command = commandOf(args);
        try {
          if (textOf(args, 'step') === 'inquiry') {
            const { number } = await issueInquiryNotice(depsOf(ctx), ctx.asker.scope, { matterId: command.matterId });
            return { value: { text: inquiryText(number) } };
          }
          const acted = await actOnMatter(depsOf(ctx), ctx.asker.scope, command);
          return { value: { text: resultText(command.action, acted) }, notices: noticesOf(ctx, acted.notices) };
        } catch (error) {
          // nothing was written before these: what cannot be mended by another answer ends the conversation
          if (!(error instanceof DomainError) || !isFinal(error)) throw error;
          return { value: { text: errorText(error) } };
        }
      },
    },
  ];

  function resultText(action: MatterAction, acted: Acted): string {
    const letters = acted.papers.filter(({ text }) => text !== undefined);
    return actedText({
      no: acted.receiptNo,
      action,
      numbers: acted.papers.flatMap(({ number }) => number ?? []),
      lettersSent: letters.filter(({ chat }) => chat !== undefined).length,
      lettersOnPaper: letters.filter(({ chat }) => chat === undefined).length,
    });
  }
}

/** Guards that other answers in the same form can satisfy. */
const MENDABLE = [
  'officer_role',
  'officer_recused',
  'outcome',
  'wage_outcome',
  'proof',
  'merge_target',
  'representatives',
];

function isFinal({ code, facts }: DomainError): boolean {
  return code === 'matter_changed' || (code === 'matter_refused' && !MENDABLE.includes(String(facts['guard'])));
}

/** The answers as one command of the state machine; what a step does not ask for is left out. */
function commandOf(args: JsonObject): MatterCommand {
  const record = objectOf(args['record']);
  const extra = objectOf(args['extra']);
  const step = String(args['step'] ?? '') as MatterCommand['action'];
  const { items, track, to, address, phone, facts, evidence, outcome, pressed, grade, note } = record;
  const reasons: readonly string[] = REASONS_OF[step as keyof typeof REASONS_OF] ?? [];
  const reason = reasons.length === 1 ? reasons[0] : extra['why'];
  const order = objectOf(record['order']);
  const brought: Record<string, Record<string, unknown>> = {
    request_supplement: { items },
    supplement: { facts, evidence },
    guide: { track },
    transfer: { to, address, phone, reason },
    settle: { outcome, evidence: evidence ?? [] },
    refuse: { reason },
    review: { reason },
    assign: { officers: [extra['lead'], extra['second']].filter((one) => typeof one === 'string') },
    extend: { reason },
    suspend: { reason },
    order: { kind: order['kind'], within: { length: order['days'], unit: order['unit'] }, fileId: order['file'] },
    correct: { evidence: evidence ?? [] },
    revoke: { reason },
    crime_transfer: { to },
    close: { outcome },
    reopen: { reason },
    withdraw: { pressed },
    note_withdrawal: { pressed },
    merge: { into: extra['into'] },
    join: { into: extra['into'], representatives: extra['representatives'] ?? [] },
    rate: { grade },
  };
  const command = {
    action: step,
    matterId: args['matterId'],
    seen: args['seen'],
    note,
    ...brought[step],
  };
  // answers that were not given are absent in a command
  return JSON.parse(JSON.stringify(command)) as MatterCommand;
}
