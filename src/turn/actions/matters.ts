/** What flows may ask of complaints and reports: lists, one of them, what can be done, doing it. */
import type { MatterCommand } from '../../../schemas/matter-command.js';
import { REASONS_OF } from '../../../schemas/matter-command.js';
import { MOVE_REASONS } from '../../../schemas/matter-enums.js';
import type { MatterAction } from '../../../schemas/matter-move.js';
import type { Json, JsonObject } from '../../conversation/index.js';
import {
  type Acted,
  actOnMatter,
  eligibleOfficers,
  listMatters,
  type MatterDeps,
  type MatterHouse,
  type MatterView,
  maskedPersons,
  mergeTargets,
  openMatter,
  type Proposal,
  proposeDecision,
  readIdentity,
  readLetter,
  responsibleOn,
  type Which,
} from '../../domain/matters/index.js';
import { DomainError } from '../../errors.js';
import { isDay } from '../../lib/day.js';
import { errorText } from '../../texts/errors.js';
import {
  actedText,
  adviceText,
  handlerText,
  historyText,
  matterCardText,
  matterLineText,
  paperLine,
  responsibleText,
} from '../../texts/matter-cards.js';
import {
  factsText,
  LIST_LABELS,
  LOOK_LABELS,
  lettersToHandlers,
  maskedText,
  noPersonsText,
  personsText,
} from '../../texts/matter-persons.js';
import { ACTION_LABELS, refusalsText } from '../../texts/matter-refusals.js';
import { identityRefusedText, matterMessages } from '../../texts/matters.js';
import type { Action, ActionContext } from '../action.js';

export interface MatterActionDeps {
  matters: MatterHouse;
}

/** Longest list one can pick from. */
const LIST_MAX = 20;

