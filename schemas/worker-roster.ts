/** Workers of one employer, taken down one after the other (LCLR art. 8: the roster an employer has to keep). */
import { z } from 'zod';
import { under } from './checks.js';
import { field, type RecordCheck } from './field.js';
import { Worker, workerChecks } from './worker.js';

export const WorkerRoster = z.object({
  workers: field(z.array(Worker).min(1).max(500), { label: '劳动者', kind: 'text', privacy: 'personal' }),
});
export type WorkerRoster = z.infer<typeof WorkerRoster>;

/** The rules for one worker, with paths as in the roster. */
export const rosterChecks: readonly RecordCheck[] = under('workers[].', workerChecks);
