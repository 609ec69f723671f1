import type { PassiveReply } from '../../../schemas/message.js';
import { cutUtf8 } from '../../lib/utf8.js';
import { type CallbackCredentials, type Stamp, sealEnvelope } from './envelope.js';
import { buildXml, type XmlContent } from './xml.js';

/** The platform cuts longer texts itself, also inside a character (wecom.md 1.8). */
const TEXT_MAX_BYTES = 2048;

/** The encrypted answer inside the HTTP response (wecom.md 1.8). @param userid who gets it */
export function sealPassiveReply(app: CallbackCredentials, reply: PassiveReply, userid: string, stamp: Stamp): string {
  const plaintext = buildXml({
    ToUserName: userid,
    FromUserName: app.corpId,
    CreateTime: stamp.timestamp,
    ...contentOf(reply),
  });
  return sealEnvelope(app, plaintext, stamp);
}

function contentOf(reply: PassiveReply): XmlContent {
  switch (reply.kind) {
    case 'text':
      return { MsgType: 'text', Content: cutUtf8(reply.text, TEXT_MAX_BYTES) };
    case 'update-button':
      return { MsgType: 'update_button', Button: { ReplaceName: reply.replaceName } };
  }
}
