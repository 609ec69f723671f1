import { expect, test } from '@jest/globals';
import { makeRefusals } from '../../../../src/channels/wecom/refusals.js';
import { makeLog } from '../../../../src/lib/log.js';

test('every refusal is counted, one a minute and reason is logged with the number left out', () => {
  const lines: { reason: string; suppressed: number }[] = [];
  const counted: string[] = [];
  let nowMs = 1000;
  const refuse = makeRefusals({
    log: makeLog('warn', { write: (line) => lines.push(JSON.parse(line)) }),
    count: (reason) => counted.push(reason),
    monotonicMs: () => nowMs,
  });
  for (let i = 0; i < 100; i++) refuse('signature', 'signature mismatch');
  refuse('query', 'parameter nonce missing');
  nowMs += 59_999;
  refuse('signature', 'signature mismatch');
  expect(lines.map(({ reason, suppressed }) => [reason, suppressed])).toEqual([
    ['signature', 0],
    ['query', 0],
  ]);
  nowMs += 1;
  refuse('signature', 'signature mismatch');
  refuse('signature', 'signature mismatch');
  expect(lines.slice(2).map(({ reason, suppressed }) => [reason, suppressed])).toEqual([['signature', 100]]);
  expect(counted).toHaveLength(104);
});
