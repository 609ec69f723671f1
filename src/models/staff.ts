import { Staff } from '../../schemas/staff.js';
import { defineCollection } from './collection.js';
import { replaceStored } from './replace.js';
import { changeVersion } from './setting.js';
import type { Tx } from './transaction.js';

const STAFF = defineCollection({
  name: 'staff',
  schema: Staff,
  indexes: [{ keys: { userid: 1 }, unique: true }],
});

/** Everybody, by userid. A few hundred in a district. */
export async function loadStaff(tx: Tx): Promise<Staff[]> {
  const { db, session } = await tx.reading(STAFF);
  return db.collection<Staff>(STAFF).find({}, { session }).sort({ userid: 1 }).toArray();
}

export function insertStaff(tx: Tx, person: Staff): void {
  tx.insert(STAFF, Staff.parse(person));
  changeVersion(tx, 'staff');
}

/** Writes a changed person back, whole. `ConflictError` when somebody else changed it after it was read. */
export function replaceStaff(tx: Tx, before: Staff, after: Staff): void {
  const person = Staff.parse({ ...after, _id: before._id, version: before.version + 1 });
  replaceStored(tx, STAFF, before, person);
  changeVersion(tx, 'staff');
}
