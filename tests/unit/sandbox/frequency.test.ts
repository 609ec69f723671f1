import { expect, test } from '@jest/globals';
import { movableClock } from '../../../src/lib/clock.js';
import { messageSend } from '../../../src/sandbox/platform/message-send.js';
import { createWorld } from '../../../src/sandbox/world.js';

const agentId = 1000002;

test('one member gets at most 1000 messages an hour, 30 a minute; the rest is dropped without an error', async () => {
  const clock = movableClock(new Date('2026-11-23T08:00:00+08:00'));
  clock.freeze(true);
  const world = createWorld({
    credentials: { corpId: 'ww1', agentId, secret: 's', token: 't', aesKey: 'k' },
    botCallbackUrl: 'http://127.0.0.1:1/',
    directory: { members: [{ userid: 'zhang', name: '张样例' }], groups: [] },
    clock,
  });
  const request = {
    query: {},
    ip: '127.0.0.1',
    body: { touser: 'zhang', agentid: agentId, msgtype: 'text', text: { content: '1' } },
  };
  for (let minute = 0; minute < 34; minute++) {
    for (let i = 0; i < 31; i++) await messageSend.run(world, request);
    clock.advance(61_000);
  }
  const dropped = world.state.messages.flatMap((m, i) => (m.dropped === 'frequency' ? [i] : []));
  // The last of each 31, and everything after the thousandth that arrived: 33 minutes and 10 of the 34th.
  expect(dropped.slice(0, 33)).toEqual(Array.from({ length: 33 }, (_, minute) => minute * 31 + 30));
  expect(dropped.slice(33)).toEqual(Array.from({ length: 21 }, (_, i) => 33 * 31 + 10 + i));
});
