import type { MatterBlock } from '../../../schemas/digest.js';
import { addDays } from '../../lib/day.js';
import { matterFacts } from '../matters/index.js';
import type { DigestPart } from './part.js';

/**
 * Complaints and reports of the span. A village is not told: there everybody could guess who has reported (REG423 art. 9).
 * Undefined as well where nothing came in, was done, or is open.
 */
export const mattersPart: DigestPart<MatterBlock | undefined> = async (deps, { scope, day, since }) => {
  const facts = await matterFacts(deps, scope, { from: since, to: addDays(day, -1) });
  return (unit) => (unit.level.level === 3 ? undefined : facts.get(unit._id));
};
