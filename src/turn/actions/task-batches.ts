/** Work set for many bodies at once by a leader in chat. */

import type { FieldDef } from '../../../schemas/field.js';
import { EVIDENCE_KINDS } from '../../../schemas/plan.js';
import { type Json, type JsonObject, readAnswer } from '../../conversation/index.js';
import { areaOf } from '../../domain/rights/index.js';
import {
  batchToUndo,
  confirmBatch,
  proposeBatch,
  readBodies,
  readOrder,
  type TaskDeps,
  undoBatch,
} from '../../domain/tasks/index.js';
import { timeOf } from '../../lib/day.js';
import { formatDay } from '../../lib/day-text.js';
import { unitNames } from '../../texts/task-view.js';
import type { Action, ActionContext } from '../action.js';
import type { TaskActionDeps } from './tasks.js';

const DUE: FieldDef = { path: 'due', label: '期限', kind: 'date', privacy: 'open', required: true };

export function batchActions(base: TaskActionDeps): Action[] {
  const depsOf = (ctx: ActionContext): TaskDeps => ({ ...base, tx: ctx.tx });

  async function bodiesIn(ctx: ActionContext, text: string) {
    const tree = await base.grid(ctx.tx, ctx.today);
    return readBodies(tree, { prefixes: areaOf(ctx.asker.scope.roles, 'assign_work') }, text);
  }

  return [
    {
      // “给各中队布置三图上墙检查，8月10日前”: what of it can be read
      name: 'tasks.readOrder',
      kind: 'lookup',
      returns: { id: 'text', bodies: 'text', title: 'text', due: 'day' },
      async run(ctx, args) {
        const order = readOrder(textOf(args, 'sentence'));
        if (order === null) return { value: [] };
        const read = order.due === undefined ? undefined : readAnswer(DUE, order.due, { today: ctx.today });
        const due = read?.kind === 'value' ? String(read.value) : undefined;
        return {
          value: [{ id: 'order', bodies: order.bodies, title: order.title, ...(due !== undefined && { due }) }],
        };
      },
    },
    {
      name: 'tasks.bodies',
      kind: 'lookup',
      returns: { id: 'text', count: 'number', names: 'text', unclear: 'text' },
      async run(ctx, args) {
        const { bodies, unclear } = await bodiesIn(ctx, textOf(args, 'text'));
        const names = unitNames(bodies.map(({ name }) => name));
        return { value: [{ id: 'bodies', count: bodies.length, names, unclear: unclear.join('、') }] };
      },
    },
    {
      name: 'tasks.assign',
      kind: 'submit',
      returns: { title: 'text', count: 'number', due: 'text', undoUntil: 'text' },
      async run(ctx, { record }) {
        const given = (record ?? {}) as JsonObject;
        const { bodies } = await bodiesIn(ctx, textOf(given, 'to'));
        const evidence = EVIDENCE_KINDS.filter((kind) => listOf(given['evidence']).includes(kind));
        const [deps, { scope }] = [depsOf(ctx), ctx.asker];
        const proposed = await proposeBatch(deps, scope, {
          title: textOf(given, 'title'),
          dueOn: textOf(given, 'due'),
          nodeIds: bodies.map(({ _id }) => _id),
          evidence: evidence.length > 0 ? evidence : ['note'],
        });
        const count = typeof given['count'] === 'number' ? given['count'] : bodies.length;
        const { tasks, undoUntil } = await confirmBatch(deps, scope, proposed.batchId, count);
        const due = formatDay(textOf(given, 'due'), ctx.today);
        return { value: { title: textOf(given, 'title'), count: tasks.length, due, undoUntil: timeOf(undoUntil) } };
      },
    },
    {
      name: 'tasks.lastBatch',
      kind: 'lookup',
      returns: { id: 'text', title: 'text', count: 'number' },
      async run(ctx) {
        const batch = await batchToUndo(depsOf(ctx), ctx.asker.scope);
        return { value: batch === null ? [] : [{ id: batch._id, title: batch.title, count: batch.nodeIds.length }] };
      },
    },
    {
      name: 'tasks.undoBatch',
      kind: 'submit',
      returns: { title: 'text', undone: 'number' },
      async run(ctx, args) {
        const { title, undone } = await undoBatch(depsOf(ctx), ctx.asker.scope, textOf(args, 'batchId'));
        return { value: { title, undone } };
      },
    },
  ];
}

const textOf = (args: JsonObject, key: string) => (typeof args[key] === 'string' ? args[key] : '');
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
