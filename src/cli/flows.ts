/** `npm run flows -- lint [FOLDER]`: checks the flow files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingLine, hasErrors, loadFlows } from '../conversation/index.js';
import { loadCalendar } from '../domain/calendar/index.js';
import { makeGridReader } from '../domain/grid/index.js';
import { loadPlans } from '../domain/plans/index.js';
import { makeStaffReader } from '../domain/staff/index.js';
import { loadNudgeRules } from '../domain/tasks/index.js';
import { readFlowFiles } from '../flow-loader.js';
import { newDataKey, readKeyRing } from '../lib/seal.js';
import { projectRoot } from '../project-root.js';
import { houseActions, houseRegistry } from '../turn/registry.js';
import { wireMatters } from '../wiring/matters.js';

const HELP = `npm run lint:flows                    checks bot-flows/
npm run -s flows -- lint [FOLDER]     checks the flows of a folder; exit code 1 when one has an error
`;

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
      cards: true,
    },
  });
  return houseRegistry(actions);
}

export async function flowsCommand(argv: readonly string[], print: (line: string) => void): Promise<0 | 1 | 2> {
  const [command, folder = 'bot-flows'] = argv;
  if (command !== 'lint') {
    print(HELP);
    return command === undefined || command === '--help' ? 0 : 2;
  }
  const files = folder.endsWith('.yaml')
    ? [{ file: folder, text: readFileSync(folder, 'utf8') }]
    : readFlowFiles(folder);
  const { flows, findings } = loadFlows(files, registryForAuthors());
  for (const finding of findings) print(findingLine(finding));
  print(`${files.length} 个流程，${flows.length} 个可用，${findings.length} 处提示。`);
  return hasErrors(findings) ? 1 : 0;
}
