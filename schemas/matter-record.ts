/** A complaint or report as one record for a conversation: the matter, and apart from it the person. */
import { z } from 'zod';
import { addMonths } from '../src/lib/day.js';
import type { RecordCheck } from './field.js';
import { MATTER_FIELDS, PERSON_FIELDS } from './matter-intake.js';

export const MatterRecord = z.object({ ...MATTER_FIELDS, person: z.object(PERSON_FIELDS) });

/** After so long the inspection looks into nothing (REG423 art. 20). */
const LIMIT_MONTHS = 24;

const month = (today: string) => today.slice(0, 7);

const notYet = (path: 'periodFrom' | 'periodTo'): RecordCheck => ({
  code: `${path}_in_future`,
  level: 'hard',
  reads: [path],
  holds: (get, { today }) => String(get(path)) <= month(today),
  say: (get) => `${get(path)} 还没有到`,
  source: 'domain.md 5.6',
});

export const matterChecks: readonly RecordCheck[] = [
  notYet('periodFrom'),
  notYet('periodTo'),
  {
    code: 'period_reversed',
    level: 'hard',
    reads: ['periodTo', 'periodFrom'],
    holds: (get) => String(get('periodFrom')) <= String(get('periodTo')),
    say: (get) => `截止的月份 ${get('periodTo')} 早于开始的 ${get('periodFrom')}`,
    source: 'domain.md 5.6',
  },
  {
    code: 'ended_in_future',
    level: 'hard',
    reads: ['endedOn'],
    holds: (get, { today }) => String(get('endedOn')) <= today,
    say: (get) => `${get('endedOn')} 还没有到`,
    source: 'domain.md 5.2, C1',
  },
];

/** The violation ended longer ago than inspection looks back (C1). A proposal: a person decides. */
export function isPastLimit(endedOn: string, today: string): boolean {
  return endedOn < addMonths(today, -LIMIT_MONTHS);
}
