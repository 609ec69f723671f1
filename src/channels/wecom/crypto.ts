/**
 * The strict guard around `@wecom/crypto`: signature, decryption and encryption of callbacks (wecom.md 1.4, 1.5).
 * The library signs and encrypts; decryption is done here, because it hides what a strict check must see (docs/adr/0001).
 */
import { createDecipheriv, timingSafeEqual } from 'node:crypto';
import { encrypt as encryptByLibrary, getSignature } from '@wecom/crypto';
import { WireError } from './wire-error.js';

const RANDOM_BYTES = 16;
const HEADER_BYTES = RANDOM_BYTES + 4;
/** PKCS#7 block of this platform, not the 16 of AES. */
const BLOCK_BYTES = 32;

/** Refuses bytes that are not UTF-8 and keeps a leading BOM, so that text and bytes stand for each other. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What a signature covers; all four as received, never renormalised. */
export interface Signed {
  token: string;
  timestamp: string;
  nonce: string;
  encrypt: string;
}

/** 40 lower-case hex digits: SHA1 over the four parts in code-unit order (wecom.md 1.4). */
export function signatureOf({ token, timestamp, nonce, encrypt }: Signed): string {
  return getSignature(token, timestamp, nonce, encrypt);
}

/** Compares in constant time. @throws WireError -40001 */
export function verifySignature(signed: Signed, signature: string): void {
  const matches =
    /^[0-9a-f]{40}$/i.test(signature) &&
    timingSafeEqual(Buffer.from(signature, 'hex'), Buffer.from(signatureOf(signed), 'hex'));
  if (!matches) throw new WireError('signature', 'signature mismatch');
}

/**
 * The text inside `encrypt` (Base64). Call it after `verifySignature`.
 * @param input.aesKey EncodingAESKey, 43 characters
 * @param input.receiveId whom it must be meant for: the corpid; '' only for an aibot
 * @throws WireError -40004, -40005, -40007, -40008, -40010
 */
export function decryptMessage(input: { aesKey: string; encrypt: string; receiveId: string }): string {
  const body = unpad(decipher(keyBytes(input.aesKey), ciphertextOf(input.encrypt)));
  if (body.length < HEADER_BYTES) throw new WireError('buffer', 'plaintext shorter than its header');
  const end = HEADER_BYTES + body.readUInt32BE(RANDOM_BYTES);
  if (end > body.length) throw new WireError('buffer', 'length field beyond the plaintext');
  const message = decodeUtf8(body.subarray(HEADER_BYTES, end));
  if (!body.subarray(end).equals(Buffer.from(input.receiveId))) {
    throw new WireError('receive-id', 'meant for another receiver');
  }
  return message;
}

/**
 * Base64 of the encrypted message.
 * @param input.random 16 bytes; without it fresh ones
 * @throws WireError -40004, -40006
 */
export function encryptMessage(input: { aesKey: string; message: string; receiveId: string; random?: Buffer }): string {
  keyBytes(input.aesKey);
  if (input.random !== undefined && input.random.length !== RANDOM_BYTES) {
    throw new WireError('encrypt', `random part must have ${RANDOM_BYTES} bytes`);
  }
  return encryptByLibrary(input.aesKey, input.message, input.receiveId, input.random);
}

/** Real keys have non-zero trailing bits in the last character, so re-encoding is no check (wecom.md 1.5). */
function keyBytes(aesKey: string): Buffer {
  if (!/^[A-Za-z0-9]{43}$/.test(aesKey)) throw new WireError('aes-key', 'EncodingAESKey must be 43 letters and digits');
  return Buffer.from(`${aesKey}=`, 'base64');
}

function ciphertextOf(encrypt: string): Buffer {
  if (encrypt.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encrypt)) {
    throw new WireError('base64-decode', 'ciphertext is not Base64');
  }
  const bytes = Buffer.from(encrypt, 'base64');
  if (bytes.length === 0 || bytes.length % BLOCK_BYTES !== 0) {
    throw new WireError('buffer', `ciphertext is not whole blocks of ${BLOCK_BYTES} bytes`);
  }
  return bytes;
}

function decipher(key: Buffer, ciphertext: Buffer): Buffer {
  try {
    const aes = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    return Buffer.concat([aes.update(ciphertext), aes.final()]);
  } catch (cause) {
    throw new WireError('decrypt', 'AES failed', { cause });
  }
}

function unpad(padded: Buffer): Buffer {
  const count = padded[padded.length - 1] ?? 0;
  const padding = padded.subarray(padded.length - count);
  if (count < 1 || count > BLOCK_BYTES || !padding.every((byte) => byte === count)) {
    throw new WireError('buffer', 'padding is wrong');
  }
  return padded.subarray(0, padded.length - count);
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new WireError('buffer', 'message is not UTF-8', { cause });
  }
}
