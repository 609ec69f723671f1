/** Operator commands: opens what they need, runs one, closes. Each command stands in a file of its own. */
import { join, resolve } from 'node:path';
import { ConfigurationError, readConfig } from '../config.js';
import { loadAssessmentRules } from '../domain/assessment/index.js';
import { loadCalendar } from '../domain/calendar/index.js';
import { loadCityRules } from '../domain/city/index.js';
import { loadDigestSettings } from '../domain/digests/index.js';
import { makeGridReader } from '../domain/grid/index.js';
import { loadPlans } from '../domain/plans/index.js';
import { makeStaffReader } from '../domain/staff/index.js';
import { loadNudgeRules } from '../domain/tasks/index.js';
import { movableClock } from '../lib/clock.js';
import { newId } from '../lib/ids.js';
import { readKeyRing } from '../lib/seal.js';
import { openDatabase } from '../models/database.js';
import type { TransactionDeps } from '../models/transaction.js';
import { startEmbeddedMongo } from '../mongo-server/embedded.js';
import { projectRoot } from '../project-root.js';
import { sandboxSecrets } from '../sandbox-secrets.js';
import { wireMatters } from '../wiring/matters.js';
import { assessCommand } from './assess.js';
import { auditCommand } from './audit.js';
import { cityCommand } from './city.js';
import { deadLetters } from './dead-letters.js';
import { digest } from './digest.js';
import { entriesCommand } from './entries.js';
import { evidenceCommand } from './evidence.js';
import { keysAlone, rotateKeys } from './keys.js';
import { planCommand } from './plan.js';
import { redrawCells } from './redraw.js';
import { registers } from './registers.js';

const HELP = `npm run -s lw -- COMMAND --help

  import|export|template grid|staff|groups|employers FILE    registers as .xlsx, .csv or .yaml
  redraw PLAN.yaml            split, merge or move cells with all that lies in them
  plan lint|instantiate|show  plans of plans/: check, put in force, progress
  digest --unit NAME          preview of a digest, with --png FILE its picture
  assess                      the table of 100 points, with --out FILE.xlsx or .pdf
  city export|import-result   lists for the city's platform, and its answers
  evidence pack               what a unit shows when the city inspects, --unit NAME --out FILE.zip
  entries list|export         what the bureau's own forms brought, as .xlsx
  dead-letters list|show|resend|drop
  audit verify|seal           the chain over the audit rows
  keys new [ID]|rotate        a fresh key for DATA_KEYS; sealing anew under it
`;

type ExitCode = 0 | 1 | 2;

export async function run(argv: readonly string[]): Promise<ExitCode> {
  const [command = '--help', ...args] = argv;
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const alone = command === 'keys' ? keysAlone(args, newId, print) : null;
  if (alone !== null) return alone;
  const known = [
    'import',
    'export',
    'template',
    'redraw',
    'plan',
    'digest',
    'assess',
    'city',
    'evidence',
    'entries',
    'dead-letters',
    'audit',
    'keys',
  ];
  if (!known.includes(command)) {
    print(HELP);
    return command === '--help' ? 0 : 2;
  }
  try {
    return await withHouse((house) => {
      const out = {
        print,
        progress: (line: string) => void process.stdout.write(process.stdout.isTTY ? `\r${line}` : `${line}\n`),
      };
      if (command === 'redraw') return redrawCells(house, args, print);
      if (command === 'plan') return planCommand(house, args, print);
      if (command === 'digest') return digest(house, args, print);
      if (command === 'assess') return assessCommand(house, args, print);
      if (command === 'city') {
        const city = loadCityRules(join(projectRoot(), 'config', 'city-export.yaml'));
        return cityCommand({ ...house, city }, args, print);
      }
      if (command === 'evidence') return evidenceCommand(house, args, print);
      if (command === 'entries') return entriesCommand(house, args, print);
      if (command === 'dead-letters') return deadLetters(house.db, args, print);
      if (command === 'audit') return auditCommand(house, args, print);
      if (command === 'keys') return rotateKeys(house, print);
      return registers(house, [command, ...args], out);
    });
  } catch (error) {
    process.stderr.write(`✗ ${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof ConfigurationError ? 2 : 1;
  }
}

async function withHouse(
  use: (house: Awaited<ReturnType<typeof open>>['house']) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { house, close } = await open();
  try {
    return await use(house);
  } finally {
    await close();
  }
}

async function open() {
  const config = readConfig(process.env);
  const root = projectRoot();
  const dataDir = resolve(root, config.dataDir);
  const dataKeys = config.dataKeys ?? sandboxSecrets(dataDir, {}).dataKeys;
  const server =
    config.mongodbUri === null && config.mongodBinary !== null
      ? await startEmbeddedMongo({ binary: config.mongodBinary, dataDir, database: 'liangwang', say: () => {} })
      : null;
  const uri = config.mongodbUri ?? server?.uri;
  if (uri === undefined)
    throw new Error('No MongoDB: set MONGODB_URI, or use npm run -s lw, which finds or fetches a server.');
  const connection = await openDatabase(uri);
  const { now: clock } = movableClock(config.startAt ?? undefined);
  const calendar = loadCalendar(join(root, 'calendar'));
  const planFolder = join(root, 'plans');
  const keys = readKeyRing(dataKeys);
  const [grid, staff] = [makeGridReader(), makeStaffReader()];
  const folders = { config: join(root, 'config'), letters: join(root, 'templates', 'letters') };
  return {
    house: {
      db: connection.db as unknown as TransactionDeps['db'],
      clock,
      newId,
      keys,
      grid,
      staff,
      matters: wireMatters({ grid, staff, keys, calendar, dataKeys }, folders),
      calendar,
      planFolder,
      plans: loadPlans(planFolder, calendar).plans,
      rules: loadNudgeRules(join(root, 'config', 'nudges.yaml')),
      settings: loadDigestSettings(join(root, 'config', 'digests.yaml')),
      assessment: loadAssessmentRules(join(root, 'config', 'assessment.yaml')),
      fontFolder: join(root, 'assets', 'fonts'),
    },
    async close() {
      await connection.close();
      await server?.stop();
    },
  };
}
