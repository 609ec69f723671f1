import { SupervisionForm } from '../../schemas/assessment.js';
import { CollectedEmployer, collectedChecks } from '../../schemas/collected-employer.js';
import { fieldsOf, type RecordCheck } from '../../schemas/field.js';
import { CounterIntake, MatterStep } from '../../schemas/matter-forms.js';
import { MatterRecord, matterChecks } from '../../schemas/matter-record.js';
import { ROLES } from '../../schemas/scope.js';
import { SituationReport } from '../../schemas/situation.js';
import { RECORD_DATA } from '../../schemas/unit-record.js';
import { Visit } from '../../schemas/visit.js';
import { Worker, workerChecks } from '../../schemas/worker.js';
import { rosterChecks, WorkerRoster } from '../../schemas/worker-roster.js';
import type { RecordKind, Registry } from '../conversation/index.js';
import type { Action } from './action.js';
import { type AssessmentActionDeps, assessmentActions } from './actions/assessment.js';
import { cityActions } from './actions/city.js';
import { type DigestActionDeps, digestActions } from './actions/digests.js';
import { type EmployerActionDeps, employerActions } from './actions/employers.js';
import { entryActions } from './actions/entries.js';
import { gridActions } from './actions/grid.js';
import { matterIntakeActions } from './actions/matter-intake.js';
import { matterLookActions } from './actions/matter-looks.js';
import { matterRedactionActions } from './actions/matter-redactions.js';
import { matterStepActions } from './actions/matter-steps.js';
import { type MatterActionDeps, matterActions } from './actions/matters.js';
import { monitoringActions } from './actions/monitoring.js';
import { recordActions } from './actions/records.js';
import { situationActions } from './actions/situations.js';
import { stationActions } from './actions/stations.js';
import { batchActions } from './actions/task-batches.js';
import { type TaskActionDeps, taskActions } from './actions/tasks.js';
import { visitActions } from './actions/visits.js';
import { workerIntakeActions } from './actions/worker-intake.js';
import { workerMatterActions } from './actions/worker-matters.js';
import { CUSTOMER_ROLE, ME } from './talker.js';

/** Everything flows can ask the house to do, by name. */
export function houseActions(
  deps: EmployerActionDeps & TaskActionDeps & MatterActionDeps & DigestActionDeps & AssessmentActionDeps,
): ReadonlyMap<string, Action> {
  const all = [
    ...employerActions(deps),
    ...gridActions(deps),
    ...visitActions(deps),
    ...entryActions(deps),
    ...stationActions(deps),
    ...taskActions(deps),
    ...batchActions(deps),
    ...recordActions(deps),
    ...matterActions(deps),
    ...matterLookActions(deps),
    ...matterRedactionActions(deps),
    ...matterStepActions(deps),
    ...matterIntakeActions(deps),
    ...digestActions(deps),
    ...monitoringActions(deps),
    ...assessmentActions(deps),
    ...cityActions(deps),
    ...workerIntakeActions(deps),
    ...workerMatterActions(deps),
    ...situationActions(deps),
  ];
  return new Map(all.map((action) => [action.name, action]));
}

/** What flows may name: records, actions, facts about the person. */
export function houseRegistry(actions: ReadonlyMap<string, Action>): Registry {
  const kinds = [
    kind('employer', CollectedEmployer, collectedChecks),
    kind('worker', Worker, workerChecks),
    kind('visit', Visit, []),
    kind('roster', WorkerRoster, rosterChecks),
    kind('matter', MatterRecord, matterChecks),
    kind('counter_intake', CounterIntake, matterChecks),
    kind('matter_step', MatterStep, []),
    kind('situation', SituationReport, []),
    kind('supervision', SupervisionForm, []),
    ...Object.entries(RECORD_DATA).map(([name, schema]) => kind(name, schema, [])),
  ];
  return {
    records: new Map(kinds.map((each) => [each.name, each])),
    actions,
    me: ME,
    roles: [...ROLES, CUSTOMER_ROLE],
  };
}

function kind(name: string, schema: Parameters<typeof fieldsOf>[0], checks: readonly RecordCheck[]): RecordKind {
  return { name, ...fieldsOf(schema), checks };
}