export const textOf = (args: JsonObject, key: string) => {
  const value = args[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
export const objectOf = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

export function matterActions({ matters: house }: MatterActionDeps): Action[] {
  const depsOf = (ctx: ActionContext): MatterDeps => ({ ...house, tx: ctx.tx });
  const self = (ctx: ActionContext) => ({ kind: 'member' as const, userid: ctx.asker.userid });

  /** Name of a colleague; the userid of one who is gone from the list. */
  async function namer(ctx: ActionContext): Promise<(userid: string) => string> {
    const directory = await house.staff(ctx.tx);
    return (userid) => directory.personByUserid(userid)?.name ?? userid;
  }

  async function placeName(ctx: ActionContext, cellId: string): Promise<string> {
    return (await house.grid(ctx.tx, ctx.today)).node(cellId)?.name ?? '';
  }

  async function proposals(ctx: ActionContext, view: MatterView): Promise<Proposal[]> {
    return view.state === 'received' ? proposeDecision(depsOf(ctx), ctx.asker.scope, view.matterId) : [];
  }

  async function look(ctx: ActionContext, matterId: string, what: string): Promise<string> {
    const { scope } = ctx.asker;
    const deps = depsOf(ctx);
    switch (what) {
      case 'look_facts': {
        const { facts } = await openMatter(deps, scope, matterId);
        return factsText(facts?.showTo(self(ctx)));
      }
      case 'look_advice':
        return adviceText(await proposeDecision(deps, scope, matterId));
      case 'look_history': {
        const { events } = await openMatter(deps, scope, matterId, 'record');
        const name = await namer(ctx);
        return historyText(
          events.map((event) => ({ ...event, by: ['sys', 'person'].includes(event.by) ? event.by : name(event.by) })),
          ctx.today,
        );
      }
      case 'why_not': {
        const { steps } = await openMatter(deps, scope, matterId, 'record');
        return refusalsText(steps.flatMap(({ verdict }) => (verdict.ok ? [] : [guardFacts(verdict)])));
      }
      default:
        return '';
    }
  }

  return [
    {
      name: 'matters.lists',
      kind: 'options',
      async run(ctx) {
        const counts = await Promise.all(
          WHICH.map(async (which) => (await listMatters(depsOf(ctx), ctx.asker.scope, which)).length),
        );
        return { value: WHICH.map((which, i) => ({ value: which, label: `${LIST_LABELS[which]}（${counts[i]}）` })) };
      },
    },
    {
      name: 'matters.list',
      kind: 'lookup',
      returns: { id: 'text', line: 'text' },
      async run(ctx, args) {
        const which = WHICH.find((one) => one === textOf(args, 'which')) ?? 'mine';
        const found = await listMatters(depsOf(ctx), ctx.asker.scope, which, LIST_MAX);
        return { value: found.map((line) => ({ id: line.matterId, line: matterLineText(line, ctx.today) })) };
      },
    },
    {
      name: 'matters.open',
      kind: 'lookup',
      returns: {
        id: 'text',
        version: 'number',
        no: 'text',
        /** Of the step that is asked for. */
        step: 'text',
        card: 'text',
        isWage: 'bool',
        settled: 'bool',
        missing: 'texts',
        track: 'text',
        reason: 'text',
        people: 'number',
        amount: 'money',
        employer: 'text',
        place: 'text',
      },
      async run(ctx, args) {
        const view = await openMatter(depsOf(ctx), ctx.asker.scope, textOf(args, 'key') ?? '', 'record');
        const { record } = view;
        const failed = (await proposals(ctx, view)).filter(({ result }) => result === 'fail');
        const name = await namer(ctx);
        const card = matterCardText(
          {
            ...view,
            since: record.stateSince,
            place: await placeName(ctx, record.cellId),
            officers: view.handlers.map(name),
            filingNo: record.filingNo,
            outcome: record.outcome,
            supplementUntil: record.state === 'supplement' ? record.supplement?.until : undefined,
          },
          ctx.today,
        );
        return {
          value: [
            {
              id: view.matterId,
              version: view.version,
              no: view.receiptNo,
              step: ACTION_LABELS[textOf(args, 'step') as MatterAction] ?? '',
              card,
              isWage: record.categories.some((category) => /^M6|^M9b/.test(category)),
              settled: record.outcome !== undefined,
              missing: [...(failed.find(({ missing }) => missing !== undefined)?.missing ?? [])],
              track: failed.find(({ track }) => track !== undefined)?.track ?? '',
              reason: failed.find(({ action }) => action === 'refuse')?.reason ?? '',
              people: view.people,
              ...(view.amountFen !== undefined && { amount: view.amountFen }),
              employer: view.employerName ?? '',
              place: record.employerPlace ?? (await placeName(ctx, record.cellId)),
            },
          ],
        };
      },
    },
    {
      name: 'matters.steps',
      kind: 'options',
      async run(ctx, args) {
        const view = await openMatter(depsOf(ctx), ctx.asker.scope, textOf(args, 'matterId') ?? '', 'record');
        const open = view.steps
          .filter(({ verdict }) => verdict.ok)
          .sort((a, b) => placeOf(a.action) - placeOf(b.action));
        const shut = view.steps.filter(({ verdict }) => !verdict.ok);
        const looks = LOOKS.filter((look) => look !== 'look_advice' || view.state === 'received').filter(
          (look) => look !== 'why_not' || shut.length > 0,
        );
        return {
          value: [
            ...open.filter(({ action }) => !RARE.includes(action)).map(stepOption),
            ...looks.map((look) => ({
              value: look,
              label: LOOK_LABELS[look],
              // whoever names a step that is shut gets told why
              ...(look === 'why_not' && { synonyms: shut.map(({ action }) => ACTION_LABELS[action]) }),
            })),
            ...open.filter(({ action }) => RARE.includes(action)).map(stepOption),
          ],
        };
      },
    },
    {
      name: 'matters.look',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const text = await look(ctx, textOf(args, 'matterId') ?? '', textOf(args, 'what') ?? '');
        return { value: [{ id: 'look', text }] };
      },
    },
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
        return { value: found.map((line) => ({ value: line.matterId, label: matterLineText(line, ctx.today) })) };
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
      name: 'matters.papers',
      kind: 'lookup',
      returns: { id: 'text', line: 'text' },
      async run(ctx, args) {
        const { papers } = await openMatter(depsOf(ctx), ctx.asker.scope, textOf(args, 'matterId') ?? '', 'record');
        return { value: papers.map((paper) => ({ id: paper._id, line: paperLine(paper, ctx.today) })) };
      },
    },
    {
      name: 'matters.letter',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const input = { matterId: textOf(args, 'matterId') ?? '', documentId: textOf(args, 'documentId') ?? '' };
        try {
          const letter = await readLetter(depsOf(ctx), ctx.asker.scope, input);
          return { value: [{ id: input.documentId, text: letter.showTo(self(ctx)) }] };
        } catch (error) {
          // a paper without text, or somebody who does not handle it: nothing was written before
          if (!(error instanceof DomainError) || error.code !== 'matter_not_found') throw error;
          return { value: [{ id: input.documentId, text: lettersToHandlers() }] };
        }
      },
    },
    {
      name: 'matters.responsible',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const day = textOf(args, 'on') ?? ctx.today;
        const on = isDay(day) && day < ctx.today ? day : ctx.today;
        const found = await responsibleOn(depsOf(ctx), ctx.asker.scope, textOf(args, 'matterId') ?? '', on);
        const name = await namer(ctx);
        const text = responsibleText(
          {
            day: on,
            cell: await placeName(ctx, found.cellId),
            handlers: found.handlers.map(({ userid, duty }) => handlerText(name(userid), duty)),
            unit: [...new Set(found.unit.map(({ userid }) => name(userid)))],
          },
          ctx.today,
        );
        return { value: [{ id: on, text }] };
      },
    },
    {
      name: 'matters.masked',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const persons = await maskedPersons(depsOf(ctx), ctx.asker.scope, textOf(args, 'matterId') ?? '');
        const shown = persons.map((person) => ({
          name: person.name?.showTo(self(ctx)),
          phone: person.phone?.showTo(self(ctx)),
          idNumber: person.idNumber?.showTo(self(ctx)),
        }));
        return { value: [{ id: 'masked', text: shown.length === 0 ? noPersonsText() : maskedText(shown) }] };
      },
    },
    {
      name: 'matters.identity',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const ask = {
          matterId: textOf(args, 'matterId') ?? '',
          fields: Array.isArray(args['fields']) ? args['fields'] : [],
          purpose: textOf(args, 'purpose') ?? '',
        };
        const answer = await readIdentity(depsOf(ctx), ctx.asker.scope, ask as Parameters<typeof readIdentity>[2]);
        if (!answer.ok) return { value: [{ id: 'refused', text: identityRefusedText() }] };
        const persons = answer.persons.map(({ role, representative, fields }) => ({
          role,
          representative,
          fields: Object.entries(fields).map(([field, value]) => ({ field, value: value.showTo(self(ctx)) })),
        }));
        return { value: [{ id: 'shown', text: personsText(persons) }] };
      },
    },
    {
      name: 'matters.act',
      kind: 'submit',
      returns: { text: 'text' },
      async run(ctx, args) {
        const command = commandOf(args);
        try {
          const acted = await actOnMatter(depsOf(ctx), ctx.asker.scope, command);
          return { value: { text: resultText(ctx, command.action, acted) }, notices: noticesOf(ctx, acted.notices) };
        } catch (error) {
          // nothing was written before these: what cannot be mended by another answer ends the conversation
          if (!(error instanceof DomainError) || !isFinal(error)) throw error;
          return { value: { text: errorText(error) } };
        }
      },
    },
  ];

  function resultText(ctx: ActionContext, action: MatterAction, acted: Acted): string {
    const letters = acted.papers.filter(({ text }) => text !== undefined);
    return actedText(
      {
        no: acted.receiptNo,
        action,
        state: acted.state,
        dueOn: acted.dueOn,
        numbers: acted.papers.flatMap(({ number }) => number ?? []),
        lettersSent: letters.filter(({ chat }) => chat !== undefined).length,
        lettersOnPaper: letters.filter(({ chat }) => chat === undefined).length,
      },
      ctx.today,
    );
  }
}

