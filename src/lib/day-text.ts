/** Days as people say them (voice.md rule 12). */
import { type Day, dayOf, daysBetween, timeOf, weekdayOf } from './day.js';

const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];
/** Within this many days the weekday helps; beyond it is noise. */
const NEAR_DAYS = 14;

/** `8月10日 周二` when near today, else `8月10日`; another year is named: `2027年1月5日`. */
export function formatDay(day: Day, today: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  const inYear = `${month}月${date}日`;
  const name = day.slice(0, 4) === today.slice(0, 4) ? inYear : `${year}年${inYear}`;
  return Math.abs(daysBetween(today, day)) > NEAR_DAYS ? name : `${name} ${weekdayName(day)}`;
}

/** `10:05` today, `11月22日 周日 10:05` on another day. */
export function formatMoment(at: Date, today: Day): string {
  const day = dayOf(at);
  return day === today ? timeOf(at) : `${formatDay(day, today)} ${timeOf(at)}`;
}

/** A deadline: `8月10日 周二前`, also far away with its weekday left out: `12月31日前`. */
export function formatDeadline(day: Day, today: Day): string {
  return `${formatDay(day, today)}前`;
}

/** With its year, for letters: `2026年8月10日`. */
export function formatLongDay(day: Day): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** `周二`. */
export function weekdayName(day: Day): string {
  return WEEKDAYS[weekdayOf(day) - 1] ?? '';
}

/** `2026-03` → `2026年3月`. */
export function formatMonth(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return `${year}年${number}月`;
}
