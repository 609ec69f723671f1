import { StoredPlan } from '../../schemas/plan.js';
import { defineCollection } from './collection.js';
import { replaceStored } from './replace.js';
import type { Tx } from './transaction.js';

const PLANS = defineCollection({ name: 'plans', schema: StoredPlan, indexes: [] });

/** Notes that a plan is in force in a district. `ConflictError` when it is already. */
export function insertPlan(tx: Tx, plan: StoredPlan): void {
  tx.insert(PLANS, StoredPlan.parse(plan));
}

export function replacePlan(tx: Tx, before: StoredPlan, after: StoredPlan): void {
  replaceStored(tx, PLANS, before, StoredPlan.parse({ ...after, version: before.version + 1 }));
}

export async function findPlan(tx: Tx, plan: string, districtId: string): Promise<StoredPlan | null> {
  const { db, session } = await tx.reading(PLANS);
  return db.collection<StoredPlan>(PLANS).findOne({ _id: `${plan}:${districtId}` }, { session });
}

/** All plans in force, the oldest document first. */
export async function findPlans(tx: Tx): Promise<StoredPlan[]> {
  const { db, session } = await tx.reading(PLANS);
  return db.collection<StoredPlan>(PLANS).find({}, { session }).sort({ documentOn: 1, _id: 1 }).toArray();
}
