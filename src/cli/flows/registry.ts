import { join } from 'node:path';
import { loadAssessmentRules } from '../../domain/assessment/index.js';
import { loadCalendar } from '../../domain/calendar/index.js';
import { loadDigestSettings } from '../../domain/digests/index.js';
import { makeGridReader } from '../../domain/grid/index.js';
import { loadPlans } from '../../domain/plans/index.js';
import { makeStaffReader } from '../../domain/staff/index.js';
import { loadNudgeRules } from '../../domain/tasks/index.js';
import { newDataKey, readKeyRing } from '../../lib/seal.js';
import { projectRoot } from '../../project-root.js';
import { houseActions, houseRegistry } from '../../turn/registry.js';
import { wireMatters } from '../../wiring/matters.js';

/** What flows may name, without a database: for checking and for playing alone. */
export function registryForAuthors() {
  const root = projectRoot();
  const calendar = loadCalendar(join(root, 'calendar'));
  const dataKeys = newDataKey('lint');
  const common = { grid: makeGridReader(), staff: makeStaffReader(), keys: readKeyRing(dataKeys), calendar };
  const folders = { config: join(root, 'config'), letters: join(root, 'templates', 'letters') };
  const actions = houseActions({
    ...{ ...common, matters: wireMatters({ ...common, dataKeys }, folders) },
    ...{
      plans: loadPlans(join(root, 'plans'), calendar).plans,
      rules: loadNudgeRules(join(root, 'config/nudges.yaml')),
      settings: loadDigestSettings(join(root, 'config/digests.yaml')),
      assessment: loadAssessmentRules(join(root, 'config/assessment.yaml')),
      cards: true,
    },
  });
  return houseRegistry(actions);
}
