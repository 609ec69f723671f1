/** What a customer does in WeChat, and how it reaches the service: an entry in the stream and a nudge (wecom.md 6.4, 6.5). */
import type { Delivery } from '../callback/delivery.js';
import type { Gesture } from '../callback/gesture.js';
import { addMessage, type JournalMessage, messageChanged } from '../journal.js';
import type { World } from '../world.js';
import { enterState, issueCode, SESSION_MS, sessionOf } from './sessions.js';
import { addEntry, addEvent, nudge } from './stream.js';

export interface KfPerformed {
  entry: JournalMessage;
  delivery: Delivery;
  msgId: string;
  /** Resolves when the nudge was answered or given up. */
  finished: Promise<void>;
}

/** @param menuId of the item of a menu that was tapped */
export function writeAsCustomer(
  world: World,
  who: { openKfId: string; externalUserId: string },
  gesture: Gesture,
  menuId?: string,
): KfPerformed {
  const { openKfId, externalUserId } = who;
  const session = sessionOf(world, openKfId, externalUserId);
  if (session.state === 4) enterState(world, session, 0);
  const now = world.clock.now().getTime();
  Object.assign(session, { activeAt: now, wroteAt: now, sent: 0 });
  const msgId = addEntry(world, openKfId, {
    open_kfid: openKfId,
    external_userid: externalUserId,
    origin: 3,
    msgtype: gesture.msgtype,
    [gesture.msgtype]: contentOf(gesture, menuId),
  });
  return announce(world, who, gesture, msgId);
}

/** Comes by a link or a QR code. A welcome may be sent when none was for 48 h and the customer has not written. */
export function enterAsCustomer(
  world: World,
  who: { openKfId: string; externalUserId: string },
  scene: { scene: string; sceneParam: string },
): KfPerformed {
  const { openKfId, externalUserId } = who;
  const session = sessionOf(world, openKfId, externalUserId);
  const now = world.clock.now().getTime();
  const isRecent = (at: number | undefined) => at !== undefined && now - at < SESSION_MS;
  const isWelcome = !isRecent(session.welcomedAt) && !isRecent(session.wroteAt);
  Object.assign(session, { scene, activeAt: session.state === 4 ? now : session.activeAt });
  const msgId = addEvent(world, openKfId, 'enter_session', {
    external_userid: externalUserId,
    scene: scene.scene,
    scene_param: scene.sceneParam,
    ...(isWelcome ? { welcome_code: issueCode(world, session, 'welcome') } : {}),
  });
  const text = scene.scene === '' ? '[进入客服]' : `[进入客服 ${scene.scene}]`;
  return announce(world, who, { msgtype: 'event', text, payload: scene }, msgId);
}

/** Takes a message back. @param msgId of the message as the service knows it */
export function recallAsCustomer(
  world: World,
  who: { openKfId: string; externalUserId: string },
  msgId: string,
): KfPerformed {
  const own = addEvent(world, who.openKfId, 'user_recall_msg', {
    external_userid: who.externalUserId,
    recall_msgid: msgId,
  });
  const recalled = world.state.messages.find((m) => m.from === who.externalUserId && m.msgid === msgId);
  if (recalled !== undefined) {
    recalled.recalled = true;
    messageChanged(world, recalled);
  }
  return announce(world, who, { msgtype: 'event', text: '[撤回一条消息]', payload: { msgId } }, own);
}

function announce(
  world: World,
  { openKfId, externalUserId }: { openKfId: string; externalUserId: string },
  shown: Pick<Gesture, 'msgtype' | 'text' | 'payload' | 'mediaId'>,
  msgId: string,
): KfPerformed {
  const entry = addMessage(world, {
    to: 'bot',
    from: externalUserId,
    via: 'user',
    msgtype: shown.msgtype,
    text: shown.text,
    payload: { ...(shown.payload as object), openKfId },
    msgid: msgId,
    ...(shown.mediaId === undefined ? {} : { mediaId: shown.mediaId }),
    delivery: { state: 'pending', attempts: 0, errors: [] },
  });
  const { delivery, finished } = nudge(world, openKfId, externalUserId);
  const note = () => {
    entry.delivery = { state: delivery.state, attempts: delivery.attempts.length, errors: [...delivery.errors] };
    messageChanged(world, entry);
  };
  return { entry, delivery, msgId, finished: finished.then(note) };
}

/** The JSON of sync_msg for what the gesture says in XML. */
function contentOf({ msgtype, text, payload, mediaId }: Gesture, menuId: string | undefined): object {
  const p = payload as Record<string, unknown>;
  switch (msgtype) {
    case 'text':
      return { content: text, ...(menuId === undefined ? {} : { menu_id: menuId }) };
    case 'location':
      return { latitude: p.lat, longitude: p.lng, name: p.label, address: p.label };
    case 'link':
      return { title: p.title ?? p.url ?? '', desc: p.description ?? '', url: p.url ?? '', pic_url: '' };
    default:
      return { media_id: mediaId };
  }
}
