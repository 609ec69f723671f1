/**
 * Who was where and what came of it (S26: no double visits). A visit that collects data is no inspection and counts apart
 * (HN art. 11).
 */
import { z } from 'zod';
import { VISIT_KINDS, VISIT_RESULTS } from './enums.js';
import { choice, day, files, line } from './field-types.js';

const VISIT_FIELDS = {
  kind: choice('活动类型', VISIT_KINDS, { synonyms: ['类型'] }),
  visitedOn: day('日期'),
  result: choice('结果', VISIT_RESULTS),
  note: line('情况', 1_000, { privacy: 'confidential' }).optional(),
  photos: files('照片', { privacy: 'confidential' }).optional(),
} as const;

/** What is written down of a visit. */
export const Visit = z.object(VISIT_FIELDS);
export type Visit = z.infer<typeof Visit>;

/** Append-only; the time and place of staff are sensitive and stay out. */
export const StoredVisit = Visit.extend({
  _id: z.string(),
  employerId: z.string(),
  cellId: z.string(),
  gridPath: z.string(),
  by: z.string(),
  at: z.date(),
});
export type StoredVisit = z.infer<typeof StoredVisit>;
