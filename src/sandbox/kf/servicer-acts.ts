/** What a person of the bureau does in the customer-service window of WeCom (wecom.md 6.5, 6.8). */
import { addMessage } from '../journal.js';
import type { World } from '../world.js';
import { noteSession } from './notes.js';
import { servicerName, servicersOf } from './people.js';
import { enterState, issueCode } from './sessions.js';
import type { KfSession } from './state.js';
import { addEntry, addEvent, nudge } from './stream.js';

/** Takes the session: out of the pool, from the bot, or one that has ended. */
export function takeSession(world: World, session: KfSession, servicer: string): Promise<void> {
  const from = session.state;
  enterState(world, session, 3, servicer);
  noteSession(world, session, `${servicerName(world, servicer)} 接待`);
  return changed(world, session, {
    change_type: from === 4 ? 4 : 1,
    new_servicer_userid: servicer,
    ...(from === 2 ? { msg_code: issueCode(world, session, 'person') } : {}),
  });
}

export function passSession(world: World, session: KfSession, to: string): Promise<void> {
  const before = session.servicer ?? '';
  enterState(world, session, 3, to);
  noteSession(world, session, `转给 ${servicerName(world, to)}`);
  return changed(world, session, { change_type: 2, old_servicer_userid: before, new_servicer_userid: to });
}

export function endSession(world: World, session: KfSession): Promise<void> {
  const before = session.servicer ?? '';
  enterState(world, session, 4);
  noteSession(world, session, '会话已结束');
  return changed(world, session, {
    change_type: 3,
    old_servicer_userid: before,
    msg_code: issueCode(world, session, 'ended'),
  });
}

/** Writes to the customer; the service reads it in the stream. */
export function writeAsServicer(world: World, session: KfSession, servicer: string, content: string): Promise<void> {
  const { openKfId, externalUserId } = session;
  session.activeAt = world.clock.now().getTime();
  const msgid = addEntry(world, openKfId, {
    open_kfid: openKfId,
    external_userid: externalUserId,
    origin: 5,
    servicer_userid: servicer,
    msgtype: 'text',
    text: { content },
  });
  addMessage(world, {
    to: externalUserId,
    from: servicer,
    via: 'kf',
    msgtype: 'text',
    text: content,
    payload: { content, openKfId },
    msgid,
  });
  return nudge(world, openKfId, servicer).finished;
}

export function setDuty(world: World, openKfId: string, servicer: string, onDuty: boolean): Promise<void> {
  servicersOf(world, openKfId)[servicer] = onDuty ? 0 : 1;
  world.changed();
  world.publish({ type: 'kf' });
  addEvent(world, openKfId, 'servicer_status_change', {
    servicer_userid: servicer,
    status: onDuty ? 1 : 2,
    ...(onDuty ? {} : { stop_type: 0 }),
  });
  return nudge(world, openKfId, servicer).finished;
}

/** Refuses messages of the customer, or takes them again. */
export function setRefusal(world: World, session: KfSession, servicer: string, isRefused: boolean): Promise<void> {
  addEvent(world, session.openKfId, 'reject_customer_msg_switch_change', {
    external_userid: session.externalUserId,
    servicer_userid: servicer,
    reject_switch: isRefused ? 1 : 0,
  });
  return nudge(world, session.openKfId, servicer).finished;
}

function changed(world: World, session: KfSession, fields: Record<string, unknown>): Promise<void> {
  addEvent(world, session.openKfId, 'session_status_change', { external_userid: session.externalUserId, ...fields });
  return nudge(world, session.openKfId, session.externalUserId).finished;
}
