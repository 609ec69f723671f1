/** Typed text made plain before anything reads it. All loops are linear; nothing here throws on any string. */

/** Longest message that is looked at (WeCom sends at most 2,048 bytes in one text). */
export const MAX_TEXT_LENGTH = 2000;

/** Nothing but everyday characters without spaces: most of what is typed. */
const ALREADY_CLEAN = /^[!-~\u4e00-\u9fff，。、：；（）]*$/;

/** The text as it is kept: NFC, without control, invisible and half characters, white space as single spaces, trimmed. */
export function cleanText(raw: string): string {
  if (ALREADY_CLEAN.test(raw)) return raw;
  return raw
    .replace(/[\s\p{Cc}]/gu, (char) => (/\s/.test(char) ? ' ' : ''))
    .replace(/[\p{Cf}\p{Cs}\p{Co}\ufffe\uffff]/gu, '')
    .normalize('NFC')
    .replace(/ {2,}/g, ' ')
    .trim();
}

const FORMAL = '壹贰叁肆伍陆柒捌玖拾佰仟貳參陸萬億兩個號點塊錢沒幾網個週禮時間開關對〇○';
const SIMPLE = '一二三四五六七八九十百千二三六万亿两个号点块钱没几网个周礼时间开关对零零';
const SIMPLER = new Map([...FORMAL].map((char, i) => [char, [...SIMPLE][i] ?? char]));
const TO_SIMPLIFY = new RegExp(`[${FORMAL}]`, 'g');
const NOT_PLAIN = new RegExp(`[^!-@[-~\\u4e00-\\u9fff。、]|[${FORMAL}]`);

/**
 * The text as it is read: half-width, lower case, everyday characters for formal and traditional ones (叁 → 三), one kind
 * of dash. Superscripts and circled digits stay apart (`5²` → `5^2`, `①③` → `1 3`).
 */
export function plain(raw: string): string {
  if (!NOT_PLAIN.test(raw)) return raw;
  return cleanText(raw)
    .replace(/[\u00b2\u00b3\u00b9\u2070-\u2079]/g, (char) => `^${char}`)
    .replace(/[\ufe0f\u20e3]/g, '')
    .replace(/[①-⑳⑴-⑽]/g, ' $& ')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Pd}/gu, '-')
    .replace(/[〜∼]/g, '~')
    .replace(TO_SIMPLIFY, (char) => SIMPLER.get(char) ?? char)
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** True when nothing in the text can be an answer: no letter, no digit, no Chinese character. */
export function isBlank(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text);
}

/** Spaces out, except between two digits, where they may separate numbers. */
export function dropSpaces(text: string): string {
  return text.replace(/ +/g, (gap, at: number) =>
    /\d/.test(text.charAt(at - 1)) && /\d/.test(text.charAt(at + gap.length)) ? ' ' : '',
  );
}

/** Begins and ends with a digit, a letter or a Chinese character: there is nothing to take off. */
const TRIMMED = /^[\da-zA-Z\u4e00-\u9fff](?:.*[\da-zA-Z\u4e00-\u9fff])?$/s;

/** What stays after punctuation and pictures at the end are taken off. */
export function trimNoise(text: string): string {
  if (TRIMMED.test(text)) return text;
  const chars = [...text];
  let end = chars.length;
  while (end > 0 && /[\s。.,，、;；:!！~…"'”’\p{Extended_Pictographic}]/u.test(chars[end - 1] ?? '')) {
    if (/\d/.test(chars[end - 1] ?? '')) break; // digits count as pictographic
    end--;
  }
  let start = 0;
  while (start < end && /[\s。,，、;；:!！~…"'“‘]/.test(chars[start] ?? '')) start++;
  return chars.slice(start, end).join('');
}

/** A bit of what was typed, for sentences that repeat it. */
export function excerpt(text: string): string {
  const clean = cleanText(text);
  if (clean.length <= 20) return clean;
  const chars = [...clean];
  return chars.length <= 20 ? clean : `${chars.slice(0, 20).join('')}…`;
}
