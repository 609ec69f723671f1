/** What `sync_msg` brings: messages of customers and servicers, and events (wecom.md 6.3–6.5). */
import { z } from 'zod';
import type { InboundBody } from '../../../schemas/message.js';
import { readContent } from './body.js';

const words = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

export type KfEvent =
  /** By link or QR code; `code` only when a welcome may be sent, within 20 s. */
  | { type: 'entered'; scene: string; sceneParam: string; code: string }
  /** A message of ours that was accepted did not arrive. */
  | { type: 'send-failed'; failMsgId: string; failType: number }
  | { type: 'session'; change: 'taken' | 'passed-on' | 'ended' | 'resumed'; servicer: string; code: string }
  | { type: 'duty'; servicer: string; onDuty: boolean }
  | { type: 'recalled'; msgId: string }
  /** A servicer refuses messages of this customer, or takes them again. */
  | { type: 'refusal'; refused: boolean }
  | { type: 'other'; name: string };

interface Common {
  msgId: string;
  sentAt: Date;
  /** '' in events that concern no customer. */
  externalUserId: string;
}

export type KfEntry =
  | (Common & { kind: 'message'; from: 'customer' | 'servicer'; servicer: string; body: InboundBody })
  | (Common & { kind: 'event'; event: KfEvent });

const ORIGIN_SERVICER = 5;
const CHANGES = { 1: 'taken', 2: 'passed-on', 3: 'ended', 4: 'resumed' } as const;
const ON_DUTY = 1;

const Head = z.looseObject({
  msgid: z.string().min(1),
  send_time: z.number().int().nonnegative(),
  origin: z.number().default(0),
  msgtype: z.string().min(1),
  external_userid: words,
  servicer_userid: words,
});

const Event = z.object({
  event_type: z.string().min(1),
  external_userid: words,
  scene: words,
  scene_param: words,
  welcome_code: words,
  fail_msgid: words,
  fail_type: z.number().nullish(),
  change_type: z.number().nullish(),
  new_servicer_userid: words,
  msg_code: words,
  servicer_userid: words,
  status: z.number().nullish(),
  recall_msgid: words,
  reject_switch: z.number().nullish(),
});
type Event = z.infer<typeof Event>;

/** Null for what has neither an id nor a time: it cannot be told from another, so it cannot be kept. */
export function readEntry(raw: unknown): KfEntry | null {
  const head = Head.safeParse(raw);
  if (!head.success) return null;
  const { msgid, send_time, msgtype, origin, external_userid, servicer_userid } = head.data;
  const common = { msgId: msgid, sentAt: new Date(send_time * 1000) };
  if (msgtype !== 'event') {
    const from = origin === ORIGIN_SERVICER ? 'servicer' : 'customer';
    const body = readContent(msgtype, head.data[msgtype]);
    return { kind: 'message', ...common, externalUserId: external_userid, from, servicer: servicer_userid, body };
  }
  const event = Event.safeParse(head.data.event);
  if (!event.success)
    return { kind: 'event', ...common, externalUserId: external_userid, event: { type: 'other', name: 'unreadable' } };
  // events name their customer inside (wecom.md 6.3)
  const externalUserId = event.data.external_userid || external_userid;
  return { kind: 'event', ...common, externalUserId, event: eventOf(event.data) };
}

function eventOf(event: Event): KfEvent {
  switch (event.event_type) {
    case 'enter_session':
      return { type: 'entered', scene: event.scene, sceneParam: event.scene_param, code: event.welcome_code };
    case 'msg_send_fail':
      return { type: 'send-failed', failMsgId: event.fail_msgid, failType: event.fail_type ?? 0 };
    case 'session_status_change': {
      const change = CHANGES[(event.change_type ?? 0) as keyof typeof CHANGES];
      if (change === undefined) break;
      return { type: 'session', change, servicer: event.new_servicer_userid, code: event.msg_code };
    }
    case 'servicer_status_change':
      return { type: 'duty', servicer: event.servicer_userid, onDuty: event.status === ON_DUTY };
    case 'user_recall_msg':
    case 'servicer_recall_msg':
      return { type: 'recalled', msgId: event.recall_msgid };
    case 'reject_customer_msg_switch_change':
      return { type: 'refusal', refused: event.reject_switch === 1 };
  }
  return { type: 'other', name: event.event_type };
}
