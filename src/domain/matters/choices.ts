/** What a person of the staff can choose from when he takes a step: officers, matters to become part of. */
import type { Matter } from '../../../schemas/matter.js';
import type { Scope } from '../../../schemas/scope.js';
import { addDays } from '../../lib/day.js';
import { findRecused } from '../../models/matter.js';
import type { MatterDeps } from './deps.js';
import { relatedMatters } from './escalate.js';
import { findReachable } from './find.js';
import { isOpen, mayBeOfficer } from './judge.js';
import { lineOf, type MatterLine } from './view.js';

export interface Officer {
  userid: string;
  name: string;
  /** Serves at the place of the matter, or above it. */
  near: boolean;
}

/** Who may be named officer of a matter today (REG423 art. 16): certified, not recused, not absent. Those of the place come first. */
export async function eligibleOfficers(deps: MatterDeps, scope: Scope, matterId: string): Promise<Officer[]> {
  const matter = await findReachable(deps, scope, matterId, 'assign');
  const recused = new Set(await recusedIn(deps, matter));
  const { today } = scope;
  const directory = await deps.staff(deps.tx);
  const officers = directory.all.flatMap(({ userid, name, absences }): Officer[] => {
    const own = directory.scopeOf(userid, today);
    if (own === null || recused.has(userid) || !mayBeOfficer(own)) return [];
    if (absences.some(({ from, to }) => from <= today && today <= to)) return [];
    return [{ userid, name, near: own.roles.some(({ gridPath }) => matter.gridPath.startsWith(gridPath)) }];
  });
  return officers.sort((a, b) => Number(b.near) - Number(a.near) || (a.userid < b.userid ? -1 : 1));
}

async function recusedIn({ tx }: MatterDeps, { recused, employerId }: Matter): Promise<string[]> {
  const declared = employerId === undefined ? [] : await findRecused(tx, employerId);
  return [...recused.map(({ userid }) => userid), ...declared];
}

const HALF_YEAR_DAYS = 183;

/** Open matters of the same kind about the same employer that this one could become part of, the latest first. */
export async function mergeTargets(deps: MatterDeps, scope: Scope, matterId: string): Promise<MatterLine[]> {
  const matter = await findReachable(deps, scope, matterId);
  const related = await relatedMatters(deps, matter, addDays(scope.today, -HALF_YEAR_DAYS));
  return related
    .filter((other) => isOpen(other) && other.kind === matter.kind)
    .filter(({ recused }) => recused.every(({ userid }) => userid !== scope.userid))
    .map((other) => lineOf(other, scope));
}
