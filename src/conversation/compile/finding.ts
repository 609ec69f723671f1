/** What is wrong with a flow. Codes and facts here, sentences in texts/lint.ts, line and column in lint/. */
import type { YamlPath } from './plan.js';

/** `error`: the flow is not served. `warning`: it works, but an author should look. */
export type Severity = 'error' | 'warning';

/** Every finding there is, with its severity. */
export const FINDINGS = {
  // the file
  yaml: 'error',
  bang_unquoted: 'error',
  quotes_missing: 'error',
  format: 'error',
  file_name: 'error',
  flow_twice: 'error',
  phrase_twice: 'error',
  phrase_is_command: 'error',
  menu_twice: 'error',
  audience_unknown: 'error',
  timeouts_order: 'error',
  migrate_unknown: 'error',
  // records, fields, names
  record_unknown: 'error',
  field_unknown: 'error',
  field_twice: 'error',
  field_defined_twice: 'error',
  field_not_asked: 'warning',
  list_unknown: 'error',
  list_as_field: 'error',
  options_missing: 'error',
  options_list_unknown: 'error',
  option_twice: 'error',
  name_reserved: 'error',
  name_taken: 'error',
  required_never_asked: 'error',
  required_may_be_hidden: 'warning',
  required_may_be_empty: 'warning',
  // steps
  no_question: 'error',
  no_end: 'error',
  may_not_end: 'warning',
  not_reached: 'error',
  no_review: 'warning',
  asked_after_review: 'warning',
  branch_dead: 'error',
  group_parts: 'error',
  media_kind: 'error',
  filter_without_options: 'error',
  message_without_constraint: 'error',
  constraint_without_message: 'warning',
  warn_without_condition: 'error',
  condition_without_warn: 'error',
  default_kind: 'error',
  keep_without_default: 'warning',
  defaults_from_unknown: 'error',
  aside_unknown: 'error',
  compute_kind: 'error',
  repeat_bounds: 'error',
  repeat_without_item: 'warning',
  not_in_repeat: 'error',
  action_unknown: 'error',
  action_kind: 'error',
  many_ignored: 'warning',
  flow_unknown: 'error',
  flow_recursion: 'error',
  takes_missing: 'error',
  takes_unknown: 'error',
  returns_unknown: 'error',
  text_too_long: 'error',
  option_too_long: 'error',
  // expressions
  braces: 'error',
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
  reads_later: 'warning',
  when_constant: 'warning',
  cycle: 'error',
} as const satisfies Record<string, Severity>;
export type FindingCode = keyof typeof FINDINGS;

export type FindingFacts = { readonly key?: string | number; readonly [fact: string]: string | number | undefined };

/** A finding before it has a line: where in the document, and how many characters into the text that stands there. */
export interface Trouble {
  code: FindingCode;
  path: YamlPath;
  facts: FindingFacts;
  offset?: number;
}

export type Report = (code: FindingCode, path: YamlPath, facts?: FindingFacts, offset?: number) => void;
