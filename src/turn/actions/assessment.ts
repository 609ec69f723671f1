/** What flows may ask of supervision and assessment: putting an activity on record, points so far. */
import type { JsonObject } from '../../conversation/index.js';
import {
  type AssessmentDeps,
  assess,
  recordBonus,
  recordSupervision,
  supervisionsOf,
  voidActivity,
} from '../../domain/assessment/index.js';
import { findNodes } from '../../domain/grid/index.js';
import { areaOf, systemScope } from '../../domain/rights/index.js';
import type { TaskDeps } from '../../domain/tasks/index.js';
import { acceptanceText, assessmentText, rankingText, supervisionLine } from '../../texts/assessment.js';
import { taskNoticeMessages } from '../../texts/task-notices.js';
import type { Action, ActionContext } from '../action.js';

export type AssessmentActionDeps = Omit<TaskDeps & AssessmentDeps, 'tx'> & { cards: boolean };

/** Longest list to pick from. */
const LIST_MAX = 20;

export function assessmentActions(base: AssessmentActionDeps): Action[] {
  async function placesOf(ctx: ActionContext, name: string) {
    const tree = await base.grid(ctx.tx, ctx.today);
    return findNodes(tree, { prefixes: areaOf(ctx.asker.scope.roles, 'read_totals') }, name).map(({ node }) => node);
  }

  return [
    {
      name: 'grid.units',
      kind: 'lookup',
      returns: { id: 'text', name: 'text' },
      async run(ctx, args) {
        const nodes = await placesOf(ctx, String(args['place'] ?? ''));
        return { value: nodes.map(({ _id, name }) => ({ id: _id, name })) };
      },
    },
    {
      name: 'supervision.record',
      kind: 'submit',
      returns: { task: 'bool' },
      async run(ctx, args) {
        const { nodeId, record } = args as { nodeId?: string; record?: JsonObject };
        const deps = { ...base, tx: ctx.tx };
        const kept = await recordSupervision(deps, ctx.asker.scope, String(nodeId ?? ''), { ...record });
        return { value: { task: kept.taskId !== undefined } };
      },
    },
    {
      name: 'assessment.rules',
      kind: 'lookup',
      returns: { id: 'text', bonusMost: 'number' },
      async run() {
        return { value: [{ id: 'rules', bonusMost: base.assessment.bonusMost }] };
      },
    },
    {
      // what the data say, for whoever decides
      name: 'assessment.acceptance',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const node = (await base.grid(ctx.tx, ctx.today)).node(String(args['nodeId'] ?? ''));
        const level = node?.level.level;
        if (node === undefined || level === undefined || level === 1) return { value: [] };
        const span = { from: `${ctx.today.slice(0, 8)}01`, to: ctx.today };
        const scope = { ...systemScope(ctx.today), prefixes: [node.gridPath] };
        const scores = await assess({ ...base, tx: ctx.tx }, scope, span, { level });
        const own = scores.find(({ unit }) => unit._id === node._id);
        return { value: own === undefined ? [] : [{ id: node._id, text: acceptanceText(own) }] };
      },
    },
    {
      name: 'supervision.bonus',
      kind: 'submit',
      returns: { id: 'text' },
      async run(ctx, args) {
        const { nodeId, record } = args as { nodeId?: string; record?: JsonObject };
        const deps = { ...base, tx: ctx.tx };
        const { _id: id } = await recordBonus(deps, ctx.asker.scope, String(nodeId ?? ''), { ...record });
        return { value: { id } };
      },
    },
    {
      name: 'supervisions.list',
      kind: 'lookup',
      returns: { id: 'text', line: 'text' },
      async run(ctx) {
        const tree = await base.grid(ctx.tx, ctx.today);
        const found = (await supervisionsOf(ctx, ctx.asker.scope)).slice(0, LIST_MAX);
        const line = (one: (typeof found)[number]) =>
          supervisionLine(one, tree.node(one.nodeId)?.name ?? '', ctx.today);
        return { value: found.map((one) => ({ id: one._id, line: line(one) })) };
      },
    },
    {
      name: 'supervision.void',
      kind: 'submit',
      returns: { id: 'text' },
      async run(ctx, args) {
        const { id, record } = args as { id?: string; record?: JsonObject };
        const deps = { ...base, tx: ctx.tx };
        const done = await voidActivity(deps, ctx.asker.scope, String(id ?? ''), String(record?.['reason'] ?? ''));
        return {
          value: { id: done.record._id },
          notices: taskNoticeMessages(done.notices, ctx.today, ctx.messageKey, base.cards),
        };
      },
    },
    {
      name: 'assessment.now',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const place = String(args['place'] ?? '').replace(/考核|评分|得分|本月|[\s：:]/g, '');
        const area = areaOf(ctx.asker.scope.roles, 'read_totals');
        const prefixes = place === '' ? area : (await placesOf(ctx, place)).map(({ gridPath }) => gridPath);
        const span = { from: `${ctx.today.slice(0, 8)}01`, to: ctx.today };
        const scope = { ...systemScope(ctx.today), prefixes };
        const deps = { ...base, tx: ctx.tx };
        const towns = await assess(deps, scope, span, { level: 2 });
        const scores = towns.length > 0 ? towns : await assess(deps, scope, span, { level: 3 });
        const [only] = scores;
        if (only === undefined) return { value: [] };
        return { value: [{ id: 'now', text: scores.length === 1 ? assessmentText(only) : rankingText(scores) }] };
      },
    },
  ];
}
