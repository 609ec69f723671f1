/** Reads the bot's answer to a callback as strictly as the platform would: envelope, signature, receiver, fields (wecom.md 1.8). */
import { decryptMessage, verifySignature } from '../../channels/wecom/crypto.js';
import { parseXml, type XmlElement, type XmlValue } from '../../channels/wecom/xml.js';
import { ApiError } from '../platform/api-error.js';
import { checkReplacement } from '../platform/card-codes.js';
import { checkMedia } from '../platform/media.js';
import { BODIES } from '../platform/message-types.js';
import { checkStrict } from '../platform/strict.js';
import type { World } from '../world.js';
import { cardFromXml } from './card-from-xml.js';

export type PassiveReply =
  | { kind: 'none' }
  | { kind: 'message'; msgtype: string; body: Record<string, unknown>; notes: string[] }
  | { kind: 'card'; replaced?: string; card?: Record<string, unknown> };

/** To what the bot answers. */
export interface Answered {
  from: string;
  /** Message type or event. */
  kind: string;
  isEvent: boolean;
  /** Task id of the pressed card. */
  taskId?: string;
}

/** A passive reply that the platform would ignore; the message says why. */
export class BadReply extends Error {
  override readonly name = 'BadReply';
}

/** Events that may be answered in place; of cards [90240]. */
const ANSWERABLE = new Set([
  'subscribe',
  'enter_agent',
  'LOCATION',
  'click',
  'view',
  'view_miniprogram',
  'scancode_waitmsg',
  'template_card_event',
  'template_card_menu_event',
]);

/** @throws BadReply */
export function readPassiveReply(world: World, answer: string, to: Answered): PassiveReply {
  if (answer === '' || answer === 'success') return { kind: 'none' };
  try {
    const inner = openEnvelope(world, answer);
    if (to.isEvent && !ANSWERABLE.has(to.kind)) throw new BadReply(`the event ${to.kind} cannot be answered in place`);
    return readInner(world, inner, to);
  } catch (error) {
    if (error instanceof BadReply) throw error;
    if (error instanceof ApiError) throw new BadReply(`${error.errcode} ${error.message}`, { cause: error });
    throw new BadReply((error as Error).message, { cause: error });
  }
}

function openEnvelope(world: World, answer: string): XmlElement {
  const { corpId, token, aesKey } = world.credentials;
  if (!answer.trimStart().startsWith('<xml>')) throw new BadReply('the answer is neither empty nor <xml>');
  const outer = only(parseXml(answer), ['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce'], 'the envelope');
  const [encrypt, signature, timestamp, nonce] = ['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce'].map((f) =>
    text(outer, f),
  );
  if (encrypt === undefined || signature === undefined || timestamp === undefined || nonce === undefined)
    throw new BadReply('the envelope needs Encrypt, MsgSignature, TimeStamp and Nonce');
  verifySignature({ token, timestamp, nonce, encrypt }, signature);
  return parseXml(decryptMessage({ aesKey, encrypt, receiveId: corpId }));
}

const HEAD = ['ToUserName', 'FromUserName', 'CreateTime', 'MsgType'];

function readInner(world: World, inner: XmlElement, to: Answered): PassiveReply {
  if (text(inner, 'ToUserName')?.toLowerCase() !== to.from.toLowerCase())
    throw new BadReply('ToUserName is not the sender');
  if (text(inner, 'FromUserName') !== world.credentials.corpId) throw new BadReply('FromUserName is not the corpid');
  if (!/^\d{10}$/.test(text(inner, 'CreateTime') ?? '')) throw new BadReply('CreateTime is not in seconds');
  const msgtype = text(inner, 'MsgType') ?? '';
  const element = (name: string, fields: string[]) => {
    only(inner, [...HEAD, name], msgtype);
    return only(isElement(inner[name]) ? inner[name] : {}, fields, name);
  };
  switch (msgtype) {
    case 'text':
      only(inner, [...HEAD, 'Content'], msgtype);
      return message('text', { content: text(inner, 'Content') });
    case 'image':
    case 'voice': {
      const name = msgtype === 'image' ? 'Image' : 'Voice';
      return media(world, message(msgtype, { media_id: text(element(name, ['MediaId']), 'MediaId') }));
    }
    case 'video': {
      const video = element('Video', ['MediaId', 'Title', 'Description']);
      return media(
        world,
        message(
          'video',
          defined({
            media_id: text(video, 'MediaId'),
            title: text(video, 'Title'),
            description: text(video, 'Description'),
          }),
        ),
      );
    }
    case 'news':
      only(inner, [...HEAD, 'ArticleCount', 'Articles'], msgtype);
      return message('news', { articles: articles(inner) });
    case 'update_button':
      pressed(to);
      return { kind: 'card', replaced: text(element('Button', ['ReplaceName']), 'ReplaceName') ?? '' };
    case 'update_template_card': {
      only(inner, [...HEAD, 'TemplateCard'], msgtype);
      const card = inner.TemplateCard;
      if (!isElement(card)) throw new BadReply('TemplateCard is missing');
      return { kind: 'card', ...checkReplacement(cardFromXml(card), pressed(to)) };
    }
    default:
      throw new BadReply(`unknown MsgType ${msgtype}`);
  }
}

function message(msgtype: string, body: Record<string, unknown>): PassiveReply & { kind: 'message' } {
  const schema = BODIES.app[msgtype];
  if (schema === undefined) throw new BadReply(`unknown MsgType ${msgtype}`);
  return { kind: 'message', msgtype, body, notes: checkStrict(schema, body).notes };
}

function media(world: World, reply: PassiveReply & { kind: 'message' }): PassiveReply {
  checkMedia(world, reply, 'corp');
  return reply;
}

function articles(inner: XmlElement): Record<string, unknown>[] {
  const wrapper = inner.Articles;
  const items = isElement(wrapper) && Array.isArray(wrapper.item) ? wrapper.item.filter(isElement) : [];
  if (text(inner, 'ArticleCount') !== String(items.length)) throw new BadReply('ArticleCount does not count the items');
  return items.map((i) =>
    defined({
      title: text(i, 'Title'),
      description: text(i, 'Description'),
      picurl: text(i, 'PicUrl'),
      url: text(i, 'Url'),
    }),
  );
}

function pressed(to: Answered): string {
  if (to.taskId === undefined) throw new BadReply('a card can be updated only in answer to template_card_event');
  return to.taskId;
}

function only(element: XmlElement, fields: string[], what: string): XmlElement {
  const strangers = Object.keys(element).filter((k) => !fields.includes(k));
  if (strangers.length > 0) throw new BadReply(`unknown element ${strangers.join(', ')} in ${what}`);
  return element;
}

function text(element: XmlElement, field: string): string | undefined {
  const value = element[field];
  return typeof value === 'string' ? value : undefined;
}

function isElement(value: XmlValue | undefined): value is XmlElement {
  return typeof value === 'object' && !Array.isArray(value);
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined && v !== ''));
}
