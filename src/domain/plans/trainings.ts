/** Training with attendance by chat (S33, S56): whoever is there signs in himself. */
import type { Scope } from '../../../schemas/scope.js';
import type { RecordOf } from '../../../schemas/unit-record.js';
import { DomainError } from '../../errors.js';
import type { Tx } from '../../models/transaction.js';
import { listRecords, type RecordDeps, saveCompleted } from './records.js';

/** Trainings of today that are held by a body in the person's line, with whether he has signed in. */
export async function trainingsToday(
  { tx }: { tx: Tx },
  scope: Scope,
): Promise<{ training: RecordOf<'training'>; signedIn: boolean }[]> {
  const above = { ...scope, prefixes: [...new Set(scope.roles.map(({ gridPath }) => `/${gridPath.split('/')[1]}/`))] };
  const found = await listRecords({ tx }, above, 'training');
  return found
    .filter(({ on, gridPath }) => on === scope.today && scope.roles.some((mine) => mine.gridPath.startsWith(gridPath)))
    .map((training) => ({
      training,
      signedIn: training.data.attendees.some(({ staffId }) => staffId === scope.staffId),
    }));
}

/**
 * The person signs in to a training of today (S33, S56). Said twice it is noted once. Returns how many have come.
 * @throws DomainError record_not_found
 */
export async function signIn(deps: RecordDeps, scope: Scope, trainingId: string): Promise<number> {
  const found = (await trainingsToday(deps, scope)).find(({ training }) => training._id === trainingId);
  if (found === undefined) throw new DomainError('record_not_found');
  const { training, signedIn } = found;
  if (signedIn) return training.data.attendees.length;
  const attendees = [...training.data.attendees, { staffId: scope.staffId }];
  saveCompleted(deps, scope, training, { attendees });
  return attendees.length;
}
