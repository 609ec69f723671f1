/** Visits and rosters of employers on file: what inspectors note beside a collection. */
import type { Scope } from '../../../schemas/scope.js';
import type { StoredVisit, Visit } from '../../../schemas/visit.js';
import type { Worker } from '../../../schemas/worker.js';
import { DomainError } from '../../errors.js';
import type { KeyRing } from '../../lib/seal.js';
import { findEmployer } from '../../models/employer.js';
import type { Tx } from '../../models/transaction.js';
import { findLastVisit, insertVisit } from '../../models/visit.js';
import { audit } from '../audit/index.js';
import { demand } from '../rights/index.js';
import { defined } from './rules.js';
import { addWorkers } from './workers.js';

/** The employer that was written about. */
export interface Noted {
  employerId: string;
  name: string;
  fileNo: string;
}

/**
 * Notes a visit that brought no data; those that did are noted with the collection.
 * @throws DomainError employer_not_found, not_allowed, invalid_record (a day to come)
 */
export async function logVisit(
  { tx }: { tx: Tx },
  scope: Scope,
  { employerId, visit }: { employerId: string; visit: Visit },
): Promise<Noted> {
  const { at, noted } = await employerAt(tx, scope, employerId);
  if (visit.visitedOn > scope.today) throw new DomainError('invalid_record', { field: 'visitedOn' });
  const id = tx.newId();
  insertVisit(tx, { ...defined(visit), _id: id, ...at, by: scope.userid, at: tx.now } as StoredVisit);
  const changes = { employerId, kind: visit.kind, result: visit.result };
  audit(tx, { actor: scope.userid, action: 'visit.logged', object: { kind: 'visit', id }, changes });
  return noted;
}

/** The last visit to an employer of the person's area, so that nobody goes twice for one thing (S26). */
export async function lastVisit({ tx }: { tx: Tx }, scope: Scope, employerId: string): Promise<StoredVisit | null> {
  const { at } = await employerAt(tx, scope, employerId);
  return findLastVisit(tx, at.employerId);
}

/**
 * Adds workers to an employer on file (S25). A worker with a number that is there already is replaced.
 * @throws DomainError employer_not_found, not_allowed
 */
export async function addToRoster(
  { tx, keys }: { tx: Tx; keys: KeyRing },
  scope: Scope,
  { employerId, workers }: { employerId: string; workers: readonly Worker[] },
): Promise<Noted> {
  const { at, noted } = await employerAt(tx, scope, employerId);
  await addWorkers({ tx, keys }, scope, { ...at, workers });
  return noted;
}

async function employerAt(tx: Tx, scope: Scope, id: string) {
  const file = await findEmployer(tx, scope, id);
  if (file === null) throw new DomainError('employer_not_found');
  demand(scope, 'collect', file.gridPath);
  const { _id: employerId, cellId, gridPath, name, fileNo = '' } = file;
  return { at: { employerId, cellId, gridPath }, noted: { employerId, name, fileNo } };
}
