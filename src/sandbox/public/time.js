const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

const shifted = (at) => new Date(at.getTime() + SHANGHAI_MS);
const dayNumber = (at) => Math.floor((at.getTime() + SHANGHAI_MS) / DAY_MS);

export const clockTime = (at) => shifted(at).toISOString().slice(11, 16);

export const dayText = (at) => shifted(at).toISOString().slice(0, 10);

/** 今天 08:30, 昨天 08:30, 周二 08:30 within a week, else 11月23日 08:30, with the year when it is another. */
export function momentText(at, now) {
  const s = shifted(at);
  const days = dayNumber(now) - dayNumber(at);
  const sameYear = s.getUTCFullYear() === shifted(now).getUTCFullYear();
  const date = `${sameYear ? '' : `${s.getUTCFullYear()}年`}${s.getUTCMonth() + 1}月${s.getUTCDate()}日`;
  const near = days === 0 ? '' : days === 1 ? '昨天' : days > 1 && days < 7 ? WEEKDAYS[s.getUTCDay()] : date;
  return `${near} ${clockTime(at)}`.trim();
}

/** 11月23日 周一 08:30 */
export function fullText(at) {
  const s = shifted(at);
  return `${s.getUTCFullYear()}年${s.getUTCMonth() + 1}月${s.getUTCDate()}日 ${WEEKDAYS[s.getUTCDay()]} ${clockTime(at)}`;
}
