/** What flows may ask of visits and rosters: the last visit, noting one, adding workers. */
import { VISIT_KINDS, VISIT_RESULTS } from '../../../schemas/enums.js';
import { Visit } from '../../../schemas/visit.js';
import { WorkerRoster } from '../../../schemas/worker-roster.js';
import type { JsonObject } from '../../conversation/index.js';
import { addToRoster, lastVisit, logVisit } from '../../domain/employers/index.js';
import { DomainError } from '../../errors.js';
import type { KeyRing } from '../../lib/seal.js';
import { lastVisitLine } from '../../texts/cells.js';
import type { Action } from '../action.js';

const NOTED = { employerId: 'text', name: 'text', fileNo: 'text' } as const;

export function visitActions({ keys }: { keys: KeyRing }): Action[] {
  return [
    {
      name: 'visits.last',
      kind: 'lookup',
      returns: { id: 'text', line: 'text' },
      async run(ctx, args) {
        const last = await lastVisit({ tx: ctx.tx }, ctx.asker.scope, employerIn(args));
        if (last === null) return { value: [] };
        const line = lastVisitLine(
          { on: last.visitedOn, kind: labelOf(VISIT_KINDS, last.kind), result: labelOf(VISIT_RESULTS, last.result) },
          ctx.today,
        );
        return { value: [{ id: last._id, line }] };
      },
    },
    {
      name: 'visits.log',
      kind: 'submit',
      returns: NOTED,
      async run(ctx, args) {
        const visit = parsed(Visit.safeParse(args['record']));
        const noted = await logVisit({ tx: ctx.tx }, ctx.asker.scope, { employerId: employerIn(args), visit });
        return { value: { ...noted } };
      },
    },
    {
      name: 'employers.addWorkers',
      kind: 'submit',
      returns: { ...NOTED, count: 'number' },
      async run(ctx, args) {
        const { workers } = parsed(WorkerRoster.safeParse(args['record']));
        const noted = await addToRoster({ tx: ctx.tx, keys }, ctx.asker.scope, {
          employerId: employerIn(args),
          workers,
        });
        return { value: { ...noted, count: workers.length } };
      },
    },
  ];
}

function employerIn({ employerId }: JsonObject): string {
  return typeof employerId === 'string' ? employerId : '';
}

function parsed<T>(
  result: { success: true; data: T } | { success: false; error: { issues: readonly { path: PropertyKey[] }[] } },
): T {
  if (result.success) return result.data;
  throw new DomainError('invalid_record', { field: result.error.issues[0]?.path.join('.') ?? '' });
}

function labelOf(options: readonly { value: string; label: string }[], value: string): string {
  return options.find((option) => option.value === value)?.label ?? value;
}
