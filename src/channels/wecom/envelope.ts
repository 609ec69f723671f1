/** The encrypted envelope around every callback and around the answer to it (wecom.md 1.3, 1.8). */
import { z } from 'zod';
import { decryptMessage, encryptMessage, type Signed, signatureOf, verifySignature } from './crypto.js';
import { WireError } from './wire-error.js';
import { buildXml, parseXml } from './xml.js';

/** What the wire format of one self-built app needs. */
export interface CallbackCredentials {
  corpId: string;
  agentId: number;
  token: string;
  aesKey: string;
}

/** Query parameters of a callback, decoded once. */
export interface CallbackQuery {
  msg_signature: string;
  timestamp: string;
  nonce: string;
}

/** An `Encrypt` may come without CDATA and with white space around it. */
const Envelope = z.object({ ToUserName: z.string().trim(), Encrypt: z.string().trim().min(1) });

/** Verifies and decrypts one `encrypt` (also the `echostr` of the URL check). @throws WireError */
export function openEncrypted(app: CallbackCredentials, query: CallbackQuery, encrypt: string): string {
  const signed: Signed = { token: app.token, timestamp: query.timestamp, nonce: query.nonce, encrypt };
  verifySignature(signed, query.msg_signature);
  return decryptMessage({ aesKey: app.aesKey, encrypt, receiveId: app.corpId });
}

/** Body of a POST → decrypted XML. @throws WireError */
export function openEnvelope(app: CallbackCredentials, query: CallbackQuery, body: string): string {
  const envelope = Envelope.safeParse(parseXml(body));
  if (!envelope.success) throw new WireError('parse', 'not an encrypted envelope');
  // Cheap filter; the receive id inside the ciphertext decides.
  if (envelope.data.ToUserName !== app.corpId) throw new WireError('receive-id', 'envelope names another corp');
  return openEncrypted(app, query, envelope.data.Encrypt);
}

/** How an answer is stamped: seconds since the epoch, a nonce, and for tests 16 random bytes. */
export interface Stamp {
  timestamp: number;
  nonce: string;
  random?: Buffer;
}

/** XML of an answer → encrypted envelope with a signature of its own. */
export function sealEnvelope(app: CallbackCredentials, plaintext: string, { timestamp, nonce, random }: Stamp): string {
  const encrypt = encryptMessage({
    aesKey: app.aesKey,
    message: plaintext,
    receiveId: app.corpId,
    ...(random && { random }),
  });
  const signature = signatureOf({ token: app.token, timestamp: String(timestamp), nonce, encrypt });
  return buildXml({ Encrypt: encrypt, MsgSignature: signature, TimeStamp: timestamp, Nonce: nonce });
}
