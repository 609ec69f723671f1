/** Sending employers to the city's platform (S14, S30): each batch takes what is not entered yet, or was changed since. */
import { isDeepStrictEqual } from 'node:util';
import type { CityBatch, CityEntry, CityRules } from '../../../schemas/city-entry.js';
import { CLOSED_STATUSES } from '../../../schemas/enums.js';
import type { Scope } from '../../../schemas/scope.js';
import type { StoredEmployer } from '../../../schemas/stored-employer.js';
import { DomainError } from '../../errors.js';
import {
  cityStates,
  findCityBatches,
  findCityEntries,
  insertCityBatch,
  insertCityEntry,
  saveCityEntry,
} from '../../models/city-entry.js';
import { takeNumbers } from '../../models/counter.js';
import { collectedEmployers, findEmployers } from '../../models/employer.js';
import { findLabourUseOfAll } from '../../models/labour-use.js';
import type { Tx } from '../../models/transaction.js';
import { audit } from '../audit/index.js';
import type { GridReader } from '../grid/index.js';
import { demand } from '../rights/index.js';
import { cellsOf, withNumber } from './columns.js';

export interface CityDeps {
  tx: Tx;
  grid: GridReader;
}

export interface SentBatch {
  batch: CityBatch;
  rows: CityEntry['cells'][];
  /** Of a new batch: employers that may wait for the next one; of an old one: those that were sent once more since. */
  left: number;
}

/** Rows that are looked at together. */
const CHUNK = 500;

/**
 * Notes a batch and returns its rows; null when there is nothing to send. Employers on their way are not sent again, returned
 * ones only when they were put right. Two at once: the second finds what the first left.
 * @param again sends those on their way and those returned once more as they are
 * @throws DomainError not_allowed
 */
export async function sendBatch(
  deps: CityDeps,
  scope: Scope,
  rules: CityRules,
  { again = false }: { again?: boolean } = {},
): Promise<SentBatch | null> {
  const { tx } = deps;
  for (const prefix of scope.prefixes) demand(scope, 'manage_grid', prefix);
  const tree = await deps.grid(tx, scope.today);
  const states = new Map((await cityStates(tx, scope)).map((entry) => [entry._id, entry]));
  const waiting = (await collectedEmployers(tx, scope)).filter((file) => {
    const entry = states.get(file._id);
    if (entry === undefined) return !isClosed(file);
    return entry.changedAt !== undefined || (again && entry.state !== 'entered');
  });
  const sending: { file: StoredEmployer; cells: CityEntry['cells'] }[] = [];
  while (waiting.length > 0 && sending.length < rules.rowsMost) {
    const ids = waiting.splice(0, Math.min(CHUNK, rules.rowsMost - sending.length)).map(({ _id }) => _id);
    const files = new Map((await findEmployers(tx, scope, { _id: { $in: ids } })).map((file) => [file._id, file]));
    const entries = new Map(
      (await findCityEntries(tx, scope, { _id: { $in: ids } })).map((entry) => [entry._id, entry]),
    );
    // the latest row of each comes last
    const uses = new Map((await findLabourUseOfAll(tx, ids)).reverse().map((row) => [row.employerId, row]));
    for (const file of ids.flatMap((id) => files.get(id) ?? [])) {
      const cells = cellsOf(rules, tree, file, uses.get(file._id));
      const entry = entries.get(file._id);
      if (entry === undefined || !isDeepStrictEqual(entry.cells, cells) || (again && entry.state !== 'entered'))
        sending.push({ file, cells });
      else {
        // touched, but nothing that the city is told
        const { changedAt: _, ...rest } = entry;
        saveCityEntry(tx, rest);
      }
    }
  }
  if (sending.length === 0) return null;
  const number = await takeNumbers(tx, 'city_batches');
  const batch: CityBatch = {
    _id: tx.newId(),
    number,
    day: scope.today,
    by: scope.userid,
    at: tx.now,
    prefixes: [...scope.prefixes],
    columns: rules.columns.map(({ title }) => title),
    count: sending.length,
  };
  insertCityBatch(tx, batch);
  for (const { file, cells } of sending) {
    const { _id, gridPath } = file;
    const entry = { _id, gridPath, batch: number, cells, closed: isClosed(file), updatedAt: tx.now };
    const save = states.has(_id) ? saveCityEntry : insertCityEntry;
    save(tx, { ...entry, state: 'sent' });
  }
  const object = { kind: 'city_batch', id: batch._id };
  audit(tx, { actor: scope.userid, action: 'city.sent', object, changes: { number, rows: sending.length } });
  return { batch, rows: sending.map(({ cells }) => withNumber(rules, number, cells)), left: waiting.length };
}

/**
 * A batch as it was sent, to write its file again; without the employers that were sent once more later.
 * @throws DomainError record_not_found
 */
export async function sentBatch({ tx }: CityDeps, rules: CityRules, number: number): Promise<SentBatch> {
  const [batch] = await findCityBatches(tx, { number });
  if (batch === undefined) throw new DomainError('record_not_found');
  const entries = await findCityEntries(tx, { prefixes: ['/'] }, { batch: number });
  const rows = entries.sort((a, b) => (a.gridPath + a._id < b.gridPath + b._id ? -1 : 1));
  return { batch, rows: rows.map(({ cells }) => withNumber(rules, number, cells)), left: batch.count - rows.length };
}

function isClosed({ status }: Pick<StoredEmployer, 'status'>): boolean {
  return status !== undefined && CLOSED_STATUSES.includes(status);
}
