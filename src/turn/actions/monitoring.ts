/** What flows may ask of monitoring: open alerts, a decision, a proposal for the credit grade. */
import type { Alert, CreditGrade } from '../../../schemas/alert.js';
import { creditProposal, decideAlert, decideGrade, openAlerts } from '../../domain/monitoring/index.js';
import type { TaskDeps } from '../../domain/tasks/index.js';
import { alertLine, alertText, creditText, LEVEL_NAMES } from '../../texts/monitoring.js';
import type { Action } from '../action.js';

const text = (value: unknown) => (typeof value === 'string' ? value : '');

export function monitoringActions(base: Omit<TaskDeps, 'tx'>): Action[] {
  return [
    {
      name: 'alerts.list',
      kind: 'lookup',
      returns: { id: 'text', line: 'text', text: 'text' },
      async run(ctx) {
        const found = await openAlerts(ctx.tx, ctx.asker.scope);
        return {
          value: found.map(({ alert, name }) => ({
            id: alert._id,
            line: alertLine(alert, name),
            text: alertText(alert, name),
          })),
        };
      },
    },
    {
      name: 'alerts.decide',
      kind: 'submit',
      returns: { level: 'text' },
      async run(ctx, args) {
        const verdict = text(args['verdict']) as NonNullable<Alert['decision']>['verdict'];
        const decision = { verdict, note: text(args['note']) };
        const alert = await decideAlert({ ...base, tx: ctx.tx }, ctx.asker.scope, text(args['employerId']), decision);
        return { value: { level: LEVEL_NAMES[alert.level] } };
      },
    },
    {
      name: 'credit.propose',
      kind: 'lookup',
      returns: { id: 'text', text: 'text', grade: 'text', mayDecide: 'bool' },
      async run(ctx, args) {
        const id = text(args['employerId']);
        const year = yearOf(args['year'], ctx.today);
        const proposal = await creditProposal(ctx.tx, ctx.asker.scope, id, year);
        return {
          value: [{ id, text: creditText(proposal, year), grade: proposal.grade, mayDecide: proposal.mayDecide }],
        };
      },
    },
    {
      name: 'credit.decide',
      kind: 'submit',
      returns: { grade: 'text' },
      async run(ctx, args) {
        const year = yearOf(args['year'], ctx.today);
        const decided = text(args['grade']) as CreditGrade['decided'];
        const given = { year, decided, note: text(args['note']) };
        const kept = await decideGrade(ctx.tx, ctx.asker.scope, text(args['employerId']), given);
        return { value: { grade: kept.decided } };
      },
    },
  ];
}

/** Grades are given in a year for the one before (domain.md 7.1). */
function yearOf(value: unknown, today: string): number {
  return typeof value === 'number' ? value : Number(today.slice(0, 4)) - 1;
}
