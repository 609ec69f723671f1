/** Dealing the half-yearly refresh out over weeks and collectors, so that no day brings a flood; pure. */
import { addDays, type Day, weekdayOf } from '../../lib/day.js';
import { type Calendar, isWorkday } from '../../lib/workdays.js';
import { compareHouseNo } from './names.js';
import { STALE_AFTER_DAYS } from './rules.js';

/** What is overdue already is spread over so many working days. */
const CATCH_UP_WORKDAYS = 20;
/** More refreshes a day nobody does beside his other work. */
const MOST_PER_DAY = 12;

/** An employer to be visited. */
export interface Stop {
  employerId: string;
  road?: string;
  houseNo?: string;
  collectedOn?: Day;
}

export interface Week {
  /** First day on which work is dealt out, and the last day of the week. */
  from: Day;
  to: Day;
}

/**
 * The portions of a cell's collectors for a week, each along the road. As many a day as it takes for everything on the list to
 * be refreshed before it is half a year old (MOHRSS09), the most urgent first. With nobody to collect there is one portion.
 */
export function dealWeek(stops: readonly Stop[], collectors: number, week: Week, calendar: Calendar): string[][] {
  const hands = Math.max(collectors, 1);
  const days = workdaysIn(calendar, week);
  const perDay = Math.min(ratePerDay(stops, week, calendar), hands * MOST_PER_DAY);
  const urgent = [...stops].sort((a, b) => (deadlineOf(a, week) < deadlineOf(b, week) ? -1 : 1));
  const chosen = alongRoads(urgent, week).slice(0, perDay * days);
  const mustGo = urgent.filter((stop) => deadlineOf(stop, week) <= week.to && !chosen.includes(stop));
  const portion = [...chosen.slice(0, Math.max(chosen.length - mustGo.length, 0)), ...mustGo].slice(0, perDay * days);
  const way = alongRoads(portion, week);
  const share = Math.ceil(way.length / hands);
  return Array.from({ length: hands }, (_, i) =>
    way.slice(i * share, (i + 1) * share).map(({ employerId }) => employerId),
  );
}

/** How many a working day keep all deadlines. */
function ratePerDay(stops: readonly Stop[], week: Week, calendar: Calendar): number {
  const deadlines = stops.map((stop) => deadlineOf(stop, week)).sort();
  let rate = 0;
  for (const [i, deadline] of deadlines.entries()) {
    const days =
      deadline < week.from ? CATCH_UP_WORKDAYS : Math.max(workdaysIn(calendar, { from: week.from, to: deadline }), 1);
    rate = Math.max(rate, Math.ceil((i + 1) / days));
  }
  return rate;
}

/** The end of the last week that leaves nobody with stale data; work is due at ends of weeks. */
function deadlineOf({ collectedOn }: Stop, { from, to }: Week): Day {
  if (collectedOn === undefined) return from;
  const last = addDays(collectedOn, STALE_AFTER_DAYS);
  return last <= to ? last : addDays(last, -weekdayOf(last) % 7);
}

/** Road after road, the one with the most urgent stop first, by house number. */
function alongRoads(stops: readonly Stop[], week: Week): Stop[] {
  const first = new Map<string, Day>();
  for (const stop of stops) {
    const [road, deadline] = [stop.road ?? '', deadlineOf(stop, week)];
    const known = first.get(road);
    if (known === undefined || deadline < known) first.set(road, deadline);
  }
  const urgency = (road = '') => `${first.get(road)} ${road}`;
  return [...stops].sort(
    (a, b) =>
      compareTexts(urgency(a.road), urgency(b.road)) ||
      compareHouseNo(a.houseNo, b.houseNo) ||
      compareTexts(a.employerId, b.employerId),
  );
}

const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function workdaysIn(calendar: Calendar, { from, to }: Week): number {
  let days = 0;
  for (let day = from; day <= to; day = addDays(day, 1)) if (isWorkday(calendar, day)) days++;
  return days;
}

/** How many of a portion fall on today: what is left, evenly over the working days left. All when it is overdue. */
export function shareOfToday(
  { left, doneToday }: { left: number; doneToday: number },
  { today, to }: { today: Day; to: Day },
  calendar: Calendar,
): number {
  const days = workdaysIn(calendar, { from: today, to });
  if (days === 0) return left;
  return Math.min(left, Math.max(Math.ceil((left + doneToday) / days) - doneToday, 0));
}
