/** What a person does in the app's chat, and how it looks on the wire (wecom.md 2.1, 2.2). */
import { buildXml, type XmlContent } from '../../channels/wecom/xml.js';
import type { World } from '../world.js';

export interface Gesture {
  /** Message type, or `event`. */
  msgtype: string;
  /** Message type, or the name of the event. */
  kind: string;
  /** What the journal shows. */
  text: string;
  payload: unknown;
  fields: XmlContent;
  mediaId?: string;
  /** Task id of the pressed card. */
  taskId?: string;
  /** Sent as it stands instead of `fields`. */
  rawXml?: string;
}

/** The inner XML as the platform writes it: numbers bare, texts as CDATA. @returns with the MsgId of messages */
export function innerXml(world: World, from: string, gesture: Gesture): { xml: string; msgId?: string } {
  if (gesture.rawXml !== undefined) return { xml: gesture.rawXml };
  const head = { ToUserName: world.credentials.corpId, FromUserName: from };
  const agent = { AgentID: world.credentials.agentId };
  if (gesture.msgtype === 'event') {
    const event = { CreateTime: eventSecond(world, from), MsgType: 'event', Event: gesture.kind };
    return { xml: buildXml({ ...head, ...event, ...gesture.fields, ...agent }) };
  }
  const msgId = newMsgId(world);
  const message = { CreateTime: seconds(world), MsgType: gesture.msgtype };
  const xml = buildXml({ ...head, ...message, ...gesture.fields, MsgId: msgId, ...agent });
  return { xml: xml.replace(`<MsgId><![CDATA[${msgId}]]></MsgId>`, `<MsgId>${msgId}</MsgId>`), msgId };
}

function seconds(world: World): number {
  return Math.floor(world.clock.now().getTime() / 1_000);
}

/** A person does not do two things in one second; on a frozen clock they would look like one event delivered twice. */
function eventSecond(world: World, from: string): number {
  const last = world.lastEventAt.get(from) ?? 0;
  const now = seconds(world);
  const next = now <= last && last - now < 60 ? last + 1 : now;
  world.lastEventAt.set(from, next);
  return next;
}

/** 19 digits, beyond what a JavaScript number holds. */
function newMsgId(world: World): string {
  return String(4_000_000_000_000_000_000n + (world.random(8).readBigUInt64BE() % 5_000_000_000_000_000_000n));
}
