/** Employers that only a list tells of: registers, tax, insurance (S47: known against collected is the coverage). */
import { type Employer, KnownEmployer } from '../../../schemas/employer.js';
import type { Scope } from '../../../schemas/scope.js';
import type { Source } from '../../../schemas/stored-employer.js';
import { DomainError } from '../../errors.js';
import { eachEmployer, findEmployers, insertEmployer } from '../../models/employer.js';
import type { Tx } from '../../models/transaction.js';
import { audit } from '../audit/index.js';
import { keptOf, shownEmployer } from './file.js';
import { nameKeysOf } from './names.js';
import { completenessOf, defined, identityCodeOf } from './rules.js';
import { cellFor, type EmployerDeps } from './service.js';

export interface KnownRow {
  cellId: string;
  employer: KnownEmployer;
}

/** What became of each row, in their order: the new id, or the employer of the same cell that has the code already. */
export type KnownOutcome = { added: string } | { sameAs: string };

/**
 * Adds a batch of listed employers. Those on file in their cell, by code or else by their full name, are left alone, so a
 * list may be read twice.
 * @throws DomainError as `cellFor`; invalid_record for a row that breaks its schema
 */
export async function addKnownEmployers(
  deps: EmployerDeps,
  scope: Scope,
  rows: readonly KnownRow[],
  source: Source = 'shared',
): Promise<KnownOutcome[]> {
  const { tx, keys } = deps;
  const codes = rows.map(({ employer }) => identityCodeOf(employer)).filter((code) => code !== undefined);
  const uncoded = rows.filter(({ employer }) => identityCodeOf(employer) === undefined);
  const nameKeys = uncoded.flatMap(({ employer }) => nameKeysOf(employer.name));
  const onFile = [
    ...(await findEmployers(tx, scope, { codes: { $in: codes }, identityCode: { $in: codes } })),
    ...(await findEmployers(tx, scope, { nameKeys: { $in: nameKeys }, identityCode: { $exists: false } })),
  ];
  const taken = new Map(onFile.map((file) => [`${file.cellId} ${file.identityCode ?? file.name}`, file._id]));
  const outcomes: KnownOutcome[] = [];
  for (const { cellId, employer: given } of rows) {
    const cell = await cellFor(deps, scope, cellId);
    const parsed = KnownEmployer.safeParse(given);
    if (!parsed.success)
      throw new DomainError('invalid_record', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
    const employer = defined(parsed.data);
    const key = `${cell._id} ${identityCodeOf(employer) ?? employer.name}`;
    const same = taken.get(key);
    if (same !== undefined) {
      outcomes.push({ sameAs: same });
      continue;
    }
    const id = tx.newId();
    insertEmployer(tx, {
      ...keptOf(keys, id, { status: 'normal', ...employer }),
      _id: id,
      version: 1,
      cellId: cell._id,
      gridPath: cell.gridPath,
      fileState: 'known',
      pastCells: [],
      source,
      refusals: 0,
      ...completenessOf(employer, scope.today),
      history: [{ at: tx.now, by: scope.userid, event: 'listed' }],
      createdAt: tx.now,
      updatedAt: tx.now,
    });
    const changes = { cellId: cell._id, name: employer.name };
    audit(tx, { actor: scope.userid, action: 'employer.listed', object: { kind: 'employer', id }, changes });
    taken.set(key, id);
    outcomes.push({ added: id });
  }
  return outcomes;
}

/** All employers of the scope one by one, with their cell and without what is sealed: for lists that go out. */
export async function* listEmployers(
  { tx }: { tx: Tx },
  scope: Scope,
): AsyncGenerator<{ cellId: string; employer: Partial<Employer> }> {
  for await (const file of eachEmployer(tx, scope)) yield { cellId: file.cellId, employer: shownEmployer(file) };
}
