import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { decrypt as decryptByLibrary, getJsApiSignature } from '@wecom/crypto';
import fc from 'fast-check';
import { decryptMessage, encryptMessage, signatureOf, verifySignature } from '../../../../src/channels/wecom/crypto.js';
import { WireError } from '../../../../src/channels/wecom/wire-error.js';
import { CREDENTIALS_A, V1, V2, V3, V4, V5, V6, V7, type Vector } from '../../../fixtures/wecom-vectors.js';

const { aesKey, corpId, token } = CREDENTIALS_A;

function codeOf(run: () => unknown): number {
  try {
    run();
  } catch (error) {
    if (error instanceof WireError) return error.code;
    throw error;
  }
  throw new Error('nothing was thrown');
}

function signedBy(vector: Omit<Vector, 'plaintext'>) {
  return {
    token: vector.credentials.token,
    timestamp: vector.timestamp,
    nonce: vector.nonce,
    encrypt: vector.encrypt,
  };
}

function decryptVector(vector: Omit<Vector, 'plaintext'>): string {
  return decryptMessage({ aesKey: vector.credentials.aesKey, encrypt: vector.encrypt, receiveId: vector.receiveId });
}

/** Encrypts a padded plaintext as it stands, so that a test can damage any byte of it. */
function encryptRaw(padded: Buffer): string {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const aes = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([aes.update(padded), aes.final()]).toString('base64');
}

/** 96 bytes: header, message, receive id, and 20 bytes of padding. */
function paddedPlaintext(message = Buffer.from('x'.repeat(38))): Buffer {
  const header = Buffer.alloc(20);
  header.writeUInt32BE(message.length, 16);
  const body = Buffer.concat([header, message, Buffer.from(corpId)]);
  return Buffer.concat([body, Buffer.alloc(20, 20)]);
}

const decryptA = (encrypt: string) => decryptMessage({ aesKey, encrypt, receiveId: corpId });

describe('vectors', () => {
  test.each([V1, V2, V3, V4, V5])('$name: signature, decryption', (vector) => {
    expect(signatureOf(signedBy(vector))).toBe(vector.signature);
    verifySignature(signedBy(vector), vector.signature);
    expect(decryptVector(vector)).toBe(vector.plaintext);
  });

  test.each([V1, V2, V3, V4])('$name: encryption with the same random part gives the same bytes', (vector) => {
    const again = encryptMessage({
      aesKey: vector.credentials.aesKey,
      message: vector.plaintext,
      receiveId: vector.receiveId,
      random: Buffer.from(vector.random ?? '', 'ascii'),
    });
    expect(again).toBe(vector.encrypt);
  });

  test('V6 message without CDATA', () => {
    verifySignature(signedBy(V6), V6.signature);
    const plaintext = decryptVector(V6);
    expect(Buffer.byteLength(plaintext)).toBe(228);
    expect(plaintext).toContain('<Content>你好</Content>');
    expect(plaintext).toContain('<MsgId>1456453720</MsgId>');
  });

  test('V7 JS-SDK signature', () => {
    expect(getJsApiSignature(V7).signature).toBe(V7.signature);
  });
});

describe('signature', () => {
  test('takes upper-case hex', () => {
    expect(() => verifySignature(signedBy(V1), V1.signature.toUpperCase())).not.toThrow();
  });

  test.each([
    ['one character flipped', `6${V1.signature.slice(1)}`],
    ['empty', ''],
    ['too short', V1.signature.slice(1)],
    ['too long', `${V1.signature}0`],
    ['not hex', 'z'.repeat(40)],
    ['line end behind it', `${V1.signature}\n`],
  ])('%s is refused with -40001', (_, signature) => {
    expect(codeOf(() => verifySignature(signedBy(V1), signature))).toBe(-40001);
  });

  test.each(['token', 'timestamp', 'nonce', 'encrypt'] as const)('covers %s', (part) => {
    expect(codeOf(() => verifySignature({ ...signedBy(V1), [part]: 'other' }, V1.signature))).toBe(-40001);
  });

  test('sorts by code units, not by language', () => {
    // SHA1 of 'ABab'; a comparison by language would sort a before B.
    const parts = { token: 'b', timestamp: 'A', nonce: 'a', encrypt: 'B' };
    expect(signatureOf(parts)).toBe('4cf88ce142afe906ce4444ea98fddf229bf2392b');
  });
});

describe('receive id', () => {
  test.each([
    ['V1 for another corp', V1, 'wwOTHER'],
    ['V1 for nobody', V1, ''],
    ['V1 for a beginning of the id', V1, V1.receiveId.slice(0, -1)],
    ['V4 without id for the corp', V4, corpId],
  ])('%s is refused with -40005', (_, vector, receiveId) => {
    expect(codeOf(() => decryptVector({ ...vector, receiveId }))).toBe(-40005);
  });
});

describe('key', () => {
  test.each([
    ['42 characters', aesKey.slice(1)],
    ['44 characters', `${aesKey}A`],
    ['a padded one', `${aesKey}=`],
    ['a line end', `${aesKey}\n`],
    ['-', `-${aesKey.slice(1)}`],
    ['/', `/${aesKey.slice(1)}`],
    ['nothing', ''],
  ])('%s is refused with -40004', (_, key) => {
    expect(codeOf(() => decryptMessage({ aesKey: key, encrypt: V1.encrypt, receiveId: corpId }))).toBe(-40004);
    expect(codeOf(() => encryptMessage({ aesKey: key, message: '', receiveId: '' }))).toBe(-40004);
  });
});

