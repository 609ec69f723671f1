/** Steps in the life of a matter, and why one may be refused (domain.md 5.7). */
import type { MatterState } from './matter-enums.js';
import type { Role } from './scope.js';

export const MATTER_ACTIONS = [
  'receive',
  'request_supplement',
  'supplement',
  'guide',
  'transfer',
  'return_transfer',
  'mediate',
  'settle',
  'refuse',
  'review',
  'file',
  'assign',
  'investigate',
  'extend',
  'suspend',
  'resume',
  'decide',
  'order',
  'correct',
  'revoke',
  'enforce',
  'crime_transfer',
  'return_from_police',
  'close',
  'reopen',
  'archive',
  'withdraw',
  'note_withdrawal',
  'merge',
  'join',
  'rate',
] as const;
export type MatterAction = (typeof MATTER_ACTIONS)[number];

/** What a step demands beside its place in the table. */
export const GUARDS = [
  'state',
  'role',
  'certificate',
  'handler',
  'not_handler',
  'recused',
  'complaint_only',
  'once',
  'transferred_before',
  'supplement_waiting',
  'two_officers',
  'officer_role',
  'officer_recused',
  'outcome',
  'wage_outcome',
  'proof',
  'in_time',
  'order_running',
  'was_filed',
  'merge_target',
  'representatives',
] as const;
export type Guard = (typeof GUARDS)[number];

/** Who may take a step: one of the roles (with a certificate where law asks for it), or whoever handles the matter. */
export interface WhoMay {
  roles: readonly Role[];
  certified: boolean;
  handlersOnly: boolean;
}

/** A refused step, as a value for texts and cards. */
export interface Refusal {
  ok: false;
  action: MatterAction;
  guard: Guard;
  state: MatterState;
  who: WhoMay;
}
