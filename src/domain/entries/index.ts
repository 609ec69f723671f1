/** Entries of a bureau's own forms: kept as they were answered, read again as a table. */
import type { FormEntry } from '../../../schemas/form-entry.js';
import type { Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import { type KeyRing, type Place, seal, unseal } from '../../lib/seal.js';
import { countFormEntries, FORM_ENTRIES, findFormEntries, insertFormEntry } from '../../models/form-entry.js';
import type { Tx } from '../../models/transaction.js';
import { audit } from '../audit/index.js';

interface EntryDeps {
  tx: Tx;
  keys: KeyRing;
}

const FORM_MAX = 60;

/** @throws DomainError invalid_record (no name of the form), not_allowed (a person without a place) */
export function keepEntry({ tx, keys }: EntryDeps, scope: Scope, form: string, answers: object): { id: string } {
  if (form.trim() === '' || form.length > FORM_MAX) throw new DomainError('invalid_record', { field: 'form' });
  if (scope.prefixes.length === 0) throw new DomainError('not_allowed', {});
  const id = tx.newId();
  const sealed = seal(keys, JSON.stringify(answers), placeOf(id));
  const gridPaths = [...scope.prefixes];
  insertFormEntry(tx, { _id: id, form, at: tx.now, by: scope.userid, gridPaths, answers: sealed });
  audit(tx, { actor: scope.userid, action: 'entry.kept', object: { kind: 'form_entry', id }, changes: { form } });
  return { id };
}

export interface Entry extends Pick<FormEntry, 'at' | 'by' | 'gridPaths'> {
  answers: Readonly<Record<string, unknown>>;
}

/** All entries of a form, opened; that they were read is noted. @param actor who reads */
export async function readEntries({ tx, keys }: EntryDeps, actor: string, form: string): Promise<Entry[]> {
  const rows = await findFormEntries(tx, form);
  audit(tx, { actor, action: 'entry.exported', object: { kind: 'form', id: form }, changes: { rows: rows.length } });
  return rows.map(({ _id, at, by, gridPaths, answers }) => ({
    at,
    by,
    gridPaths,
    answers: JSON.parse(unseal(keys, answers, placeOf(_id))) as Record<string, unknown>,
  }));
}

/** The forms that have entries, with their number and the last one's time. */
export function listForms({ tx }: Pick<EntryDeps, 'tx'>): Promise<{ form: string; count: number; lastAt: Date }[]> {
  return countFormEntries(tx);
}

function placeOf(id: string): Place<'answers'> {
  return { collection: FORM_ENTRIES, id, field: 'answers' };
}
