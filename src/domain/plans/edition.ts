/** Editions: the same template for another year, with every date moved; pure. */
import type { Due, PlanTemplate } from '../../../schemas/plan.js';
import { addDays, type Day, daysBetween, isDay } from '../../lib/day.js';
import type { PlanBook } from './load.js';

const MARK = '@';

/** `<template>@<day>`: the template as if its document were of that day. Its items are other work than the template's own. */
export function editionName(template: string, on: Day): string {
  return `${template}${MARK}${on}`;
}

/** A plan by its own name or that of an edition; undefined when there is no such template or day. */
export function planNamed(book: PlanBook, name: string): PlanTemplate | undefined {
  const [template = '', on, ...more] = name.split(MARK);
  const plan = book.get(template);
  if (on === undefined || plan === undefined) return plan;
  return isDay(on) && more.length === 0 ? editionOf(plan, name, on) : undefined;
}

/** Every day of the plan keeps its distance from the document's. */
function editionOf(plan: PlanTemplate, name: string, on: Day): PlanTemplate {
  const apart = daysBetween(plan.document.on, on);
  const later = (day: Day) => addDays(day, apart);
  const dueLater = (due: Due): Due =>
    typeof due === 'string' ? later(due) : isDay(due.after) ? { ...due, after: later(due.after) } : due;
  return {
    ...plan,
    plan: name,
    document: { ...plan.document, on },
    ...(plan.defaultDue !== undefined && { defaultDue: later(plan.defaultDue) }),
    milestones: plan.milestones.map(({ due, ...milestone }) => ({
      ...milestone,
      ...(due !== undefined && { due: dueLater(due) }),
    })),
    duties: plan.duties.map(({ from, until, ...duty }) => ({
      ...duty,
      from: later(from),
      ...(until !== undefined && { until: later(until) }),
    })),
  };
}
