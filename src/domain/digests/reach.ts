import type { UnreachedFacts } from '../../../schemas/digest.js';
import { dayOf } from '../../lib/day.js';
import { unreachedUnits } from '../tasks/index.js';
import type { DigestPart } from './part.js';

/** Bodies whose group cannot be reached: for the district, and on the day itself only, because groups have no history. */
export const unreachedPart: DigestPart<UnreachedFacts | undefined> = async (deps, { scope, day, kind }) => {
  const isToday = kind === 'daily' && dayOf(deps.tx.now) === day;
  const units = isToday ? await unreachedUnits(deps, { ...scope, today: day }) : [];
  const facts = units.map(({ node, why }) => ({ name: node.name, why }));
  return (unit) => (unit.level.level === 1 && facts.length > 0 ? facts : undefined);
};
