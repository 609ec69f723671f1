/** POST message/send: from the app to its members (wecom.md 3.2–3.4, 3.7). */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { dayOf } from '../../lib/day.js';
import { addMessage } from '../journal.js';
import { isUsedUp, withinLimit } from '../limits.js';
import type { World } from '../world.js';
import { ApiError } from './api-error.js';
import type { Call } from './call.js';
import { issueResponseCode, takeTaskId } from './card-codes.js';
import { checkMedia } from './media.js';
import { type CheckedMessage, checkMessage } from './message-types.js';
import { readableText } from './readable.js';
import { checkAgent, type Recipients, resolveRecipients, splitIds } from './recipients.js';
import { checkStrict } from './strict.js';

const flag = z.literal([0, 1]);
const Envelope = z.object({
  safe: z.literal([0, 1, 2]).optional(),
  enable_id_trans: flag.optional(),
  enable_duplicate_check: flag.optional(),
  duplicate_check_interval: z.int().min(1).max(14_400).optional(),
});
const ENVELOPE = ['touser', 'toparty', 'totag', 'agentid', ...Object.keys(Envelope.shape)];
const DUPLICATE_INTERVAL_S = 1_800;
const PERSON_TIMES_PER_ACCOUNT = 200;

export const messageSend: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { body }) {
    checkAgent(world, body.agentid);
    const { value: envelope } = checkStrict(Envelope, body);
    const message = checkMessage('app', body, ENVELOPE);
    checkMedia(world, message, 'corp');
    const receivers = resolveRecipients(
      world,
      splitIds(body.touser, 'touser'),
      splitIds(body.toparty, 'toparty'),
      splitIds(body.totag, 'totag'),
    );
    const failed = {
      invaliduser: receivers.invalidUsers.join('|'),
      invalidparty: receivers.invalidParties.join('|'),
      invalidtag: receivers.invalidTags.join('|'),
      unlicenseduser: '',
    };
    const guarded = envelope.enable_duplicate_check === 1;
    const first = guarded
      ? seenBefore(world, body, (envelope.duplicate_check_interval ?? DUPLICATE_INTERVAL_S) * 1_000)
      : undefined;
    if (first !== undefined) return { ...failed, ...first };
    const taskId = message.body.task_id;
    if (message.msgtype === 'template_card' && typeof taskId === 'string') takeTaskId(world, taskId);
    countPersonTimes(world, receivers.members.length);
    const sent = {
      msgid: world.random(24).toString('base64url'),
      ...(isInteractive(message) ? { response_code: issueResponseCode(world, String(taskId)) } : {}),
    };
    if (guarded) world.sent.set(fingerprint(body), { answer: sent, at: world.clock.now().getTime() });
    deliver(world, message, receivers, sent.msgid);
    return { ...failed, ...sent };
  },
};

/** One entry for each receiver; beyond 30 a minute or 1000 an hour the platform drops it without a word. */
function deliver(world: World, message: CheckedMessage, receivers: Recipients, msgid: string): void {
  const { msgtype, body, notes } = message;
  for (const { userid } of receivers.members) {
    const arrives =
      !isUsedUp(world, 'memberHour', userid) &&
      withinLimit(world, 'memberMinute', userid) &&
      withinLimit(world, 'memberHour', userid);
    addMessage(world, {
      to: userid,
      from: 'bot',
      via: 'send',
      msgtype,
      text: readableText(msgtype, body),
      payload: { msgtype, [msgtype]: body },
      msgid,
      ...(typeof body.media_id === 'string' ? { mediaId: body.media_id } : {}),
      ...(notes.length > 0 ? { warnings: notes } : {}),
      ...(arrives ? {} : { dropped: 'frequency' }),
    });
  }
}

/** Cards that answer back: their response_code may update them (wecom.md 3.2). */
function isInteractive({ msgtype, body }: CheckedMessage): boolean {
  return (
    msgtype === 'template_card' && (String(body.card_type).endsWith('_interaction') || body.action_menu !== undefined)
  );
}

/** 200 person-times a day for each account of the corp. @throws ApiError 45009 */
function countPersonTimes(world: World, persons: number): void {
  if (!world.settings.frequencyLimits) return;
  const day = dayOf(world.clock.now());
  if (world.personTimes.day !== day) world.personTimes = { day, count: 0 };
  if (world.personTimes.count + persons > world.settings.accountCap * PERSON_TIMES_PER_ACCOUNT)
    throw new ApiError(45009, 'api freq out of limit: person-times of this day are used up');
  world.personTimes.count += persons;
}

function fingerprint(body: object): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}

/** What was answered to the same request within the interval. */
function seenBefore(world: World, body: object, intervalMs: number): object | undefined {
  const first = world.sent.get(fingerprint(body));
  return first !== undefined && world.clock.now().getTime() - first.at < intervalMs ? first.answer : undefined;
}
