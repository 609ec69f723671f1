import type { FieldDef, RecordCheck } from '../../../schemas/field.js';
import type { Scope } from '../../../schemas/scope.js';
import type { KeyRing } from '../../lib/seal.js';
import type { Tx } from '../../models/transaction.js';
import type { GridReader } from '../grid/index.js';
import type { StaffReader } from '../staff/index.js';
import type { Fault } from './fault.js';

/** A record as its sheet tells it: dotted paths of columns are nested, empty cells left out. */
export type SheetRecord = Record<string, unknown>;

export interface NumberedRecord {
  row: number;
  record: SheetRecord;
}

/** What a register reads and writes with. */
export interface RegisterWork {
  tx: Tx;
  actor: Scope;
  grid: GridReader;
  staff: StaffReader;
  keys: KeyRing;
}

/** What became of rows. With faults nothing of them may be kept. */
export interface Outcome {
  faults: Fault[];
  added: number;
  changed: number;
  unchanged: number;
}

/** A kind of sheet: its columns and what its rows mean. */
export interface Register {
  /** Word of the command line. */
  name: string;
  /** Name of the sheet. */
  title: string;
  columns: readonly FieldDef[];
  /** Hard ones refuse a row. */
  checks: readonly RecordCheck[];
  /** What only one row of a sheet may have, in words of the columns: `统一社会信用代码 9141…`. */
  keysOf(record: SheetRecord): { column: string; key: string }[];
  /** All rows for an export, within the actor's scope. */
  rows(work: RegisterWork): AsyncIterable<SheetRecord>;
}

/** A register of at most some thousand rows: all of them are checked and written in one transaction. */
export interface WholeRegister extends Register {
  size: 'whole';
  apply(work: RegisterWork, rows: readonly NumberedRecord[]): Promise<Outcome>;
}

/** A register of any size: rows are checked batch by batch, and written batch by batch when all are good. */
export interface StagedRegister extends Register {
  size: 'staged';
  /** What of the database speaks against the rows. */
  check(work: RegisterWork, rows: readonly NumberedRecord[]): Promise<Fault[]>;
  /** Writes rows that were checked; called again for the same rows it must not write them twice. */
  apply(work: RegisterWork, rows: readonly NumberedRecord[]): Promise<Outcome>;
}
