import { expect, test } from '@jest/globals';
import { makeLog } from '../../../src/lib/log.js';

test('planted secrets do not reach the log, wherever they stand', () => {
  const lines: string[] = [];
  const log = makeLog('trace', { write: (line: string) => void lines.push(line) });
  const secret = 'planted-secret-1';
  log.info({ token: secret, deep: { webhookKey: secret, more: { mobile: '13800138000' } } }, 'start');
  log.warn(`GET /cgi-bin/gettoken?corpid=ww1&corpsecret=${secret} failed`);
  log.error({ err: new Error(`access_token=${secret} for 41010819000101001X, 13800138000`) }, 'send');
  log.info('callback ?msg_signature=%s', 'x');
  const all = lines.join('');
  expect(lines).toHaveLength(4);
  for (const planted of [secret, '13800138000', '41010819000101001X']) expect(all).not.toContain(planted);
  expect(all).toContain('corpsecret=***');
});
