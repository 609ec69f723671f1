/** What flows may ask of tasks: lists, one of them, handing in, accepting, following up. */
import type { OutboundMessage } from '../../../schemas/message.js';
import type { Evidence } from '../../../schemas/task.js';
import type { FactTypes, JsonObject } from '../../conversation/index.js';
import { findNodes } from '../../domain/grid/index.js';
import {
  acceptTask,
  approveExtension,
  askExtension,
  cancelTask,
  muteTask,
  myTasks,
  type OpenedTask,
  openTask,
  planRules,
  refreshToday,
  refuseExtension,
  reportTask,
  returnTask,
  snoozeTask,
  superviseTask,
  type TaskDeps,
  type TaskOutcome,
  tasksOfArea,
} from '../../domain/tasks/index.js';
import { formatDay } from '../../lib/day-text.js';
import { addWorkdays } from '../../lib/workdays.js';
import { employerLine } from '../../texts/cells.js';
import { planRulesText } from '../../texts/plan-rules.js';
import { taskNoticeMessages } from '../../texts/task-notices.js';
import { moreText, outcomeText, taskLine, taskText, waitingLine } from '../../texts/task-view.js';
import type { Action, ActionContext } from '../action.js';

export interface TaskActionDeps extends Omit<TaskDeps, 'tx'> {
  cards: boolean;
}

const TASK: FactTypes = {
  id: 'text',
  title: 'text',
  unit: 'text',
  text: 'text',
  dueOn: 'day',
  /** The latest day to which reminders can be put off. */
  snoozeTo: 'day',
  snoozeLatest: 'text',
  /** Kinds of evidence that are asked for. */
  evidence: 'texts',
  open: 'bool',
  reported: 'bool',
  asked: 'bool',
  muted: 'bool',
  /** What to send instead of a report; '' when it is reported. */
  doneBy: 'text',
  mayWork: 'bool',
  mayDirect: 'bool',
};
const LINE: FactTypes = { id: 'text', line: 'text' };
/** `more` says what the list leaves out. */
const SOME: FactTypes = { ...LINE, more: 'text' };
const DONE: FactTypes = { title: 'text', unit: 'text', outcome: 'text', due: 'text' };

/** Longest list to pick from. */
const LIST_MAX = 20;

function someOf<T extends { task: { _id: string } }>(all: readonly T[], lineOf: (one: T) => string) {
  const more = moreText(all.length - LIST_MAX);
  return { value: all.slice(0, LIST_MAX).map((one) => ({ id: one.task._id, line: lineOf(one), more })) };
}

