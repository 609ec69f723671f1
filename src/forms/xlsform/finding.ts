/** What an import noticed, by sheet and row. Sentences in texts/forms.ts. */

/** `error`: the form cannot be tried. `note`: it can, but means a little less or a little else. */
export const FORM_FINDINGS = {
  sheet_missing: 'error',
  sheet_too_long: 'error',
  column_missing: 'error',
  type_unknown: 'error',
  type_unsupported: 'error',
  type_changed: 'note',
  name_missing: 'error',
  name_changed: 'note',
  group_open: 'error',
  group_unopened: 'error',
  list_unknown: 'error',
  list_empty: 'error',
  choice_twice: 'note',
  name_twice: 'error',
  xpath_syntax: 'error',
  xpath_path: 'error',
  xpath_name: 'error',
  xpath_function: 'error',
  xpath_arguments: 'error',
  xpath_list: 'error',
  xpath_pattern: 'error',
  xpath_now: 'note',
  xpath_once: 'note',
  xpath_option: 'note',
  calculation_missing: 'error',
  calculation_shown: 'note',
  column_ignored: 'note',
  metadata_ignored: 'note',
  title_cut: 'note',
  not_a_flow: 'error',
  flow_doubt: 'note',
  not_exported: 'note',
} as const;
export type FormFindingCode = keyof typeof FORM_FINDINGS;

export interface FormFinding {
  sheet: string;
  /** As the spreadsheet counts; 0 for the sheet itself. */
  row: number;
  column?: string;
  code: FormFindingCode;
  facts: Readonly<Record<string, string>>;
}

export function isFormError({ code }: FormFinding): boolean {
  return FORM_FINDINGS[code] === 'error';
}
