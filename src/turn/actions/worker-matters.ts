/** What a worker asks of his own matters: which they are, how they stand, adding, withdrawing, rating, what is stored of him. */
import { ENDED_STATES, type Satisfaction, TRACKS } from '../../../schemas/matter-enums.js';
import type { JsonObject } from '../../conversation/index.js';
import {
  type Asker,
  type MatterDeps,
  type MatterHouse,
  type Own,
  ownMatters,
  type Progress,
  progressFor,
  rateByPerson,
  readClaim,
  storedAboutPerson,
  supplementByPerson,
  withdrawByPerson,
} from '../../domain/matters/index.js';
import { DomainError } from '../../errors.js';
import {
  limitedText,
  matterMessages,
  mergedText,
  notFoundText,
  progressText,
  whereToGoText,
} from '../../texts/matters.js';
import {
  endedText,
  missingText,
  nothingToWithdrawText,
  notRateableText,
  ownLine,
  ratedText,
  storedText,
  supplementedText,
  withdrawnText,
} from '../../texts/own-matters.js';
import type { Action, ActionContext } from '../action.js';
import { objectOf, textOf } from './matters.js';

const LIST_MAX = 8;

export function workerMatterActions({ matters: house }: { matters: MatterHouse }): Action[] {
  const depsOf = (ctx: ActionContext): MatterDeps => ({ ...house, tx: ctx.tx });
  const askerOf = ({ asker: { customerId = '' } }: ActionContext): Asker => ({ id: customerId, customerId });
  const claimOf = (args: JsonObject) => readClaim(textOf(args, 'code') ?? '', textOf(args, 'phone'));

  return [
    {
      name: 'own.list',
      kind: 'lookup',
      returns: { id: 'text', line: 'text' },
      async run(ctx, args) {
        const mine = await ownMatters(depsOf(ctx), ctx.asker.customerId ?? '', LIST_MAX);
        const only = textOf(args, 'only');
        const code = textOf(args, 'code');
        const named = code === undefined ? undefined : readClaim(code);
        const wanted = mine.filter((one) => {
          if (named !== undefined) return 'receiptNo' in named && one.receiptNo === named.receiptNo;
          if (only === 'rate') return one.canRate;
          return only !== 'open' || !ENDED_STATES.includes(one.state);
        });
        return { value: wanted.map((one) => ({ id: one.receiptNo, line: ownLine(one) })) };
      },
    },
    {
      name: 'own.progress',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const claim = claimOf(args);
        const own = await progressFor(depsOf(ctx), askerOf(ctx), claim);
        if (own.kind !== 'found') return { value: [{ id: 'progress', text: notFound(own) }] };
        const { receiptNo } = own.progress;
        // the number that was asked for may be one that goes on within another
        const moved = 'receiptNo' in claim && claim.receiptNo !== receiptNo;
        const lead = moved ? `${mergedText(claim.receiptNo, receiptNo)}\n` : '';
        return { value: [{ id: 'progress', text: `${lead}${standing(own.progress, ctx.today)}` }] };
      },
    },
    {
      name: 'own.find',
      kind: 'lookup',
      returns: { id: 'text', found: 'bool', text: 'text', canRate: 'bool', canWithdraw: 'bool' },
      async run(ctx, args) {
        const own = await progressFor(depsOf(ctx), askerOf(ctx), claimOf(args));
        if (own.kind !== 'found') return { value: [{ id: 'unknown', found: false, text: notFound(own) }] };
        const { receiptNo, canRate, canWithdraw } = own.progress;
        const text = canRate ? standing(own.progress, ctx.today) : notRateableText(receiptNo);
        return { value: [{ id: receiptNo, found: true, text, canRate, canWithdraw }] };
      },
    },
    {
      name: 'own.supplement',
      kind: 'submit',
      returns: { text: 'text' },
      async run(ctx, args) {
        const record = objectOf(args['record']);
        const evidence = [record['evidence'], args['photos']].flatMap((ids) =>
          Array.isArray(ids) ? ids.map(String) : [],
        );
        const said = [textOf(record, 'facts'), textOf(args, 'beside')].filter((part) => part !== undefined);
        const facts = said.length === 0 ? undefined : said.join('\n');
        const input = { today: ctx.today, evidence, ...(facts !== undefined && { facts }) };
        try {
          const own = await supplementByPerson(depsOf(ctx), askerOf(ctx), claimOf(args), input);
          if (own.kind !== 'found') return { value: { text: notFound(own) } };
          const text = supplementedText(own.progress.receiptNo);
          return { value: { text }, notices: matterMessages(own.notices, ctx.tx.now) };
        } catch (error) {
          if (!isRefused(error)) throw error;
          return { value: { text: endedText(textOf(args, 'code') ?? '') } };
        }
      },
    },
    {
      name: 'own.withdraw',
      kind: 'submit',
      returns: { text: 'text' },
      async run(ctx, args) {
        const pressed = objectOf(args['record'])['pressed'] === true;
        try {
          const own = await withdrawByPerson(depsOf(ctx), askerOf(ctx), claimOf(args), { today: ctx.today, pressed });
          if (own.kind !== 'found') return { value: { text: notFound(own) } };
          const text = withdrawnText(own.progress.receiptNo, own.ended, pressed);
          return { value: { text }, notices: matterMessages(own.notices, ctx.tx.now) };
        } catch (error) {
          if (!isRefused(error)) throw error;
          return { value: { text: nothingToWithdrawText(textOf(args, 'code') ?? '') } };
        }
      },
    },
    {
      name: 'own.rate',
      kind: 'submit',
      returns: { text: 'text' },
      async run(ctx, args) {
        const grade = textOf(args, 'grade') as Satisfaction;
        const note = textOf(args, 'said');
        const input = { today: ctx.today, grade, ...(note !== undefined && { note }) };
        try {
          const own = await rateByPerson(depsOf(ctx), askerOf(ctx), claimOf(args), input);
          if (own.kind !== 'found') return { value: { text: notFound(own) } };
          const text = ratedText(grade === 'dissatisfied');
          return { value: { text }, notices: matterMessages(own.notices, ctx.tx.now) };
        } catch (error) {
          // somebody has asked him by telephone meanwhile
          if (!isRefused(error)) throw error;
          return { value: { text: notRateableText(textOf(args, 'code') ?? '') } };
        }
      },
    },
    {
      name: 'own.stored',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx) {
        const { customerId = '' } = ctx.asker;
        const to = { kind: 'customer' as const, customerId };
        const stored = await storedAboutPerson(depsOf(ctx), { customerId });
        const blocks = stored.map((one) => ({
          ...one,
          shown: Object.values(one.shown).map((value) => value.showTo(to)),
        }));
        return { value: [{ id: 'stored', text: storedText(blocks, house.rules.bureau) }] };
      },
    },
    {
      name: 'own.whereTo',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(_ctx, args) {
        const track = TRACKS.find(({ value }) => value === textOf(args, 'topic'))?.value ?? 'inspection';
        return { value: [{ id: track, text: whereToGoText(track, house.words.offices[track]) }] };
      },
    },
  ];
}

/** The matter has ended, or was rated; nothing was written. */
function isRefused(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'matter_refused';
}

function standing(progress: Progress, today: string): string {
  const { missing, supplementUntil } = progress;
  const text = progressText(progress, today);
  return missing === undefined ? text : `${text}\n${missingText(missing, supplementUntil, today)}`;
}

/** One answer for numbers that are wrong and numbers of others. */
function notFound(own: Exclude<Own<unknown>, { kind: 'found' }>): string {
  return own.kind === 'limited' ? limitedText() : notFoundText();
}
