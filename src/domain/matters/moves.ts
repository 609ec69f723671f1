/** The state machine of a matter (domain.md 5.7) as a table: what is not in it is refused. */
import type { MatterState } from '../../../schemas/matter-enums.js';
import type { Guard, MatterAction } from '../../../schemas/matter-move.js';

/**
 * Who takes a step when the rules name no approvers: `intake` whoever may collect in the cell · `inspector` with a valid
 * certificate · `handler` one of the officers of the matter, or its approver · `other` anybody but its handlers.
 */
export type TakenBy = 'intake' | 'inspector' | 'handler' | 'other';

export interface Move {
  from: readonly MatterState[];
  /** `same` stays where it is, `before` goes back to where the police took it from. */
  to: MatterState | 'same' | 'before';
  by: TakenBy;
  /** From filing on only inspectors whom the district appoints (guard of states 7 and later). */
  county?: true;
  guards: readonly Guard[];
}

const BEFORE_FILING = ['received', 'supplement', 'pre_mediation'] as const;
const AFTER_FILING = ['filed', 'investigating', 'extended', 'suspended', 'deciding', 'ordered', 'enforcing'] as const;

export const MOVES: Record<MatterAction, Move> = {
  receive: { from: ['draft'], to: 'received', by: 'intake', guards: [] },
  request_supplement: { from: ['received'], to: 'supplement', by: 'inspector', guards: ['once'] },
  supplement: { from: ['supplement'], to: 'received', by: 'intake', guards: [] },
  guide: { from: ['received'], to: 'guided', by: 'inspector', guards: [] },
  transfer: { from: ['received'], to: 'transferred', by: 'inspector', guards: ['transferred_before'] },
  return_transfer: { from: ['transferred'], to: 'received', by: 'inspector', guards: [] },
  mediate: { from: ['received'], to: 'pre_mediation', by: 'inspector', guards: ['complaint_only'] },
  settle: { from: ['pre_mediation'], to: 'settled', by: 'inspector', guards: ['outcome', 'wage_outcome', 'proof'] },
  refuse: {
    from: ['received', 'supplement'],
    to: 'refused',
    by: 'inspector',
    guards: ['supplement_waiting'],
  },
  review: { from: ['refused'], to: 'received', by: 'inspector', guards: [] },
  file: { from: ['received', 'pre_mediation'], to: 'filed', by: 'inspector', county: true, guards: [] },
  assign: {
    from: [...BEFORE_FILING, ...AFTER_FILING, 'corrected', 'crime_transfer'],
    to: 'same',
    by: 'inspector',
    guards: ['officer_role', 'officer_recused'],
  },
  investigate: { from: ['filed'], to: 'investigating', by: 'handler', county: true, guards: ['two_officers'] },
  extend: { from: ['investigating'], to: 'extended', by: 'handler', county: true, guards: ['once', 'in_time'] },
  suspend: { from: ['investigating', 'extended'], to: 'suspended', by: 'handler', county: true, guards: [] },
  resume: { from: ['suspended'], to: 'investigating', by: 'handler', county: true, guards: [] },
  decide: { from: ['investigating', 'extended'], to: 'deciding', by: 'handler', county: true, guards: [] },
  order: { from: ['deciding'], to: 'ordered', by: 'handler', county: true, guards: ['two_officers'] },
  correct: { from: ['deciding', 'ordered'], to: 'corrected', by: 'handler', county: true, guards: ['proof'] },
  revoke: { from: ['deciding'], to: 'revoked', by: 'handler', county: true, guards: [] },
  enforce: { from: ['ordered'], to: 'enforcing', by: 'handler', county: true, guards: ['order_running'] },
  crime_transfer: {
    from: ['investigating', 'extended', 'deciding', 'ordered'],
    to: 'crime_transfer',
    by: 'handler',
    county: true,
    guards: [],
  },
  return_from_police: { from: ['crime_transfer'], to: 'before', by: 'handler', county: true, guards: [] },
  close: {
    from: ['settled', 'corrected', 'revoked', 'enforcing', 'crime_transfer'],
    to: 'closed',
    by: 'handler',
    county: true,
    guards: ['outcome', 'wage_outcome'],
  },
  reopen: {
    from: ['closed'],
    to: 'investigating',
    by: 'inspector',
    county: true,
    guards: ['was_filed', 'two_officers'],
  },
  archive: { from: ['closed'], to: 'archived', by: 'inspector', county: true, guards: [] },
  withdraw: { from: BEFORE_FILING, to: 'closed', by: 'intake', guards: ['complaint_only'] },
  note_withdrawal: { from: [...BEFORE_FILING, ...AFTER_FILING], to: 'same', by: 'intake', guards: [] },
  merge: { from: BEFORE_FILING, to: 'closed', by: 'inspector', guards: ['merge_target'] },
  join: {
    from: BEFORE_FILING,
    to: 'closed',
    by: 'inspector',
    guards: ['complaint_only', 'merge_target', 'representatives'],
  },
  rate: { from: ['closed', 'archived'], to: 'same', by: 'other', guards: ['once', 'not_handler'] },
};
