/** When milestones and duties of a plan are due; pure. */
import type { PERIODS, PlanTemplate, Repeat } from '../../../schemas/plan.js';
import { addDays, addMonths, type Day, isDay, monthEnd, weekdayOf } from '../../lib/day.js';
import { addWorkdays, type Calendar, isConfirmed, isWorkday, type ReckonedDay } from '../../lib/workdays.js';

/** After the plan's own date. */
export const AFTER_PLAN = 'plan';

/**
 * The due day of every milestone. A day that the plan names stays what it is, also before the plan's date or on a day of rest
 * (domain.md fact 4); a rule counts from the due day of another milestone. The plan must have been linted: no circles.
 */
export function dueDays(plan: PlanTemplate, calendar: Calendar): Map<string, ReckonedDay> {
  const byId = new Map(plan.milestones.map((milestone) => [milestone.id, milestone]));
  const known = new Map<string, ReckonedDay>();
  const dayOf = (id: string): ReckonedDay => {
    const ready = known.get(id);
    if (ready !== undefined) return ready;
    const due = byId.get(id)?.due ?? plan.defaultDue ?? plan.document.on;
    const day = typeof due === 'string' ? { day: due, provisional: false } : reckoned(due);
    known.set(id, day);
    return day;
  };
  const reckoned = (due: { after: string } & ({ days: number } | { workdays: number })): ReckonedDay => {
    const start =
      due.after === AFTER_PLAN
        ? { day: plan.document.on, provisional: false }
        : isDay(due.after)
          ? { day: due.after, provisional: false }
          : dayOf(due.after);
    if ('days' in due) return { day: addDays(start.day, due.days), provisional: start.provisional };
    const end = addWorkdays(calendar, start.day, due.workdays);
    return { day: end.day, provisional: start.provisional || end.provisional };
  };
  return new Map(plan.milestones.map(({ id }) => [id, dayOf(id)]));
}

/** One span of time of a repeating duty: `name` is part of its task's key. */
export interface Span {
  name: string;
  from: Day;
  to: Day;
}

/** The span that a day lies in. */
export function spanOf(every: (typeof PERIODS)[number], day: Day): Span {
  const [year = '', month = ''] = day.split('-');
  if (every === 'week') {
    const from = addDays(day, 1 - weekdayOf(day));
    return { name: `w${from}`, from, to: addDays(from, 6) };
  }
  if (every === 'month') return { name: `${year}-${month}`, from: `${year}-${month}-01`, to: monthEnd(day) };
  if (every === 'year') return { name: year, from: `${year}-01-01`, to: `${year}-12-31` };
  const months = every === 'quarter' ? 3 : 6;
  const part = Math.ceil(Number(month) / months);
  const from = `${year}-${String((part - 1) * months + 1).padStart(2, '0')}-01`;
  return { name: `${year}${every === 'quarter' ? 'q' : 'h'}${part}`, from, to: addDays(addMonths(from, months), -1) };
}

/** The n-th working day of a span, counted from its end when n is negative; its first or last one when it is too short. */
export function dueInSpan(calendar: Calendar, { from, to }: Span, { workday }: Pick<Repeat, 'workday'>): ReckonedDay {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) if (isWorkday(calendar, day)) days.push(day);
  const day = (workday > 0 ? (days[workday - 1] ?? days.at(-1)) : (days.at(workday) ?? days[0])) ?? to;
  return { day, provisional: !isConfirmed(calendar, day) };
}
