/** POST kf/send_msg and kf/send_msg_on_event (wecom.md 6.6, 6.7). */
import { z } from 'zod';
import { addMessage } from '../journal.js';
import { customerNamed } from '../kf/people.js';
import { SESSION_MS, sessionOf } from '../kf/sessions.js';
import type { KfCode, KfSession } from '../kf/state.js';
import { addEvent, nudge } from '../kf/stream.js';
import type { World } from '../world.js';
import { ApiError } from './api-error.js';
import type { Call } from './call.js';
import { checkKfContent } from './kf-content.js';
import { checkAccount } from './kf-sync.js';
import { checkMedia } from './media.js';
import type { CheckedMessage } from './message-types.js';
import { readableText } from './readable.js';
import { checkStrict, refuse } from './strict.js';

const MESSAGES_MAX = 5;
const msgid = z
  .string()
  .refine((s) => /^[0-9a-zA-Z_-]{1,32}$/.test(s), refuse(40058, 'msgid: 1 to 32 of 0-9 a-z A-Z _ -'));
const Send = z.object({ touser: z.string(), open_kfid: z.string(), msgid: msgid.optional() });
const OnEvent = z.object({ code: z.string().min(1), msgid: msgid.optional() });

/** Fault `failType`: accepted, but an event says later that it did not arrive. */
export const kfSendMsg: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { body, fault }) {
    const { value } = checkStrict(Send, body);
    const { open_kfid: openKfId, touser } = value;
    checkAccount(world, openKfId);
    if (customerNamed(world, touser)?.externalUserId !== touser) throw new ApiError(40096, 'invalid external userid');
    const message = checkKfContent(body, Object.keys(Send.shape));
    checkMedia(world, message, 'corp');
    const id = freeMsgId(world, openKfId, value.msgid);
    const session = sessionOf(world, openKfId, touser);
    const now = world.clock.now().getTime();
    if (session.wroteAt === undefined) throw new ApiError(95031, 'the customer did not consult within 48 hours');
    if (now - session.wroteAt > SESSION_MS) throw new ApiError(95002, 'more than 48 hours since the customer wrote');
    if (session.state === 4) throw new ApiError(95013, 'the session has ended');
    if (session.state > 1) throw new ApiError(95018, `send msg session status invalid: ${session.state}`);
    if (session.sent >= MESSAGES_MAX) throw new ApiError(95001, 'more than 5 messages since the customer wrote');
    world.state.kf.msgIds[`${openKfId} ${id}`] = true;
    session.sent += 1;
    session.activeAt = now;
    show(world, session, message, id, fault?.failType !== undefined);
    if (fault?.failType !== undefined) {
      addEvent(world, openKfId, 'msg_send_fail', {
        external_userid: touser,
        fail_msgid: id,
        fail_type: fault.failType,
      });
      nudge(world, openKfId, touser);
    }
    return { msgid: id };
  },
};

export const kfSendMsgOnEvent: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { body }) {
    const { value } = checkStrict(OnEvent, body);
    const code = world.state.kf.codes[value.code];
    if (code === undefined) throw new ApiError(40058, 'invalid code');
    const session = sessionOf(world, code.openKfId, code.externalUserId);
    checkCode(world, code, session);
    const types = code.for === 'welcome' || code.for === 'ended' ? ['text', 'msgmenu'] : ['text'];
    const message = checkKfContent(body, Object.keys(OnEvent.shape), types);
    const id = freeMsgId(world, code.openKfId, value.msgid);
    world.state.kf.msgIds[`${code.openKfId} ${id}`] = true;
    code.used = true;
    if (code.for === 'welcome') session.welcomedAt = world.clock.now().getTime();
    show(world, session, message, id, false);
    return { msgid: id };
  },
};

/** @throws ApiError 40058: which code the platform answers with is not documented */
function checkCode(world: World, code: KfCode, session: KfSession): void {
  if (code.used) throw new ApiError(40058, 'code already used');
  if (world.clock.now().getTime() > code.until) throw new ApiError(40058, 'code expired');
  if (code.state !== undefined && session.state !== code.state)
    throw new ApiError(95016, 'the session is no longer in the state of the code');
}

/** @throws ApiError 95033 for an id that was used at this account */
function freeMsgId(world: World, openKfId: string, wanted: string | undefined): string {
  const id = wanted ?? world.random(12).toString('hex');
  if (world.state.kf.msgIds[`${openKfId} ${id}`]) throw new ApiError(95033, 'msgid duplicate');
  return id;
}

function show(world: World, session: KfSession, message: CheckedMessage, id: string, isLost: boolean): void {
  const { msgtype, body, notes } = message;
  addMessage(world, {
    to: session.externalUserId,
    from: 'bot',
    via: 'kf',
    msgtype,
    text: readableText(msgtype, body),
    payload: { msgtype, [msgtype]: body, openKfId: session.openKfId },
    msgid: id,
    ...(typeof body.media_id === 'string' ? { mediaId: body.media_id } : {}),
    ...(notes.length > 0 ? { warnings: notes } : {}),
    ...(isLost ? { dropped: 'undelivered' } : {}),
  });
}
