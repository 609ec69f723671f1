import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PassiveReply } from '../../../../schemas/message.js';
import { decryptMessage, signatureOf } from '../../../../src/channels/wecom/crypto.js';
import { sealEnvelope } from '../../../../src/channels/wecom/envelope.js';
import { sealPassiveReply } from '../../../../src/channels/wecom/passive-reply.js';
import { parseXml } from '../../../../src/channels/wecom/xml.js';
import { byteLength } from '../../../../src/lib/utf8.js';
import { CREDENTIALS_A, V3 } from '../../../fixtures/wecom-vectors.js';

const APP = { ...CREDENTIALS_A, agentId: 218 };
const STAMP = { timestamp: 1409735669, nonce: '1320562132' };

/** Opens an answer as the platform does. */
function open(sealed: string): string {
  const envelope = parseXml(sealed);
  const encrypt = String(envelope.Encrypt);
  const timestamp = String(envelope.TimeStamp);
  const nonce = String(envelope.Nonce);
  expect(envelope.MsgSignature).toBe(signatureOf({ token: APP.token, timestamp, nonce, encrypt }));
  return decryptMessage({ aesKey: APP.aesKey, encrypt, receiveId: APP.corpId });
}

const contentOf = (reply: PassiveReply) => parseXml(open(sealPassiveReply(APP, reply, 'insp007', STAMP)));

test('the envelope of vector V3, byte by byte', () => {
  const random = Buffer.from(V3.random ?? '', 'ascii');
  expect(sealEnvelope(APP, V3.plaintext, { ...STAMP, random })).toBe(
    `<xml><Encrypt><![CDATA[${V3.encrypt}]]></Encrypt><MsgSignature><![CDATA[${V3.signature}]]></MsgSignature>` +
      '<TimeStamp>1409735669</TimeStamp><Nonce><![CDATA[1320562132]]></Nonce></xml>',
  );
});

describe('sealPassiveReply', () => {
  test('text', () => {
    const sealed = sealPassiveReply(APP, { kind: 'text', text: '收到' }, 'insp007', STAMP);
    expect(open(sealed)).toBe(
      '<xml><ToUserName><![CDATA[insp007]]></ToUserName><FromUserName><![CDATA[wx5823bf96d3bd56c7]]></FromUserName>' +
        '<CreateTime>1409735669</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[收到]]></Content></xml>',
    );
  });

  test('update-button', () => {
    expect(contentOf({ kind: 'update-button', replaceName: '已接收' })).toEqual({
      ToUserName: 'insp007',
      FromUserName: APP.corpId,
      CreateTime: '1409735669',
      MsgType: 'update_button',
      Button: { ReplaceName: '已接收' },
    });
  });

  test('a long text is cut to 2048 bytes between characters', () => {
    expect(contentOf({ kind: 'text', text: '好'.repeat(1000) }).Content).toBe('好'.repeat(682));
    expect(contentOf({ kind: 'text', text: `${'a'.repeat(2047)}😀` }).Content).toBe('a'.repeat(2047));
    expect(contentOf({ kind: 'text', text: `${'a'.repeat(2044)}😀` }).Content).toBe(`${'a'.repeat(2044)}😀`);
  });

  test('the same reply is sealed anew every time', () => {
    const once = () => sealPassiveReply(APP, { kind: 'text', text: '收到' }, 'insp007', STAMP);
    expect(once()).not.toBe(once());
  });

  test('any text is a beginning of what was to be said and never more than 2048 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', size: 'large' }), (text) => {
        const content = String(contentOf({ kind: 'text', text }).Content);
        expect(byteLength(content)).toBeLessThanOrEqual(2048);
        const legal = text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
        expect(legal.replace(/\r\n?/g, '\n').startsWith(content)).toBe(true);
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});
