/** A year of the State Council's holiday notice, as `calendar/<year>.yaml` holds it and the district may edit it. */
import { z } from 'zod';
import { addDays, type Day, weekdayOf } from '../src/lib/day.js';
import { DayText } from './day.js';

/** One day or `from..to`, both included; read as the list of its days. */
const Days = z.string().transform((text, ctx): Day[] => {
  const [from = '', to = from, ...more] = text.split('..');
  if (more.length > 0 || !DayText.safeParse(from).success || !DayText.safeParse(to).success || from > to) {
    ctx.addIssue({ code: 'custom', message: `"${text}" is neither a day nor a span like 2026-10-01..2026-10-07` });
    return z.NEVER;
  }
  const days: Day[] = [];
  for (let day = from; day <= to && days.length < 32; day = addDays(day, 1)) days.push(day);
  return days;
});

const DayList = z.array(Days).transform((spans) => spans.flat());

export const CalendarYear = z
  .strictObject({
    year: z.int().min(1990).max(2100),
    /** False while the State Council's notice for the year is not out: every date that reaches into it is provisional. */
    confirmed: z.boolean(),
    source: z.string().optional(),
    holidays: z.array(
      z.strictObject({
        name: z.string().min(1),
        /** Days off, weekends inside the holiday included. */
        off: DayList,
        /** Weekend days worked in exchange (调休). */
        work: DayList.optional(),
      }),
    ),
  })
  .superRefine(({ year, holidays }, ctx) => {
    const seen = new Set<Day>();
    for (const { name, off, work = [] } of holidays) {
      for (const day of [...off, ...work]) {
        if (!day.startsWith(`${year}-`)) refuse(ctx, `${name}: ${day} is not in ${year}`);
        if (seen.has(day)) refuse(ctx, `${name}: ${day} stands in the file twice`);
        seen.add(day);
      }
      for (const day of work)
        if (weekdayOf(day) < 6) refuse(ctx, `${name}: ${day} is no weekend day, so it needs no "work"`);
    }
  });
export type CalendarYear = z.infer<typeof CalendarYear>;

function refuse(ctx: z.RefinementCtx, message: string): void {
  ctx.addIssue({ code: 'custom', message, path: ['holidays'] });
}
