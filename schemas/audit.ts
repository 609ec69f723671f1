/** Who changed what, append-only; sealed in a hash chain by a job, so that writers never queue behind one another. */
import { z } from 'zod';

/** What may be told of a change in clear: counts, codes, days, names of fields. Never a person's name, phone or number. */
export const AuditValue = z.union([z.string().max(200), z.number(), z.boolean(), z.null()]);
export type AuditValue = z.infer<typeof AuditValue>;

export const AuditRow = z.object({
  _id: z.string(),
  at: z.date(),
  /** Lower-cased userid, or `sys`. */
  actor: z.string(),
  /** `<thing>.<verb>`: `grid.rename`. */
  action: z.string().regex(/^[a-z_]+\.[a-z_]+$/),
  object: z.object({ kind: z.string(), id: z.string() }),
  /** Field to its new value, or to what may be said of it. */
  changes: z.record(z.string(), AuditValue),
  /** Number of the seal that covers it; set once, by the sealer. */
  seal: z.int().optional(),
});
export type AuditRow = z.infer<typeof AuditRow>;

/** One link of the chain: it covers the rows that carry its number. */
export const Seal = z.object({
  /** The number as text. */
  _id: z.string(),
  number: z.int(),
  rows: z.int(),
  /** Hash of the seal before; 64 zeros for the first. */
  previous: z.string(),
  hash: z.string(),
  at: z.date(),
});
export type Seal = z.infer<typeof Seal>;