/** Steps in the order in which they are offered; what brings a case on comes first, what ends it otherwise later. */
const ORDER: readonly MatterAction[] = [
  ...(['file', 'investigate', 'decide', 'order', 'correct', 'settle', 'close', 'archive', 'rate', 'assign'] as const),
  ...(['mediate', 'supplement', 'request_supplement', 'guide', 'transfer', 'refuse', 'resume', 'extend'] as const),
];
const placeOf = (action: MatterAction) => (ORDER.includes(action) ? ORDER.indexOf(action) : ORDER.length);
/** Offered after everything else. */
const RARE: readonly MatterAction[] = ['merge', 'join', 'note_withdrawal', 'withdraw'];
const stepOption = ({ action }: { action: MatterAction }) => ({ value: action, label: ACTION_LABELS[action] });

const WHICH: readonly Which[] = ['mine', 'unassigned', 'overdue', 'open'];
const LOOKS = [
  'look_facts',
  'look_advice',
  'look_persons',
  'look_papers',
  'look_history',
  'look_responsible',
  'report_situation',
  'why_not',
] as const;

export function noticesOf(ctx: ActionContext, notices: Acted['notices']) {
  return matterMessages(notices, ctx.tx.now);
}

function guardFacts({ guard, action, state, who }: Extract<MatterView['steps'][number]['verdict'], { ok: false }>) {
  return { guard, action, state, roles: who.roles.join(',') };
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
  const reason = reasons.length === 1 ? reasons[0] : extra['reason'];
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
