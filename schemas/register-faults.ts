/** What can be wrong with a file that is imported; `texts/registers.ts` has the sentence for each code. */
import type { ErrorCode, Facts } from '../src/errors.js';

/** What is wrong with a file as a whole. */
export type FileFaultCode =
  | 'file_missing'
  | 'file_kind'
  | 'file_too_large'
  | 'file_unreadable'
  | 'file_encoding'
  | 'yaml_syntax'
  | 'too_many_rows'
  | 'no_rows'
  | 'import_running';

/** What is wrong with the heading or one row. */
export type RowFaultCode =
  | 'column_missing'
  | 'column_unknown'
  | 'column_twice'
  | 'required'
  | 'formula'
  | 'error_value'
  | 'number_for_code'
  | 'scientific'
  | 'not_text'
  | 'not_a_number'
  | 'not_whole'
  | 'too_small'
  | 'too_large'
  | 'too_long'
  | 'not_an_amount'
  | 'not_a_date'
  | 'not_a_month'
  | 'not_yes_no'
  | 'not_an_option'
  /** The schema's own sentence stands in `facts.message`. */
  | 'rejected'
  | 'twice_in_sheet'
  | 'cell_not_found'
  | 'cell_ambiguous'
  | 'cell_level'
  | 'parent_not_found'
  | 'person_differs'
  | 'role_without_cell'
  | 'certificate_incomplete'
  | 'group_way'
  | 'city_unknown'
  | 'city_not_sent'
  | 'webhook_key'
  /** An entry of a plan of borders that is not written as it should be. */
  | 'plan_entry';

/** One thing to put right, where it stands. Never holds a person's number or a secret. */
export interface Fault {
  /** Row of the sheet or line of the YAML file, from 1; 0 for the file as a whole. */
  row: number;
  /** Heading of the column. */
  column?: string;
  code: FileFaultCode | RowFaultCode | ErrorCode;
  facts: Facts;
}
