/** A complaint about the bureau's own people: whoever is named or meant neither hears of it nor handles it (REG423 art. 16). */
import type { Matter } from '../../../schemas/matter.js';
import type { Role, Scope } from '../../../schemas/scope.js';
import { assignmentsOn, type StaffDirectory } from '../staff/index.js';
import type { Registry } from './audience.js';
import type { ReadContent } from './content.js';
import { proposeJurisdiction } from './jurisdiction.js';
import type { Lexicon } from './words.js';

export interface StaffMeant {
  /** The conduct of our own people is complained of: it goes past the unit on the spot. */
  isAboutStaff: boolean;
  /** Named, or serving in the unit that is named. */
  userids: string[];
}

const BRIGADE: readonly Role[] = ['brigade_leader'];

/** Read from what was written. Rather one too many: whoever is recused is replaced, whoever is warned is warned. */
export function staffMeant(
  { tree, staff }: Registry,
  words: Pick<Lexicon, 'ownStaffIn' | 'neighbours'>,
  { facts, demands = '', employerName = '', employerPlace = '' }: ReadContent,
  today: Scope['today'],
): StaffMeant {
  const text = [facts, demands, employerName, employerPlace].join('\n');
  const serving = staff.all.filter((person) => assignmentsOn(person, today).length > 0);
  const named = serving.filter(({ name }) => [...name].length >= 2 && text.includes(name));
  const unit = words.ownStaffIn(facts, employerName);
  const meant = unit === null ? [] : serving.filter((person) => servesIn(person));
  return {
    isAboutStaff: unit !== null,
    userids: [...new Set([...named, ...meant].map(({ userid }) => userid))],
  };

  function servesIn(person: StaffDirectory['all'][number]): boolean {
    const roles = assignmentsOn(person, today);
    if (unit === 'brigade') return roles.some(({ role }) => BRIGADE.includes(role));
    const place = proposeJurisdiction(tree, words.neighbours, text);
    const town =
      place.kind === 'town' ? place.node : place.kind === 'cell' ? tree.node(place.node.parentId ?? '') : undefined;
    return town !== undefined && roles.some(({ nodeId }) => tree.path(nodeId).some(({ _id }) => _id === town._id));
  }
}

/** The recusals of a new matter: those meant, and declared relations to the employer. */
export function recusedFor(meant: readonly string[], declared: readonly string[]): Matter['recused'] {
  return [
    ...meant.map((userid) => ({ userid, why: 'about_staff' as const })),
    ...declared.filter((userid) => !meant.includes(userid)).map((userid) => ({ userid, why: 'declared' as const })),
  ];
}
