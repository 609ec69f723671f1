/** The sides of the counter: who talks on a channel, what is heard before the conversation, how answers reach the person. */
import type {
  Channel,
  EventCode,
  InboundMessage,
  OutboundMessage,
  PassiveReply,
  Target,
} from '../../schemas/message.js';
import type { CompiledFlow, Effect, TalkInput, TalkState } from '../conversation/index.js';
import type { Day } from '../lib/day.js';
import type { KeyRing } from '../lib/seal.js';
import type { Tx } from '../models/transaction.js';
import { sealBody } from '../outbox/index.js';
import { notOnStaff } from '../texts/turn.js';
import { planReply } from './replies.js';
import type { Talker } from './talker.js';

export interface Heard {
  /** Null: nothing for the conversation. */
  input: TalkInput | null;
  /** Said before what the conversation says. */
  lead: readonly string[];
  /** The conversation as it goes on when there is nothing for it, but something was said beside the question. */
  state?: TalkState;
  /** To others, whatever the conversation makes of it. */
  notices: readonly OutboundMessage[];
}

/** What is said, and by which ways it goes. */
export interface Reply {
  /** Inside the HTTP response. */
  passive: PassiveReply | null;
  outbound: readonly OutboundMessage[];
}

export interface Door {
  /** Flows for this side of the counter. */
  mayUse(flow: CompiledFlow): boolean;
  /** Null: has no business here; then `strangerText` is the answer. */
  findTalker(tx: Tx, sender: string, today: Day): Promise<Talker | null>;
  strangerText(sender: string): string;
  target(sender: string, code?: EventCode): Target;
  /** @param state of the conversation so far; null: there is none yet */
  hear(tx: Tx, message: InboundMessage, input: TalkInput | null, state: TalkState | null): Promise<Heard>;
  reply(effects: readonly Effect[], target: Target, key: string): Reply;
}

export type Doors = Readonly<Record<Channel, Door>>;

/** People of the bureau in the app. */
export function staffDoor(deps: { findTalker: Door['findTalker']; cards: boolean; ring: KeyRing }): Door {
  return {
    mayUse: () => true,
    findTalker: deps.findTalker,
    strangerText: notOnStaff,
    target: (userid) => ({ kind: 'member', userid }),
    hear: async (_tx, _message, input) => ({ input, lead: [], notices: [] }),
    reply(effects, target, key) {
      const { passive, bodies } = planReply(
        effects.filter((effect) => effect.kind === 'say'),
        deps.cards,
      );
      return {
        passive,
        outbound: bodies.map((body, i) => sealBody(deps.ring, { target, body, effectKey: `reply:${key}:${i}` })),
      };
    },
  };
}
