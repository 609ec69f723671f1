/** Understanding of typed answers: the face of this folder. Pure; the day comes in as a parameter. */
import type { FieldDef, Option } from '../../../schemas/field.js';
import type { Reading } from '../../../schemas/reading.js';
import type { Day } from '../../lib/day.js';

export type { ConfirmCode, Reading, ReadingFacts, UnclearCode } from '../../../schemas/reading.js';

export interface ReadContext {
  /** Relative dates (昨天, 上月底) count from it. */
  today: Day;
}

export type Command =
  | {
      kind:
        | 'back'
        | 'skip'
        | 'pause'
        | 'resume'
        | 'cancel'
        | 'help'
        | 'progress'
        | 'menu'
        | 'human'
        | 'review'
        | 'done'
        | 'list'
        | 'next-page'
        | 'previous-page';
    }
  /** `target`: a number of the review list or a label as typed; `answer` when the new value came along (改 3 40). */
  | { kind: 'correct'; target: string; answer?: string };

/** One answer that was found in a message with several; `text` is the part it was read from. */
export interface Slot {
  path: string;
  text: string;
  reading: Reading;
}

/** Reads one answer to one field. `options` override the field's own (filtered or dynamic choices). */
export function readAnswer(_field: FieldDef, _text: string, _ctx: ReadContext, _options?: readonly Option[]): Reading {
  return { kind: 'unclear', code: 'empty', facts: {} };
}

/** A plain yes or no, as people say it; null when it is neither. */
export function readYesNo(_text: string): 'yes' | 'no' | null {
  return null;
}

/** A command only when the whole message is one; answers that merely contain its word are not. */
export function readCommand(_text: string): Command | null {
  return null;
}

/** Answers with a clear label in free order, or one line per field when the counts agree; nothing is invented. */
export function readSlots(
  text: string,
  _fields: readonly FieldDef[],
  _ctx: ReadContext,
): { slots: Slot[]; rest: string } {
  return { slots: [], rest: text };
}
