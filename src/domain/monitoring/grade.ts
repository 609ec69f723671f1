/** A proposal for the yearly credit grade (domain.md 7.1, 人社部规〔2016〕1号); people decide. Pure. */

export interface CreditFacts {
  /** Matters of the year that ended with a violation handled or punished. */
  handled: number;
  /** Most people in one of them; a group event counts as grave. */
  mostPeople: number;
  under16: boolean;
  /** Refused a rectification order or a decision, or obstructed inspection. */
  refused: boolean;
}

/** `rule` names what fired, for the file. */
export interface CreditProposal {
  grade: 'A' | 'B' | 'C';
  rule: 'handled_three_times' | 'group_event' | 'child_labour' | 'refused' | 'handled' | 'clean';
}

/** From how many people on a matter is a group event. */
const GROUP = 10;

export function proposeGrade({ handled, mostPeople, under16, refused }: CreditFacts): CreditProposal {
  if (under16) return { grade: 'C', rule: 'child_labour' };
  if (refused) return { grade: 'C', rule: 'refused' };
  if (handled >= 3) return { grade: 'C', rule: 'handled_three_times' };
  if (handled > 0 && mostPeople >= GROUP) return { grade: 'C', rule: 'group_event' };
  return handled > 0 ? { grade: 'B', rule: 'handled' } : { grade: 'A', rule: 'clean' };
}
