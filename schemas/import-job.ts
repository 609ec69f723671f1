/** An import too large for one transaction, while it runs. See docs/adr on staged imports. */
import { z } from 'zod';
import { sealed } from './sealed.js';

/**
 * `staging`: rows are read and checked, nothing is changed yet · `applying`: all rows are fine, it is decided, and whoever
 * finds it carries it on to the end · `done`.
 */
const IMPORT_STATES = ['staging', 'applying', 'done'] as const;

export const ImportJob = z.object({
  _id: z.string(),
  register: z.string(),
  /** Userid, for the audit. */
  actor: z.string(),
  state: z.enum(IMPORT_STATES),
  /** Rows in all, and how many are written. */
  rows: z.int(),
  applied: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  startedAt: z.date(),
});
export type ImportJob = z.infer<typeof ImportJob>;

export const ImportRow = z.object({
  _id: z.string(),
  importId: z.string(),
  row: z.int(),
  /** What no other row of the sheet may have. */
  keys: z.array(z.string()),
  /** The record as JSON; sealed, because it may hold telephone numbers. */
  record: sealed<'record'>(),
});
export type ImportRow = z.infer<typeof ImportRow>;
