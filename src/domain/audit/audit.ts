import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { AuditRow, AuditValue } from '../../../schemas/audit.js';
import { fieldRegistry } from '../../../schemas/field.js';
import { insertAuditRow } from '../../models/audit.js';
import type { Tx } from '../../models/transaction.js';

export type AuditEntry = Pick<AuditRow, 'actor' | 'action' | 'object' | 'changes'>;

/**
 * Notes who did what to which object; goes with every write, in the same transaction. `changes` holds field names with
 * values that are not personal (`changesOf` makes them from two records).
 */
export function audit(tx: Tx, entry: AuditEntry): void {
  insertAuditRow(tx, { _id: tx.newId(), at: tx.now, ...entry });
}

/** What stands for a value that must not be told. */
const HIDDEN = '***';

/**
 * The fields in which two records differ, with the new value where the field's privacy class is `open` and `***` elsewhere.
 * Fields without privacy class are hidden too; lists and objects are told by their size only.
 */
export function changesOf(schema: z.ZodObject, before: object | null, after: object): Record<string, AuditValue> {
  const was = new Map(Object.entries(before ?? {}));
  const is = new Map(Object.entries(after));
  const changes: Record<string, AuditValue> = {};
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    if (isDeepStrictEqual(was.get(key), is.get(key))) continue;
    changes[key] = isOpen(schema.shape[key]) ? plain(is.get(key)) : HIDDEN;
  }
  return changes;
}

function isOpen(schema: unknown): boolean {
  let inner = schema as z.ZodType | undefined;
  while (inner !== undefined) {
    const meta = fieldRegistry.get(inner);
    if (meta !== undefined) return meta.privacy === 'open';
    inner = (inner as { unwrap?: () => z.ZodType }).unwrap?.();
  }
  return false;
}

function plain(value: unknown): AuditValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.slice(0, 200);
  return Array.isArray(value) ? `[${value.length}]` : '{}';
}
