/** The words of dates made uniform: Chinese numbers to digits, particles off, one way of saying ago and later. */
import { digitsOf, parseNumeral } from './numerals.js';

/** Words that name a day of the lunar calendar or one that moves with it; nobody is asked to convert it. */
export const LUNAR =
  /农历|阴历|旧历|古历|正月|腊月|冬月|初[一二三四五六七八九十]|大年|小年|除夕|春节|过年|过完年|^年后|年三十|中秋|端午|元宵|重阳|清明|七夕|闰/;

/** Words that leave a date open. */
export const VAGUE_DATE =
  /几|来天|左右|前后|上下|附近|[上中下]旬|期间|以前|之前|以后|之后|最近|近期|前段|前阵|前一阵|那阵|那会|春天|夏天|秋天|冬天|季|年了|多天|多月|多年|[年月天周]多|早些|刚刚?$|月头|月中/;

const HOLIDAYS = new Map([
  ['元旦', '1-1'],
  ['元旦节', '1-1'],
  ['五一', '5-1'],
  ['五一节', '5-1'],
  ['劳动节', '5-1'],
  ['六一', '6-1'],
  ['七一', '7-1'],
  ['国庆', '10-1'],
  ['国庆节', '10-1'],
]);

/** A public holiday with a fixed date as month and day, with the year that was said before it: `5-1`, `去年10-1`. */
export function holidayOf(text: string): string | undefined {
  const parts = /^(.{1,2}年|\d{4}年)?的?(.{2,3}?)(?:当天|那天)?$/.exec(text);
  const day = HOLIDAYS.get(parts?.[2] ?? '');
  return day === undefined ? undefined : `${parts?.[1] ?? ''}${day}`;
}

const YEAR_WORDS: Record<string, number> = { 今: 0, 本: 0, 去: -1, 头: -1, 上: -1, 前: -2, 大前: -3, 明: 1, 后: 2 };

/** `去年8月` → `2025年8月`; years of two digits are left. */
export function withYearNumber(text: string, today: string): string {
  const word = /^(大前|今|本|去|头|上|前|明|后)年的?(?!前|后)/.exec(text);
  if (word === null) return text;
  return `${Number(today.slice(0, 4)) + (YEAR_WORDS[word[1] ?? ''] ?? 0)}年${text.slice(word[0].length)}`;
}

/** Chinese numbers as digits (二〇一〇年八月三十日 → 2010年8月30日), spaces between digits as hyphens, the rest closed up. */
export function uniformDate(text: string): string {
  return text
    .replace(/(?<=\d) +(?=\d)/g, '-')
    .replaceAll(' ', '')
    .replace(/[零一二三四五六七八九十两仨廿卅]+/g, (run, at: number, whole: string) => {
      if (/^个?月/.test(whole.slice(at + run.length)) && run === '仨') return '3';
      const value =
        (run.length > 2 || whole.charAt(at + run.length) === '年' ? digitsOf(run) : null) ?? parseNumeral(run);
      return value === null ? run : String(value);
    })
    .replace(/(?:星期|礼拜)(?=[\d日天前后])/g, '周')
    .replace(/([天日周月年])(?:以前|之前)/g, '$1前')
    .replace(/([天日周月年])(?:以后|之后)/g, '$1后');
}
