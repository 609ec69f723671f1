import { addMessage } from '../journal.js';
import type { World } from '../world.js';
import type { KfSession } from './state.js';

/** A line in the customer's chat that nobody wrote: who has the session now. */
export function noteSession(world: World, { externalUserId, openKfId }: KfSession, text: string): void {
  addMessage(world, {
    to: externalUserId,
    from: 'bot',
    via: 'kf',
    msgtype: 'event',
    text: `[${text}]`,
    payload: { openKfId },
  });
}
