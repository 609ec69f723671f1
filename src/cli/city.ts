/** `lw city`: lists for the city's inspection platform, and its answers (S14, S30). */
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import type { CityRules } from '../../schemas/city-entry.js';
import { cityStanding, readAnswers, type SentBatch, sendBatch, sentBatch, takeAnswers } from '../domain/city/index.js';
import { findNodes, type GridReader } from '../domain/grid/index.js';
import type { Fault } from '../domain/registers/index.js';
import { systemScope } from '../domain/rights/index.js';
import { DomainError } from '../errors.js';
import { dayOf } from '../lib/day.js';
import { findCityBatches } from '../models/city-entry.js';
import { inTransaction, type TransactionDeps } from '../models/transaction.js';
import {
  answeredLine,
  answersRefusedLine,
  batchLine,
  CITY_HELP,
  cityText,
  NOTHING_TO_SEND,
  notWrittenLine,
  sentLine,
  writtenAgainLine,
} from '../texts/city.js';
import { faultLine } from '../texts/registers.js';
import { writeWorkbook } from './write-workbook.js';

type Deps = TransactionDeps & { grid: GridReader; city: CityRules };
type Print = (line: string) => void;

/** More faults than these help nobody. */
const FAULTS_MOST = 200;

/** Returns the exit code: 0 done, 1 refused or nothing found, 2 not understood. */
export async function cityCommand(deps: Deps, args: readonly string[], print: Print): Promise<0 | 1 | 2> {
  const asked = readArguments(args);
  if (asked === null) {
    print(CITY_HELP);
    return args.includes('--help') || args.includes('-h') ? 0 : 2;
  }
  if (asked.command === 'show') return show(deps, print);
  return asked.command === 'export' ? exportList(deps, asked, print) : importResult(deps, asked, print);
}

interface Asked {
  command: 'export' | 'import-result' | 'show';
  units: string[];
  out: string;
  file: string;
  again: boolean;
  batch?: number;
}

function readArguments(args: readonly string[]): Asked | null {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        unit: { type: 'string', multiple: true },
        out: { type: 'string' },
        batch: { type: 'string' },
        again: { type: 'boolean' },
      },
    });
    const [command, file = '', ...more] = positionals;
    const { unit = [], out = '', batch, again = false } = values;
    if (more.length > 0 || (batch !== undefined && !/^[1-9]\d{0,8}$/.test(batch))) return null;
    const asked = { units: unit, out, file, again, ...(batch !== undefined && { batch: Number(batch) }) };
    if (command === 'export')
      return file === '' && extname(out).toLowerCase() === '.xlsx' ? { ...asked, command } : null;
    if (command === 'import-result') return file === '' ? null : { ...asked, command };
    return command === 'show' && file === '' ? { ...asked, command } : null;
  } catch {
    return null; // an option that does not exist
  }
}

async function exportList(deps: Deps, { units, out, again, batch }: Asked, print: Print): Promise<0 | 1> {
  const scope = systemScope(dayOf(deps.clock()));
  if (batch !== undefined) {
    const found = await inTransaction(deps, (tx) => orNull(sentBatch({ ...deps, tx }, deps.city, batch)));
    if (found === null) {
      print(`没有第 ${batch} 批。`);
      return 1;
    }
    await write(deps.city, out, found);
    print(writtenAgainLine({ number: batch, count: found.rows.length, path: out, left: found.left }));
    return 0;
  }
  const sent = await inTransaction(deps, async (tx) => {
    const tree = await deps.grid(tx, scope.today);
    const nodes = units.map((name) => ({ name, found: findNodes(tree, scope, name).map(({ node }) => node) }));
    const wrong = nodes.find(({ found }) => found.length !== 1);
    if (wrong !== undefined) return wrong.name;
    const prefixes = nodes.length === 0 ? ['/'] : nodes.flatMap(({ found }) => found.map(({ gridPath }) => gridPath));
    return sendBatch({ ...deps, tx }, { ...scope, prefixes }, deps.city, { again });
  });
  if (typeof sent === 'string') {
    print(`没有找到或不止一个“${sent}”。`);
    return 1;
  }
  if (sent === null) {
    print(NOTHING_TO_SEND);
    return 0;
  }
  const { number } = sent.batch;
  try {
    await write(deps.city, out, sent);
  } catch (error) {
    print(notWrittenLine(number, out, error instanceof Error ? error.message : String(error)));
    return 1;
  }
  print(sentLine({ number, count: sent.rows.length, path: out, left: sent.left }));
  return 0;
}

async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'record_not_found') return null;
    throw error;
  }
}

async function write({ sheet }: CityRules, path: string, { batch, rows }: SentBatch): Promise<void> {
  await writeWorkbook(path, [{ name: sheet, rows: [batch.columns, ...rows] }]);
}

async function importResult(deps: Deps, { file, batch }: Asked, print: Print): Promise<0 | 1> {
  const { answers, faults } = await readAnswers(deps.city, file);
  if (faults.length > 0) return refuse(faults, print);
  const scope = systemScope(dayOf(deps.clock()));
  const done = await inTransaction(deps, (tx) => takeAnswers({ ...deps, tx }, scope, answers, batch));
  if (done.faults.length > 0) return refuse(done.faults, print);
  print(answeredLine(done));
  return 0;
}

function refuse(faults: readonly Fault[], print: Print): 1 {
  print(answersRefusedLine(faults.length));
  for (const each of faults.slice(0, FAULTS_MOST)) print(faultLine(each));
  return 1;
}

async function show(deps: Deps, print: Print): Promise<0> {
  const scope = systemScope(dayOf(deps.clock()));
  const lines = await inTransaction(deps, async (tx) => {
    const tree = await deps.grid(tx, scope.today);
    const towns = tree.within(scope).filter(({ level }) => level.level === 2);
    const texts: string[] = [];
    for (const { name, gridPath } of towns)
      texts.push(cityText(name, await cityStanding({ ...deps, tx }, { ...scope, prefixes: [gridPath] }, 0)));
    return [...texts, ...(await findCityBatches(tx)).map(batchLine)];
  });
  for (const line of lines) print(line);
  return 0;
}