describe('Base64 and length of the ciphertext', () => {
  test.each([
    ['nothing', '', -40010],
    ['no whole quantum', V2.encrypt.slice(1), -40010],
    ['url-safe alphabet', V2.encrypt.replace('+', '-'), -40010],
    ['white space', ` ${V2.encrypt.slice(1)}`, -40010],
    ['padding inside', `====${V2.encrypt.slice(4)}`, -40010],
    ['four characters less', V2.encrypt.slice(0, -4), -40008],
    ['16 bytes', Buffer.alloc(16).toString('base64'), -40008],
    ['48 bytes', Buffer.alloc(48).toString('base64'), -40008],
    ['33 bytes', Buffer.alloc(33).toString('base64'), -40008],
  ])('%s', (_, encrypt, code) => {
    expect(codeOf(() => decryptA(encrypt))).toBe(code);
  });
});

describe('plaintext', () => {
  test('the untouched one is taken', () => {
    expect(decryptA(encryptRaw(paddedPlaintext()))).toBe('x'.repeat(38));
  });

  test.each([0, 33, 255])('pad byte %i is refused with -40008', (pad) => {
    const padded = paddedPlaintext();
    padded[padded.length - 1] = pad;
    expect(codeOf(() => decryptA(encryptRaw(padded)))).toBe(-40008);
  });

  test('33 pad bytes that agree are refused with -40008', () => {
    const padded = Buffer.concat([paddedPlaintext().subarray(0, 63), Buffer.alloc(33, 33)]);
    padded.writeUInt32BE(63 - 20 - corpId.length, 16);
    padded.write(corpId, 63 - corpId.length);
    expect(codeOf(() => decryptA(encryptRaw(padded)))).toBe(-40008);
  });

  test('padding to 16 instead of 32 is refused with -40008', () => {
    const header = Buffer.alloc(20);
    header.writeUInt32BE(6, 16);
    const padded = Buffer.concat([header, Buffer.from(`123456${corpId}`), Buffer.alloc(4, 4)]);
    expect(padded).toHaveLength(48);
    expect(codeOf(() => decryptA(encryptRaw(padded)))).toBe(-40008);
  });

  test('pad bytes that differ are refused with -40008', () => {
    for (let at = 76; at < 95; at++) {
      const padded = paddedPlaintext();
      padded[at] = 19;
      expect(codeOf(() => decryptA(encryptRaw(padded)))).toBe(-40008);
    }
  });

  test.each([0x7fffffff, 0xffffffff, 57])('length field %i is refused with -40008', (length) => {
    const padded = paddedPlaintext();
    padded.writeUInt32BE(length, 16);
    expect(codeOf(() => decryptA(encryptRaw(padded)))).toBe(-40008);
  });

  test('length field one too small or too large moves the receive id: -40005', () => {
    for (const length of [37, 39]) {
      const padded = paddedPlaintext();
      padded.writeUInt32BE(length, 16);
      expect(codeOf(() => decryptA(encryptRaw(padded)))).toBe(-40005);
    }
  });

  test('shorter than its header: -40008', () => {
    expect(codeOf(() => decryptA(encryptRaw(Buffer.alloc(32, 32))))).toBe(-40008);
    expect(codeOf(() => decryptA(encryptRaw(Buffer.alloc(32, 13))))).toBe(-40008);
  });

  test('bytes that are not UTF-8: -40008', () => {
    for (const bad of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe4, 0xbd]]) {
      const message = Buffer.concat([Buffer.alloc(38 - bad.length, 'x'), Buffer.from(bad)]);
      expect(codeOf(() => decryptA(encryptRaw(paddedPlaintext(message))))).toBe(-40008);
    }
  });

  test('a byte-order mark stays part of the message', () => {
    const message = Buffer.concat([Buffer.from('\ufeff'), Buffer.alloc(35, 'x')]);
    expect(Buffer.from(decryptA(encryptRaw(paddedPlaintext(message))))).toEqual(message);
  });

  test('random ciphertext never decrypts', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
        expect(codeOf(() => decryptA(Buffer.from(bytes).toString('base64')))).toBe(-40008);
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

describe('encryption', () => {
  test('round trip of any text; the library reads it too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (message, receiveId) => {
        const encrypt = encryptMessage({ aesKey, message, receiveId });
        expect(decryptMessage({ aesKey, encrypt, receiveId })).toBe(message);
        expect(decryptByLibrary(aesKey, encrypt)).toMatchObject({ message, id: receiveId });
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  test('the same message is never encrypted twice alike', () => {
    const once = () => encryptMessage({ aesKey, message: '收到', receiveId: corpId });
    expect(once()).not.toBe(once());
  });

  test('a random part of another length is refused with -40006', () => {
    const random = Buffer.alloc(15);
    expect(codeOf(() => encryptMessage({ aesKey, message: '', receiveId: corpId, random }))).toBe(-40006);
  });

  test('what is thrown holds no secret', () => {
    try {
      decryptMessage({ aesKey, encrypt: V1.encrypt, receiveId: 'wwOTHER' });
    } catch (error) {
      const shown = `${String(error)} ${JSON.stringify(error)}`;
      for (const secret of [aesKey, token, V1.plaintext, corpId]) expect(shown).not.toContain(secret);
    }
    expect.assertions(4);
  });
});
