/** What was read in an answer a person typed: shared by the understanding, the engine and the sentences about it. */
import type { Option } from './field.js';

/** Why an answer was not taken; `texts/understand.ts` has the sentence for each. */
export type UnclearCode =
  | 'empty'
  | 'too_long'
  | 'too_short'
  | 'not_an_option'
  | 'too_many_fit'
  | 'not_yes_no'
  | 'not_a_number'
  | 'several_numbers'
  | 'not_whole'
  | 'negative'
  | 'vague_number'
  | 'other_period'
  | 'too_small'
  | 'too_large'
  | 'not_an_amount'
  | 'not_a_date'
  | 'vague_date'
  | 'day_missing'
  | 'lunar_date'
  | 'no_such_day'
  | 'not_a_month'
  | 'not_a_time'
  | 'not_a_phone'
  | 'not_a_mobile'
  | 'area_code_missing'
  | 'not_a_code'
  /** `facts` are those of the `CodeFault` (reason, length, at, found, expected). */
  | 'code_fault'
  | 'said_twice'
  | 'needs_photo'
  | 'needs_file'
  | 'needs_location'
  /** The schema refused the value; `facts.message` is its sentence or ''. */
  | 'rejected';

/** Why a suggestion needs a yes first. */
export type ConfirmCode =
  | 'approximate'
  | 'guessed_part'
  | 'guessed_unit'
  | 'guessed_date'
  | 'several_meanings'
  | 'similar_characters'
  | 'transposed'
  | 'old_number'
  | 'typo'
  | 'question';

/** Numbers and words of a sentence about a reading. Never a full phone, ID number or code of a person. */
export type ReadingFacts = Readonly<Record<string, string | number>>;

export type Reading =
  /** `as`: how it was understood, when that differs from how it was typed (“1.2万” → “12,000”). */
  | { kind: 'value'; value: unknown; as?: string }
  /** A suggestion that the person must confirm; `as` shows the suggested value. */
  | { kind: 'confirm'; value: unknown; as: string; why: ConfirmCode; facts: ReadingFacts }
  /** Several fit: ask which. For kinds other than choices `value` is what to send through `readAnswer` again. */
  | { kind: 'pick'; among: Option[] }
  /** 无 / 没有 / 不知道 / 暂无: the person says there is no value. The engine decides whether the field may be empty. */
  | { kind: 'none' }
  | { kind: 'unclear'; code: UnclearCode; facts: ReadingFacts };
