/** What is looked after every few seconds. */
import type { Channel, Target } from '../../schemas/message.js';
import type { WecomClient } from '../channels/wecom/client.js';
import { fetchFiles } from '../fetch-files.js';
import type { Inbox } from '../inbox/index.js';
import type { KfChannel } from '../kf/channel.js';
import { findDueSessions } from '../models/session.js';
import { inTransaction } from '../models/transaction.js';
import { enqueue, type Relay, sealBody } from '../outbox/index.js';
import type { Chore } from '../pulse.js';
import type { Turn } from '../turn/turn.js';
import type { Parts } from './parts.js';

const TIMERS_AT_ONCE = 50;

interface Workers {
  inbox: Inbox;
  relay: Relay;
  turn: Turn;
  client: WecomClient;
  /** Undefined where customer service is off. */
  kf: KfChannel | undefined;
}

export function wireChores(
  { db, clock, log, transaction, matters }: Parts,
  { inbox, relay, turn, client, kf }: Workers,
): Chore[] {
  return [
    {
      name: 'lost-replies',
      run: async () => {
        const found = await inbox.sendLostReplies(({ key, channel, sender, reply }, mark) =>
          inTransaction(transaction, async (tx) => {
            mark(tx);
            if (reply.kind === 'text')
              enqueue(tx, [
                sealBody(matters.identityKeys, {
                  target: targetOf(channel, sender),
                  body: reply,
                  effectKey: `reply:${key}`,
                }),
              ]);
          }),
        );
        if (found > 0) relay.wake();
      },
    },
    {
      name: 'timers',
      run: async () => {
        for (const id of await findDueSessions(db, clock(), TIMERS_AT_ONCE)) await turn.tick(id);
      },
    },
    fetchFiles({ db, client, log }),
    ...(kf === undefined ? [] : [{ name: 'customer-service', run: () => kf.poll() }]),
  ];
}

function targetOf(channel: Channel, sender: string): Target {
  return channel === 'kf' ? { kind: 'customer', customerId: sender } : { kind: 'member', userid: sender };
}
