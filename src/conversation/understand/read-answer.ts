/** One answer to one field: the reader of its kind, after what all kinds have in common. */
import type { FieldDef, Option } from '../../../schemas/field.js';
import type { Reading } from '../../../schemas/reading.js';
import type { Day } from '../../lib/day.js';
import { settle, unclear } from './bounds.js';
import { readChoice } from './choice.js';
import { readChoices } from './choices.js';
import { isBlank, MAX_TEXT_LENGTH, plain } from './clean.js';
import { readCode } from './code.js';
import { readDate } from './date.js';
import { readMoney } from './money.js';
import { readMonth } from './month.js';
import { saysNothing } from './no-value.js';
import { readNumber, saysNobody } from './number.js';
import { readPhone } from './phone.js';
import { readText } from './text.js';
import { readTime } from './time.js';
import { readYesNoField } from './yes-no.js';

export interface ReadContext {
  /** Relative dates (昨天, 上月底) count from it. */
  today: Day;
}

/** Longest answer to anything but a text or a list of options. */
const MAX_PLAIN_LENGTH = 200;

/** Reads one answer to one field. `options` override the field's own (filtered or dynamic choices). */
export function readAnswer(field: FieldDef, text: string, ctx: ReadContext, options?: readonly Option[]): Reading {
  const choices = options ?? field.options ?? [];
  if (field.kind === 'choice') return capped(text, MAX_PLAIN_LENGTH) ?? readChoice(field, text, choices);
  if (field.kind === 'choices') return capped(text, MAX_TEXT_LENGTH) ?? readChoices(field, text, choices);
  if (field.kind === 'yes_no') return capped(text, MAX_PLAIN_LENGTH) ?? readYesNoField(field, text);
  if (field.kind === 'text')
    return saysNothing(text) || saysNothing(withoutName(field, text)) ? { kind: 'none' } : readText(field, text);
  return capped(text, MAX_PLAIN_LENGTH) ?? readByKind(field, text, ctx);
}

function readByKind(field: FieldDef, text: string, { today }: ReadContext): Reading {
  const isCount = field.kind === 'integer' || field.kind === 'decimal';
  if (saysNothing(text) && !(isCount && saysNobody(field, text))) return { kind: 'none' };
  if (isBlank(plain(text))) return unclear('empty');
  switch (field.kind) {
    case 'integer':
    case 'decimal':
      return readNumber(field, text, today);
    case 'money':
      return readMoney(field, text);
    case 'date':
      return readDate(field, text, today);
    case 'month':
      return readMonth(field, text, today);
    case 'time':
      return readTime(field, text);
    case 'mobile':
    case 'phone':
      return readPhone(field, text);
    case 'id_number':
    case 'uscc':
    case 'org_code':
    case 'reg_no':
      return readCode(field, text, today);
    case 'photo':
    case 'photos':
      return unclear('needs_photo');
    case 'file':
      return unclear('needs_file');
    case 'location':
      return unclear('needs_location');
    default:
      return settle(field, { value: text, shown: text });
  }
}

/** 门牌号不知道: what is said of a field that is named first. */
function withoutName({ label, synonyms = [] }: FieldDef, text: string): string {
  const name = [label, ...synonyms].find((each) => each !== '' && text.startsWith(each));
  return name === undefined ? text : text.slice(name.length).replace(/^号?(?:是|的话)?[：:，,\s]*/, '');
}

function capped(text: string, max: number): Reading | null {
  return text.length > max ? unclear('too_long', { length: text.length, max }) : null;
}
