import { Alert, CreditGrade } from '../../schemas/alert.js';
import type { Scope } from '../../schemas/scope.js';
import { defineCollection } from './collection.js';
import { replaceStored } from './replace.js';
import { within } from './scope.js';
import type { Tx } from './transaction.js';

const ALERTS = defineCollection({
  name: 'alerts',
  schema: Alert,
  indexes: [{ keys: { gridPath: 1, level: 1 } }],
});

/** Writes a new alert, or a changed one whole. `ConflictError` when somebody else changed it meanwhile. */
export function saveAlert(tx: Tx, before: Alert | null, after: Alert): void {
  if (before === null) tx.insert(ALERTS, Alert.parse(after));
  else replaceStored(tx, ALERTS, before, Alert.parse({ ...after, version: before.version + 1 }));
}

/** Alerts inside the area; of some employers, of some levels. */
export async function findAlerts(
  tx: Tx,
  area: Pick<Scope, 'prefixes'>,
  filter: Record<string, unknown> = {},
): Promise<Alert[]> {
  const { db, session } = await tx.reading(ALERTS);
  return db.collection<Alert>(ALERTS).find(within(area, filter), { session }).sort({ gridPath: 1, _id: 1 }).toArray();
}

const CREDIT_GRADES = defineCollection({
  name: 'credit_grades',
  schema: CreditGrade,
  indexes: [{ keys: { gridPath: 1, year: 1 } }, { keys: { employerId: 1, year: 1 } }],
});

/** Keeps the grade of a year; a later decision takes its place, the audit has both. */
export function saveCreditGrade(tx: Tx, grade: CreditGrade): void {
  const { _id, ...rest } = CreditGrade.parse(grade);
  tx.upsert(CREDIT_GRADES, { _id }, { $set: rest });
}

/** The grade of a year as it was decided; undefined before. */
export async function findCreditGrade(tx: Tx, employerId: string, year: number): Promise<CreditGrade | undefined> {
  const { db, session } = await tx.reading(CREDIT_GRADES);
  const found = await db.collection<CreditGrade>(CREDIT_GRADES).findOne({ _id: `${employerId}:${year}` }, { session });
  return found ?? undefined;
}

/** The latest decided grade of each of some employers. */
export async function latestGrades(
  tx: Tx,
  employerIds: readonly string[],
): Promise<Map<string, Pick<CreditGrade, 'year' | 'decided'>>> {
  const { db, session } = await tx.reading(CREDIT_GRADES);
  const rows = await db
    .collection<CreditGrade>(CREDIT_GRADES)
    .find({ employerId: { $in: [...employerIds] } }, { session, projection: { employerId: 1, year: 1, decided: 1 } })
    .sort({ year: 1 })
    .toArray();
  return new Map(rows.map(({ employerId, year, decided }) => [employerId, { year, decided }]));
}
