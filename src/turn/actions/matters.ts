/** What flows may ask of complaints and reports: lists, one of them, what can be done with it. */
import type { MatterAction } from '../../../schemas/matter-move.js';
import type { Json, JsonObject } from '../../conversation/index.js';
import {
  type Acted,
  liftable,
  listMatters,
  type MatterDeps,
  type MatterHouse,
  type MatterView,
  openMatter,
  type Proposal,
  proposeDecision,
  type Which,
} from '../../domain/matters/index.js';
import { formatMoment } from '../../lib/day-text.js';
import { matterCardText, matterLineText } from '../../texts/matter-cards.js';
import { LEAVE_CASE, LIST_LABELS, LOOK_LABELS, OTHER_CASE } from '../../texts/matter-persons.js';
import { ACTION_LABELS, changedText } from '../../texts/matter-refusals.js';
import { matterMessages } from '../../texts/matters.js';
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

export function noticesOf(ctx: ActionContext, notices: Acted['notices']) {
  return matterMessages(notices, ctx.tx.now);
}

/** What the actions of matters share: the domain in the transaction, the reader of what is confidential, names. */
export function matterTools(house: MatterHouse) {
  return {
    depsOf: (ctx: ActionContext): MatterDeps => ({ ...house, tx: ctx.tx }),
    self: (ctx: ActionContext) => ({ kind: 'member' as const, userid: ctx.asker.userid }),
    /** Name of a colleague; the userid of one who is gone from the list. */
    async namer(ctx: ActionContext): Promise<(userid: string) => string> {
      const directory = await house.staff(ctx.tx);
      return (userid) => directory.personByUserid(userid)?.name ?? userid;
    },
    async placeName(ctx: ActionContext, cellId: string): Promise<string> {
      return (await house.grid(ctx.tx, ctx.today)).node(cellId)?.name ?? '';
    },
  };
}

export function matterActions({ matters: house }: MatterActionDeps): Action[] {
  const { depsOf, namer, placeName } = matterTools(house);

  async function proposals(ctx: ActionContext, view: MatterView): Promise<Proposal[]> {
    return view.state === 'received' ? proposeDecision(depsOf(ctx), ctx.asker.scope, view.matterId) : [];
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
        /** Who did what since the version `seen`; '' when nobody did. */
        changed: 'text',
        isWage: 'bool',
        settled: 'bool',
        photos: 'number',
        missing: 'texts',
        track: 'text',
        people: 'number',
        amount: 'money',
        employer: 'text',
        place: 'text',
      },
      async run(ctx, args) {
        const view = await openMatter(depsOf(ctx), ctx.asker.scope, keyOf(args), 'record');
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
            clocks: record.clocks,
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
              step: STEP_LABELS[textOf(args, 'step') ?? ''] ?? '',
              card,
              changed: isSince(view, args['seen']) ? changedText(lastOf(view, name, ctx.today)) : '',
              isWage: record.categories.some((category) => /^M6|^M9b/.test(category)),
              settled: record.outcome !== undefined,
              photos: view.photos.filter(({ state }) => state !== 'covered').length,
              // what the checks propose, as suggestions; without one there is none
              ...defined({
                missing: failed.find(({ missing }) => missing !== undefined)?.missing,
                track: failed.find(({ track }) => track !== undefined)?.track,
              }),
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
        const offered: Partial<Record<(typeof LOOKS)[number], boolean>> = {
          look_advice: view.state === 'received',
          inquiry: view.mine && INQUIRY_WHILE.includes(view.state),
          why_not: shut.length > 0,
          look_photos: view.photos.length > 0,
          redact: view.mayRedact && view.record.strippedOn === undefined,
          uncover: view.mine && liftable(view.redactions).length > 0,
          look_redactions: view.redactions.length > 0,
          look_original: view.mine && view.redactions.length > 0,
        };
        const looks = LOOKS.filter((look) => offered[look] ?? true);
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
            { value: 'other_case', label: OTHER_CASE, synonyms: ['换一件'] },
            { value: 'leave', label: LEAVE_CASE, synonyms: DONE_HERE },
          ],
        };
      },
    },
  ];
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

const defined = (facts: object): JsonObject => JSON.parse(JSON.stringify(facts)) as JsonObject;

const STEP_LABELS: Readonly<Record<string, string>> = { ...ACTION_LABELS, ...LOOK_LABELS };

/** While a matter is looked into, the employer may be asked to answer (HN art. 13). */
const INQUIRY_WHILE: readonly MatterView['state'][] = ['investigating', 'extended', 'suspended', 'deciding'];

/** What people say who want nothing more of a case. */
const DONE_HERE = [
  '完了',
  '好了',
  '办完了',
  '没了',
  '没有了',
  '不办了',
  '不看了',
  '先这样',
  '退出',
  '结束',
  '返回',
  '关闭',
];

function isSince({ version }: MatterView, seen: Json | undefined): boolean {
  return typeof seen === 'number' && seen > 0 && seen !== version;
}

/** The last event as `changedText` wants it. */
function lastOf({ events, receiptNo, state }: MatterView, name: (userid: string) => string, today: string) {
  const last = events.at(-1);
  const by = last && ({ person: '当事人', sys: '系统' }[last.by] ?? name(last.by));
  return {
    no: receiptNo,
    state,
    ...(last !== undefined && by !== undefined && { by, action: last.action, at: formatMoment(last.at, today) }),
  };
}

/** The key as it stands in the record: hj261123 79768 is HJ261123-79768. */
function keyOf(args: JsonObject): string {
  const said = (textOf(args, 'key') ?? '').normalize('NFKC').replace(/^\s*(?:案件|办案|打开案件|查案件)\s*/, '');
  const [, day, number] = /^HJ[-\s]*(\d{6})[-\s]*(\d{5})\b/i.exec(said) ?? [];
  return day === undefined ? said : `HJ${day}-${number}`;
}

const WHICH: readonly Which[] = ['mine', 'unassigned', 'overdue', 'open'];
const LOOKS = [
  'look_facts',
  'look_advice',
  'look_persons',
  'look_papers',
  'look_history',
  'look_responsible',
  'inquiry',
  'report_situation',
  'why_not',
  'look_photos',
  'redact',
  'uncover',
  'look_redactions',
  'look_original',
] as const;
