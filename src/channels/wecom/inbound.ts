import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { InboundMessage } from '../../../schemas/message.js';
import { readEventBody } from './event-body.js';
import { readMessageBody } from './message-body.js';
import { WireError } from './wire-error.js';
import { parseXml } from './xml.js';

const leaf = z.string().default('');
const Common = z.object({
  FromUserName: leaf,
  CreateTime: z
    .string()
    .regex(/^\d{1,11}$/)
    .transform((seconds) => new Date(Number(seconds) * 1000)),
  MsgType: z.string().min(1),
  Event: leaf,
  MsgId: leaf,
  AgentID: leaf,
});

/**
 * Decrypted XML of a message or event → `InboundMessage`. Unknown types and events survive.
 * @param agentId of the app, for events that do not name it (kf nudges)
 * @throws WireError -40002 when the common elements (wecom.md 2) are missing
 */
export function parseInbound(plaintext: string, agentId: number): InboundMessage {
  const xml = parseXml(plaintext);
  const common = Common.safeParse(xml);
  if (!common.success) throw new WireError('parse', 'common elements are missing');
  const { FromUserName, CreateTime, MsgType, Event, MsgId, AgentID } = common.data;
  const isEvent = MsgType === 'event' && Event !== '';
  if (!isEvent && FromUserName === '') throw new WireError('parse', 'message without sender');
  const account = AgentID || String(agentId);
  return {
    // Events have no id, and user and second are too coarse; a retry repeats the plaintext (wecom.md 1.7).
    key: !isEvent && MsgId !== '' ? `m:${account}:${MsgId}` : `e:${account}:${sha256(plaintext)}`,
    channel: 'wecom',
    sender: FromUserName.toLowerCase() || 'sys',
    account,
    sentAt: CreateTime,
    body: isEvent ? readEventBody(Event, xml) : readMessageBody(MsgType, xml),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
