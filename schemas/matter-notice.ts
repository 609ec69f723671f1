/**
 * Who must be told what of a matter. Domain services return these; `texts/matters.ts` turns them into messages. What a group may
 * be told has a type of its own: numbers, counts and units, nothing that a person wrote (domain.md 10, fact 19).
 */
import type { Confidential, PrivateTarget } from '../src/lib/confidential.js';
import type { MatterCategory, MatterKind, MatterState, Priority, RedFlag } from './matter-enums.js';
import type { MatterAction } from './matter-move.js';
import type { Target } from './message.js';

/** Facts for a group. */
export type GroupFacts =
  | { kind: 'received'; no: string; matter: MatterKind; unit: string; people: number }
  | { kind: 'escalated'; no: string; unit: string; people: number }
  | { kind: 'red'; no: string; unit: string; people: number }
  | { kind: 'situation'; no: string; unit: string; people: number };

/** Facts for one person of the staff: what is needed to act. */
export type MemberFacts =
  | {
      kind: 'received' | 'assigned';
      no: string;
      matter: MatterKind;
      employer: string | undefined;
      categories: readonly MatterCategory[];
      people: number;
      dueOn: string | undefined;
      priority: Priority;
    }
  | { kind: 'moved'; no: string; action: MatterAction; state: MatterState; dueOn: string | undefined }
  | { kind: 'added'; no: string }
  | { kind: 'withdrawal'; no: string; pressed: boolean }
  | { kind: 'identical'; no: string; count: number }
  /** An officer has declared a relation to the employer: somebody else must be named. */
  | { kind: 'recused'; no: string; officer: string }
  | { kind: 'red'; no: string; flags: readonly RedFlag[]; place: string | undefined }
  | {
      kind: 'escalated';
      no: string;
      code: string;
      employer: string | undefined;
      people: number;
      amountFen: number;
      withinMinutes: number;
      reportCard: boolean;
    }
  | { kind: 'situation' | 'situation_added'; no: string; situationId: string; unit: string; people: number };

/** What the person who complained or reported is told. */
export type CustomerFacts =
  | { kind: 'letter'; text: Confidential<string> }
  | { kind: 'state'; no: string; state: MatterState; dueOn: string | undefined }
  /** His matter goes on within another one. */
  | { kind: 'merged'; no: string; into: string }
  | { kind: 'ask_satisfaction'; no: string };

interface Sending {
  effectKey: string;
  /** RED: passes quiet hours. */
  urgent?: boolean;
}

export type MatterNotice =
  | ({ to: Extract<Target, { kind: 'group' }>; say: GroupFacts } & Sending)
  | ({ to: Extract<PrivateTarget, { kind: 'member' }>; say: MemberFacts } & Sending)
  | ({ to: Extract<PrivateTarget, { kind: 'customer' }>; say: CustomerFacts } & Sending);
