/** What is wrong with a flow. Codes and facts here, sentences in texts/lint.ts, line and column in lint/. */
import type { YamlPath } from './plan.js';

/** `error`: the flow is not served. `warning`: it works, but an author should look. */
export type Severity = 'error' | 'warning';

/** Every finding there is, with its severity. */
export const FINDINGS = {
  // the file
  yaml: 'error',
  format: 'error',
  file_name: 'error',
  flow_twice: 'error',
  phrase_twice: 'error',
  menu_twice: 'error',
  phrase_is_command: 'error',
  audience_unknown: 'error',
  no_question: 'error',
  title_too_long: 'error',
  text_unknown: 'error',
  text_too_long: 'error',
  // records, fields, names
  record_unknown: 'error',
  no_fields: 'error',
  field_unknown: 'error',
  field_twice: 'error',
  field_defined_twice: 'error',
  field_not_asked: 'warning',
  list_unknown: 'error',
  list_as_field: 'error',
  options_missing: 'error',
  options_list_unknown: 'error',
  option_twice: 'error',
  option_too_long: 'error',
  name_reserved: 'error',
  name_taken: 'error',
  required_never_asked: 'error',
  required_may_be_hidden: 'warning',
  none_needs_optional: 'warning',
  // steps
  not_reached: 'error',
  no_submit: 'error',
  no_review: 'warning',
  review_late: 'warning',
  branch_dead: 'error',
  group_parts: 'error',
  media_kind: 'error',
  filter_without_options: 'error',
  message_without_constraint: 'error',
  constraint_without_message: 'warning',
  warn_without_condition: 'error',
  condition_without_warn: 'error',
  default_kind: 'error',
  defaults_from_unknown: 'error',
  compute_kind: 'error',
  repeat_bounds: 'error',
  not_in_repeat: 'error',
  action_unknown: 'error',
  action_kind: 'error',
  lookup_both: 'warning',
  lookup_empty: 'warning',
  flow_unknown: 'error',
  flow_recursion: 'error',
  flow_goes_nowhere: 'error',
  takes_missing: 'error',
  takes_unknown: 'error',
  returns_unknown: 'error',
  migrate_unknown: 'error',
  timeouts_order: 'error',
  // expressions
  expr_syntax: 'error',
  expr_too_long: 'error',
  expr_unknown_name: 'error',
  expr_types: 'error',
  expr_result: 'error',
  expr_not_allowed: 'error',
  expr_pattern: 'error',
  expr_option: 'error',
  expr_has: 'error',
  when_reads_later: 'error',
  when_constant: 'warning',
  cycle: 'error',
} as const satisfies Record<string, Severity>;
export type FindingCode = keyof typeof FINDINGS;

export type FindingFacts = Readonly<Record<string, string | number>>;

/** A finding before it has a line: where in the document, and how many characters into the text that stands there. */
export interface Trouble {
  code: FindingCode;
  path: YamlPath;
  facts: FindingFacts;
  offset?: number;
}

export type Report = (code: FindingCode, path: YamlPath, facts?: FindingFacts, offset?: number) => void;
