/** Sends outbox rows to members through the app (wecom.md 3.2). */
import { createHash } from 'node:crypto';
import type { OutboxRow, Sender, SendOutcome } from '../../../schemas/outbox.js';
import type { Clock } from '../../lib/clock.js';
import type { LoadFile } from '../common/load-file.js';
import { failedBefore, failureOf } from '../common/outcome.js';
import { makeSendFile } from '../common/send-file.js';
import type { AppMessage } from './app-message.js';
import type { WecomClient } from './client.js';
import { renderForApp } from './render.js';

/** Windows of the platform's duplicate check: longer than the pauses between the first tries. */
const DUPLICATE_WINDOW_SECONDS = { from: 600, to: 4199 };

export function makeMemberSender(deps: {
  client: WecomClient;
  loadFile: LoadFile;
  clock: Clock;
  /** False: the corp shows no template cards; everything goes as text. */
  cards: boolean;
}): Sender {
  const sendFile = makeSendFile({ ...deps, uploadMedia: deps.client.uploadMedia });

  return async (row) => {
    const { target, body } = row;
    if (target.kind !== 'member') return [async () => failedBefore('wrong_target', `${target.kind} is not a member`)];
    const send = (message: AppMessage) => sendTo(target.userid, message, row);
    const guarded = (run: () => Promise<SendOutcome>) => async () => {
      try {
        return await run();
      } catch (error) {
        return failureOf(error, row, deps.clock());
      }
    };
    switch (body.kind) {
      case 'image':
      case 'file':
        return [guarded(() => sendFile(body, send))];
      case 'card-update':
        return [
          guarded(async () => {
            const failedReceivers = await deps.client.updateTemplateCard(body);
            return { kind: 'sent', failedReceivers };
          }),
        ];
      default:
        return renderForApp(body, deps.cards).map((message) => guarded(() => send(message)));
    }
  };

  async function sendTo(userid: string, message: AppMessage, row: OutboxRow): Promise<SendOutcome> {
    const { msgId, responseCode, refused } = await deps.client.sendMessage([userid], message, duplicateWindow(row));
    if (refused.length > 0) {
      const text = 'the platform took the message but not the receiver: outside the visible scope or without a licence';
      return { kind: 'dead', error: { code: 'receiver_refused', klass: 'U', message: text }, alert: true };
    }
    return {
      kind: 'sent',
      ...(msgId !== null && { platformId: msgId }),
      ...(responseCode !== null && { responseCode }),
    };
  }
}

/**
 * The same for every try of a row, different for other rows: requests are compared whole, so that two honest messages
 * with equal words both arrive (docs/adr/0011).
 */
function duplicateWindow({ effectKey }: OutboxRow): number {
  const { from, to } = DUPLICATE_WINDOW_SECONDS;
  return from + (createHash('sha256').update(effectKey).digest().readUInt32BE(0) % (to - from + 1));
}
