/** Wishes to change an earlier answer: 改3, 改 人数, 改3为40, 人数改成32, 人数填错了. */
import { cleanText, plain } from './clean.js';
import { parseNumeral } from './numerals.js';

/** `target`: a number of the review list or a name as typed; `answer` when the new value came along. */
export interface Correction {
  kind: 'correct';
  target: string;
  answer?: string;
}

const NUMBER = '第?(\\d{1,3}|[一二三四五六七八九十]{1,3})(?:个|项|题|条|号|行)?';
const SET = '(?:改成|改为|改到|换成|为|成|是|:|=)';
const CHANGE = '(?:我要|我想|请|麻烦|帮我)?(?:修改|更改|更正|纠正|重填|改)(?:一?下)?';
const BY_NUMBER = new RegExp(`^${CHANGE} ?${NUMBER}(?: ?${SET} ?| +|, ?)?(.*)$`, 's');
const NUMBER_FIRST = new RegExp(`^(?:把|将)?${NUMBER} ?(?:改成|改为|改到|换成|改) ?(.+)$`, 's');
const NUMBER_WRONG = /^第?(\d{1,3}|[一二三四五六七八九十]{1,3})(?:个|项|题|条|号|行)(?:填|写|选|录)?错了?$/;
const NAME_CHARS = '[\\p{L}\\p{N}()]{2,12}';
const BY_NAME = new RegExp(`^${CHANGE}( ?)(${NAME_CHARS}?)(?: ?${SET} ?| +)(.+)$`, 'su');
const NAME_ALONE = new RegExp(`^${CHANGE}( ?)(${NAME_CHARS})$`, 'u');
const NAME_FIRST = new RegExp(`^(?:把|将)?(${NAME_CHARS}?) ?(?:改成|改为|更正为|修改为) ?(.+)$`, 'su');
const NAME_WRONG = new RegExp(`^(${NAME_CHARS}?)(?:填|写|选|录|弄|说)?错了?$`, 'u');
const NAME_AGAIN = new RegExp(`^(?:把|将)?(${NAME_CHARS}?)(?:要|得)?(?:改|修改)一?下$`, 'u');
/** One of these is in every wish to change something. */
const CHANGING = /[改正填错换]/;

/**
 * @param said the message made `plain`
 * @param raw the message as typed, from which the new answer is taken
 */
export function readCorrection(said: string, raw: string, labels?: readonly string[]): Correction | null {
  if (!CHANGING.test(said)) return null;
  const text = said.replace(/[。.!?~吧呀啊]+$/, '');
  const numbered = NUMBER_WRONG.exec(text) ?? NUMBER_FIRST.exec(text) ?? BY_NUMBER.exec(text);
  const byPlace = numbered === null ? null : byNumber(numbered, raw);
  if (byPlace !== null) return byPlace;
  const named = nameAndAnswer(text);
  if (named === null) return null;
  if (labels === undefined ? !named.sure : !isLabel(named.target, labels)) return null;
  return correction(named.target, named.answer, raw);
}

function byNumber(match: RegExpExecArray, raw: string): Correction | null {
  const number = parseNumeral(match[1] ?? '');
  const answer = (match[2] ?? '').trim();
  // 改3 40 but not 改3号楼
  const separated = answer === '' || new RegExp(`(?:[ :=,为成是到改])${literal(answer)}$`, 's').test(match[0]);
  return number === null || number < 1 || !separated ? null : correction(String(number), answer, raw);
}

function nameAndAnswer(text: string): { target: string; answer: string; sure: boolean } | null {
  const first = NAME_FIRST.exec(text);
  if (first !== null) return { target: first[1] ?? '', answer: first[2] ?? '', sure: false };
  const wrong = NAME_WRONG.exec(text) ?? NAME_AGAIN.exec(text);
  if (wrong !== null) return { target: wrong[1] ?? '', answer: '', sure: false };
  const withAnswer = BY_NAME.exec(text);
  if (withAnswer !== null) return { target: withAnswer[2] ?? '', answer: withAnswer[3] ?? '', sure: true };
  const alone = NAME_ALONE.exec(text);
  return alone === null ? null : { target: alone[2] ?? '', answer: '', sure: alone[1] === ' ' };
}

function isLabel(target: string, labels: readonly string[]): boolean {
  const name = target.replaceAll(' ', '');
  return labels.some((label) => plain(label).includes(name));
}

/** The answer as it was typed, not as it was made plain. */
function correction(target: string, answer: string, raw: string): Correction {
  if (answer === '') return { kind: 'correct', target };
  const typed = cleanText(raw);
  const kept = typed.slice(-answer.length);
  return { kind: 'correct', target, answer: plain(kept) === answer ? kept : answer };
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
