/** The months in a worker's own words: 6月到8月, 7、8、9月, 上个月, 8月到现在; and whether words tell a time at all. */
import { addMonths } from '../lib/day.js';

const NUMBER = '(?:1[0-2]|0?[1-9]|十[一二]?|[一二两三四五六七八九])';
const YEAR = '(?:(?:20\\d{2}|今|去|前)年?)?';
const MONTH = `(?:${YEAR}(?<![\\d.])${NUMBER}月|上上?个?月|[这本]个?月)`;
/** 6到8月: the first one may do without 月. */
const BEGIN = `${YEAR}(?<![\\d.])${NUMBER}月?|${MONTH}`;
const NOW = '现在|今天?|如今|目前|眼下';
const PERIOD = new RegExp(`(${BEGIN})份?(?:开始|起)?,?(?:一直)?(?:到|至|-|~|—|－|～)(${MONTH}|${NOW})`, 'u');
/** 6-8 as the whole answer. */
const BARE = new RegExp(`^\\s*(${NUMBER})\\s*(?:到|至|-|~|—)\\s*(${NUMBER})\\s*$`, 'u');
const LIST = new RegExp(
  `(?<![\\d.])${NUMBER}(?:月份?[、,和跟及]|[、和跟及])(?:${NUMBER}月?份?[、,和跟及])*${NUMBER}月`,
  'u',
);
/** 三四月. */
const PAIR = /(?<!十)([一二三四五六七八九])([一二三四五六七八九])月/u;
const ONE = new RegExp(`(${MONTH})份?(?:的?(?:工资|工钱|钱|薪)|\\s*$)`, 'u');
/** Words of time, and words for all of it: they stay as they were said. */
const TIME =
  /年|月|[\d一二两三四五六七八九十几]天|周|星期|礼拜|季|春节|元旦|清明|五一|端午|中秋|国庆|十一|暑|寒假|过节|节前|节后|开工|开始|入职|进厂|现在|至今|最近|以前|之前|以来|从来|从没|一直|[麦秋]收|[春夏秋冬]天|全部|全都|所有|都没|没[发给]过|一分/u;

export interface Period {
  /** `YYYY-MM` */
  from?: string;
  to?: string;
}

/**
 * @param said normalised (NFKC)
 * @param month reads one month as `YYYY-MM`
 */
export function readPeriod(said: string, today: string, month: (words: string) => string | undefined): Period {
  const list = LIST.exec(said)?.[0].match(new RegExp(NUMBER, 'gu')) ?? PAIR.exec(said)?.slice(1) ?? [];
  const range = PERIOD.exec(said) ?? BARE.exec(said);
  const single = range === null && list.length === 0 ? ONE.exec(said)?.[1] : undefined;
  const [first, last] = range === null ? [list[0] ?? single, list.at(-1) ?? single] : [range[1], endOf(range)];
  const to = last !== undefined && new RegExp(`^(?:${NOW})$`, 'u').test(last) ? today.slice(0, 7) : read(last);
  const from = startOf(read(first), to);
  // 5月和8月 are not all the months between
  const together =
    list.length === 0 || range !== null || (from !== undefined && monthsLater(from, list.length - 1) === to);
  return { ...(from !== undefined && together && { from }), ...(to !== undefined && { to }) };

  function read(words: string | undefined): string | undefined {
    return words === undefined ? undefined : month(words.endsWith('月') ? words : `${words}月`);
  }
}

/** Whether an answer says when: months that are not to come, or words that a person can make something of. */
export function saysWhen(said: string, { to }: Period, today: string): boolean {
  return to === undefined ? TIME.test(said) : to <= today.slice(0, 7);
}

function monthsLater(month: string, count: number): string {
  return addMonths(`${month}-01`, count).slice(0, 7);
}

/** 2023年3月到5月: the year of the beginning, where the end has none; 2023年11月到2月 ends in the next. */
function endOf([, from = '', to = '']: RegExpExecArray): string {
  const year = /^(20\d{2})年?/.exec(from)?.[1];
  if (year === undefined || !/^[^年]*月$/.test(to) || /^20\d{2}|^[上这本]/.test(to)) return to;
  const month = (text: string) => Number(/(\d{1,2})月?$/.exec(text)?.[1]);
  const next = month(to) < month(from);
  return `${next ? Number(year) + 1 : year}年${to}`;
}

/** 10月到3月 begins in the year before. */
function startOf(from: string | undefined, to: string | undefined): string | undefined {
  if (from === undefined || to === undefined || from <= to) return from;
  return `${Number(from.slice(0, 4)) - 1}${from.slice(4)}`;
}
