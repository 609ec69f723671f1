/** How an area stands in the city's platform, and one employer (S30). */
import type { CityEntry, CityStanding } from '../../../schemas/city-entry.js';
import type { Scope } from '../../../schemas/scope.js';
import { countCityEntries, findCityEntries } from '../../models/city-entry.js';
import { employersById, progressByCell } from '../employers/index.js';
import type { CityDeps } from './export.js';

/** Numbers of the scope; names of employers only as many as a list holds. */
export async function cityStanding(deps: CityDeps, scope: Scope, most = 20): Promise<CityStanding> {
  const counts = await countCityEntries(deps.tx, scope);
  const sum = (key: 'sent' | 'entered' | 'returned' | 'changed') => counts.reduce((all, each) => all + each[key], 0);
  const collected = (await progressByCell(deps, scope)).reduce((all, cell) => all + cell.collected, 0);
  const known = { sent: sum('sent'), entered: sum('entered'), returned: sum('returned'), changed: sum('changed') };
  const back = await findCityEntries(deps.tx, scope, {
    state: 'returned',
    closed: false,
    changedAt: { $exists: false },
  });
  const errors = new Map(back.map(({ _id, error }) => [_id, error]));
  const files = await employersById(
    deps,
    scope,
    back.slice(0, most).map(({ _id }) => _id),
  );
  return {
    ...known,
    collected,
    unsent: Math.max(0, collected - known.sent - known.entered - known.returned - known.changed),
    wrong: files.map(({ employerId, name, fileNo }) => {
      const error = errors.get(employerId);
      return { name, ...(fileNo !== undefined && { fileNo }), ...(error !== undefined && { error }) };
    }),
  };
}

/** What became of one employer; null when it was never sent, or lies outside the scope. */
export async function cityEntryOf(
  { tx }: Pick<CityDeps, 'tx'>,
  scope: Scope,
  employerId: string,
): Promise<CityEntry | null> {
  const [entry] = await findCityEntries(tx, scope, { _id: employerId });
  return entry ?? null;
}
