/**
 * Numbers in Chinese, in digits and mixed (三十二, 一百零五, 两百五, 3千5, 1.2万). Strict: what is no well-formed number is
 * null, never a guess. Of the packages tried nzh 1.0.14 reads 两百五 as 5, chinese-numbers-converter 2.3.1 三四个 as 34 and
 * parse-chinese-number 1.0.5 五六百 as 5,600; hence these lines.
 */

const DIGITS = new Map([...'零一二三四五六七八九'].map((char, value) => [char, value]));
DIGITS.set('两', 2).set('俩', 2).set('仨', 3);

const UNITS: readonly [string, number][] = [
  ['亿', 100_000_000],
  ['万', 10_000],
  ['千', 1000],
  ['百', 100],
  ['十', 10],
];

/** Characters that a number can be made of. */
export const NUMERAL_CHAR = /[\d.,零一二三四五六七八九十百千万亿两俩仨廿卅点wk]/;

/** Two digits side by side that mean “about” (三四个, 五六百, 二十五六); no one number. */
export const ADJACENT_DIGITS = /一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九|百十|百八十|千八百/;

/** The number a text is (already `plain`, without spaces), or null. Linear in its length; long texts are null at once. */
export function parseNumeral(text: string): number | null {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  if (text === '' || text.length > 40) return null;
  const latin = /^([\d.,]+)([wk])$/.exec(text);
  const said = latin === null ? text : `${latin[1]}${latin[2] === 'w' ? '万' : '千'}`;
  const value = parsePart(said.replace('廿', '二十').replace('卅', '三十'), 0);
  return value === null ? null : Math.round(value * 1e6) / 1e6;
}

function parsePart(text: string, from: number): number | null {
  for (let i = from; i < UNITS.length; i++) {
    const [char, size] = UNITS[i] as [string, number];
    const at = text.indexOf(char);
    if (at === -1) continue;
    if (at !== text.lastIndexOf(char) && i > 0) return null;
    const cut = i === 0 ? text.lastIndexOf(char) : at;
    const left = text.slice(0, cut);
    const head = left === '' ? (size === 10 ? 1 : null) : i < 2 ? parsePart(left, i + 1) : parseSimple(left);
    const tail = parseTail(text.slice(cut + 1), size, i + 1);
    if (
      head === null ||
      tail === null ||
      (size <= 100 && !(Number.isInteger(head) && head <= 9)) ||
      (tail > 0 && !Number.isInteger(head))
    )
      return null;
    return head * size + tail;
  }
  return parseSimple(text);
}

/** What follows a unit: 三千[零五], 三千[五] (a tenth of the unit), 三千[五百]. */
function parseTail(text: string, size: number, next: number): number | null {
  if (text === '') return 0;
  if (text.startsWith('零')) {
    const rest = parsePart(text.slice(1), next);
    return rest !== null && rest > 0 && rest < size / 10 ? rest : null;
  }
  if (text.length === 1) {
    const digit = parseSimple(text);
    return digit === null || digit === 0 ? null : size === 10 ? digit : (digit * size) / 10;
  }
  // 3千50 may be 3,050 or 3,500: digits must fill their places
  if (/^\d+$/.test(text) && text.length !== String(size).length - 1 && !(size >= 10_000 && text.length === 3))
    return null;
  const rest = parsePart(text, next);
  return rest !== null && rest < size ? rest : null;
}

function parseSimple(text: string): number | null {
  if (/^\d+(\.\d+)?$/.test(text) || /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return Number(text.replaceAll(',', ''));
  const digit = DIGITS.get(text);
  if (digit !== undefined) return digit;
  const point = text.indexOf('点');
  // 15点30 is a time
  if (point <= 0 || (/^\d/.test(text) && text.length > point + 2)) return null;
  const whole = parsePart(text.slice(0, point), 2);
  const decimals = digitsOf(text.slice(point + 1));
  return whole === null || !Number.isInteger(whole) || decimals === null ? null : Number(`${whole}.${decimals}`);
}

/** Digits said one by one (二零一〇, 幺三八) as digits; null when something else is among them. */
export function digitsOf(text: string): string | null {
  if (text === '') return null;
  let digits = '';
  for (const char of text) {
    const digit = /\d/.test(char) ? char : char === '幺' ? '1' : char === '两' ? undefined : DIGITS.get(char);
    if (digit === undefined) return null;
    digits += digit;
  }
  return digits;
}
