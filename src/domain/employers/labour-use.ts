import { LabourUse } from '../../../schemas/labour-use.js';
import type { Scope } from '../../../schemas/scope.js';
import type { Source, StoredLabourUse } from '../../../schemas/stored-employer.js';
import { findLabourUseOf, saveLabourUse } from '../../models/labour-use.js';
import type { Tx } from '../../models/transaction.js';
import { audit, changesOf } from '../audit/index.js';
import { defined } from './rules.js';

/** Writes the row of a day; a second row for the same day corrects the first. */
export async function addLabourUse(
  { tx }: { tx: Tx },
  scope: Scope,
  input: {
    employerId: string;
    cellId: string;
    gridPath: string;
    row: LabourUse;
    source: Source;
    confirmed: readonly string[];
  },
): Promise<void> {
  const { row, confirmed, ...rest } = input;
  const before = await findLabourUseOf(tx, input.employerId, row.asOf);
  const after: StoredLabourUse = {
    ...defined(row),
    ...rest,
    _id: before?._id ?? tx.newId(),
    version: before?.version ?? 1,
    confirmed: [...confirmed],
    collectedBy: scope.userid,
    collectedAt: tx.now,
    createdAt: before?.createdAt ?? tx.now,
    updatedAt: tx.now,
  };
  saveLabourUse(tx, before, after);
  const action = before === null ? 'labour_use.add' : 'labour_use.correct';
  const changes = changesOf(LabourUse, before && shownLabourUse(before), shownLabourUse(after));
  audit(tx, { actor: scope.userid, action, object: { kind: 'labour_use', id: after._id }, changes });
}

const KEYS = Object.keys(LabourUse.shape);

/** A stored row as people know it. */
export function shownLabourUse(row: StoredLabourUse): LabourUse {
  return Object.fromEntries(Object.entries(row).filter(([key]) => KEYS.includes(key))) as LabourUse;
}
