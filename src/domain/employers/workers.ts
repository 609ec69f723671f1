import type { Scope } from '../../../schemas/scope.js';
import { type StoredWorker, WORKER_SEALED } from '../../../schemas/stored-employer.js';
import type { Worker } from '../../../schemas/worker.js';
import { birthday, readIdNumber } from '../../../schemas/worker-checks.js';
import type { Day } from '../../lib/day.js';
import { blindIndex, blindIndexes, type KeyRing } from '../../lib/seal.js';
import { sealFields } from '../../lib/seal-fields.js';
import type { Tx } from '../../models/transaction.js';
import { findWorkersById, moveWorkers, saveWorker, WORKERS } from '../../models/worker.js';
import { audit } from '../audit/index.js';
import { defined } from './rules.js';

/** Adds workers to an employer (S25); one with the same number is the same person and is replaced. */
export async function addWorkers(
  { tx, keys }: { tx: Tx; keys: KeyRing },
  scope: Scope,
  input: { employerId: string; cellId: string; gridPath: string; workers: readonly Worker[]; moved?: boolean },
): Promise<void> {
  const { workers, moved = false, ...at } = input;
  if (moved) moveWorkers(tx, at.employerId, { cellId: at.cellId, gridPath: at.gridPath });
  if (workers.length === 0) return;
  const onFile = await findWorkersById(
    tx,
    at.employerId,
    workers.flatMap(({ idNo }) => blindIndexes(keys, 'idNo', idNo)),
  );
  // the last of several records with one number counts
  for (const worker of new Map(workers.map((one) => [one.idNo, one])).values()) {
    const indexes = blindIndexes(keys, 'idNo', worker.idNo);
    const before = onFile.find(({ idIndex }) => indexes.includes(idIndex)) ?? null;
    const id = before?._id ?? tx.newId();
    saveWorker(tx, before, {
      ...sealFields(keys, { collection: WORKERS, id }, defined(worker), WORKER_SEALED),
      ...at,
      ...readFromId(worker, scope.today),
      _id: id,
      version: before?.version ?? 1,
      idIndex: blindIndex(keys, 'idNo', worker.idNo),
      mobileIndex: blindIndex(keys, 'phone', worker.mobile),
      collectedBy: scope.userid,
      createdAt: before?.createdAt ?? tx.now,
      updatedAt: tx.now,
    } as StoredWorker);
    const action = before === null ? 'worker.add' : 'worker.replace';
    audit(tx, { actor: scope.userid, action, object: { kind: 'worker', id }, changes: { employerId: at.employerId } });
  }
}

/** Sex, and until when the rules for juveniles hold; the birth date itself stays sealed in the number. */
function readFromId(worker: Worker, today: Day): Pick<StoredWorker, 'sex' | 'turns18On'> {
  const read = readIdNumber(worker.idType, worker.idNo, today);
  if (read?.ok !== true) return {};
  const turns18On = birthday(read.birthDate, 18);
  return { sex: read.sex, ...(turns18On > today && { turns18On }) };
}
