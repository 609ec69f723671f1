/** What was read in an answer a person typed: shared by the understanding, the engine and the sentences about it. */
import type { Option } from './field.js';

/** Why an answer was not taken; `texts/understand.ts` has the sentence for each. */
export type UnclearCode =
  | 'empty'
  | 'too_long'
  | 'too_short'
  | 'not_an_option'
  | 'only_one_option'
  | 'option_excluded'
  | 'not_yes_no'
  | 'not_a_number'
  | 'not_whole'
  | 'negative'
  | 'vague_number'
  | 'too_small'
  | 'too_large'
  | 'not_an_amount'
  | 'not_a_date'
  | 'vague_date'
  | 'lunar_date'
  | 'no_such_day'
  | 'not_a_month'
  | 'not_a_time'
  | 'not_a_phone'
  | 'not_a_mobile'
  | 'phone_length'
  | 'area_code_missing'
  | 'code_length'
  | 'code_character'
  | 'code_check'
  | 'id_old'
  | 'id_province'
  | 'id_birth_date'
  | 'needs_photo'
  | 'needs_file'
  | 'needs_location'
  | 'rejected';

/** Why a suggestion needs a yes first. */
export type ConfirmCode =
  | 'approximate'
  | 'digits_for_letters'
  | 'letters_for_digits'
  | 'transposed'
  | 'typo'
  | 'similar'
  | 'guessed_unit'
  | 'guessed_year'
  | 'guessed_part'
  | 'several_meanings';

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