export function taskActions(base: TaskActionDeps): Action[] {
  const depsOf = (ctx: ActionContext): TaskDeps => ({ ...base, tx: ctx.tx });

  /** A submit about one task: `run` does it, those concerned are told. */
  const move = (
    name: string,
    run: (deps: TaskDeps, ctx: ActionContext, id: string, given: Given) => Promise<TaskOutcome>,
  ): Action => ({
    name,
    kind: 'submit',
    returns: DONE,
    async run(ctx, args) {
      const outcome = await run(depsOf(ctx), ctx, textOf(args, 'taskId'), givenIn(args));
      const { task } = outcome;
      const tree = await base.grid(ctx.tx, ctx.today);
      const unit = tree.node(task.aboutId)?.name ?? '';
      return {
        value: {
          title: task.title,
          unit,
          outcome: outcomeText(task, ctx.today),
          due: formatDay(task.dueOn, ctx.today),
        },
        notices: taskNoticeMessages(outcome.notices, ctx.today, ctx.messageKey, base.cards),
      };
    },
  });

  return [
    {
      name: 'tasks.mine',
      kind: 'lookup',
      returns: SOME,
      async run(ctx) {
        const { mine, ours } = await myTasks(depsOf(ctx), ctx.asker.scope);
        return someOf([...mine, ...ours], (one) => taskLine(one, ctx.today));
      },
    },
    {
      name: 'tasks.waiting',
      kind: 'lookup',
      returns: SOME,
      async run(ctx) {
        const { toAccept, toExtend } = await myTasks(depsOf(ctx), ctx.asker.scope);
        return someOf([...toAccept, ...toExtend], waitingLine);
      },
    },
    {
      name: 'tasks.below',
      kind: 'lookup',
      returns: SOME,
      async run(ctx, args) {
        const { scope } = ctx.asker;
        const place = textOf(args, 'place');
        const [found] = findNodes(await base.grid(ctx.tx, ctx.today), { prefixes: ['/'] }, place);
        if (place !== '' && found === undefined) return { value: [] };
        const all = await tasksOfArea(depsOf(ctx), scope, found?.node._id);
        return someOf(all, (one) => taskLine(one, ctx.today));
      },
    },
    {
      name: 'plans.rules',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx) {
        return { value: [{ id: 'rules', text: planRulesText(await planRules(depsOf(ctx), ctx.asker.scope)) }] };
      },
    },
    {
      name: 'tasks.open',
      kind: 'lookup',
      returns: TASK,
      async run(ctx, args) {
        const opened = await openTask(depsOf(ctx), ctx.asker.scope, textOf(args, 'taskId'));
        const snoozeTo = addWorkdays(base.calendar, ctx.today, base.rules.snooze.maxWorkdays).day;
        const snooze = { snoozeTo, snoozeLatest: formatDay(snoozeTo, ctx.today) };
        return { value: [{ ...factsOf(opened, ctx.today), ...snooze }], notices: photosOf(opened, ctx) };
      },
    },
    {
      name: 'tasks.refreshToday',
      kind: 'lookup',
      returns: { ...LINE, today: 'number', left: 'number' },
      async run(ctx) {
        const { today, left } = await refreshToday(depsOf(ctx), ctx.asker.scope);
        return {
          value: today.slice(0, LIST_MAX).map((one) => ({
            id: one.employerId,
            line: employerLine(one, ctx.today),
            today: today.length,
            left,
          })),
        };
      },
    },
    move('tasks.report', (deps, { asker }, id, { evidence }) => reportTask(deps, asker.scope, id, evidence)),
    move('tasks.askExtension', (deps, { asker }, id, { to, reason }) =>
      askExtension(deps, asker.scope, id, { to, reason }),
    ),
    move('tasks.snooze', (deps, { asker }, id, { to, reason }) =>
      snoozeTask(deps, asker.scope, id, { until: to, reason }),
    ),
    move('tasks.accept', (deps, { asker }, id) => acceptTask(deps, asker.scope, id)),
    move('tasks.return', (deps, { asker }, id, { reason }) => returnTask(deps, asker.scope, id, reason)),
    move('tasks.approve', (deps, { asker }, id) => approveExtension(deps, asker.scope, id)),
    move('tasks.refuse', (deps, { asker }, id, { reason }) => refuseExtension(deps, asker.scope, id, reason)),
    move('tasks.supervise', (deps, { asker }, id, { to }) => superviseTask(deps, asker.scope, id, { dueOn: to })),
    move('tasks.mute', (deps, { asker }, id, { reason }) => muteTask(deps, asker.scope, id, reason)),
    move('tasks.unmute', (deps, { asker }, id) => muteTask(deps, asker.scope, id, null)),
    move('tasks.cancel', (deps, { asker }, id, { reason }) => cancelTask(deps, asker.scope, id, reason)),
  ];
}

/** What a person gave for one task. */
interface Given {
  evidence: Evidence;
  to: string;
  reason: string;
}

function givenIn({ record }: JsonObject): Given {
  const given = (record ?? {}) as Record<string, unknown>;
  const { documentNo, on, photos, note } = given as Evidence;
  return {
    evidence: {
      ...(documentNo !== undefined && { documentNo }),
      ...(on !== undefined && { on }),
      ...(photos !== undefined && { photos }),
      ...(note !== undefined && { note }),
    },
    to: String(given['to'] ?? ''),
    reason: String(given['reason'] ?? ''),
  };
}

const textOf = (args: JsonObject, key: string) => (typeof args[key] === 'string' ? args[key] : '');

function factsOf(opened: OpenedTask, today: string): JsonObject {
  const { task, unit, mayWork, mayDirect } = opened;
  return {
    id: task._id,
    title: task.title,
    unit,
    text: taskText(opened, today),
    dueOn: task.dueOn,
    evidence: task.evidence,
    open: !['reported', 'done', 'cancelled'].includes(task.state),
    reported: task.state === 'reported',
    asked: task.extension !== undefined,
    muted: task.mute !== undefined,
    doneBy: task.doneBy ?? '',
    mayWork,
    mayDirect,
  };
}

/** What was handed in waits to be accepted: its photos come with it. */
function photosOf({ task, mayDirect, photos }: OpenedTask, { asker, messageKey }: ActionContext): OutboundMessage[] {
  if (task.state !== 'reported' || !mayDirect) return [];
  return photos.map((fileId) => ({
    target: { kind: 'member', userid: asker.userid },
    body: { kind: 'image', fileId },
    effectKey: `task-photo:${messageKey}:${fileId}`,
  }));
}
