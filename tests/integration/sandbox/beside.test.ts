/** A second process beside the one that runs the sandbox. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { followClock, sandboxCorpAt } from '../../../src/beside-sandbox.js';
import { movableClock } from '../../../src/lib/clock.js';
import { CREDENTIALS, openSandbox, type World } from './tiny-bot.js';

let world: World;
let ends: (() => Promise<void>)[];
beforeEach(async () => {
  world = await openSandbox();
  ends = [world.close];
});
afterEach(async () => {
  for (const end of ends.reverse()) await end();
});
const down = async () => {
  ends = ends.filter((end) => end !== world.close);
  await world.close();
};

test('it takes the time over before it wakes, and what becomes due when the clock is moved', async () => {
  await world.call('/sandbox/clock', { now: '2026-11-30 08:00', freeze: true });
  const clock = movableClock(new Date('2026-11-28T17:00:00+08:00'));
  const steps: string[] = [];
  let heard = () => {};
  const follower = followClock({
    url: world.base,
    clock,
    moved: async (from, to) => {
      steps.push(`${from.toISOString()} ${to.toISOString()}`);
      heard();
    },
    log: { error: (about: object) => steps.push(JSON.stringify(about)) },
  });
  ends.push(follower.stop);
  await follower.join();
  expect([clock.now().toISOString(), clock.frozen, steps]).toEqual(['2026-11-30T00:00:00.000Z', true, []]);
  const moved = new Promise<void>((done) => {
    heard = done;
  });
  follower.start();
  await world.call('/sandbox/clock', { now: '2026-12-01 08:30' });
  await moved;
  expect(steps).toEqual(['2026-11-30T00:00:00.000Z 2026-12-01T00:30:00.000Z']);
  await down();
  await follower.join();
  expect(clock.now().toISOString()).toBe('2026-12-01T00:30:00.000Z');
});

test('a sandbox tells its corp, so that one of another house is not taken for ours', async () => {
  expect(await sandboxCorpAt(world.base)).toBe(CREDENTIALS.corpId);
  expect(await sandboxCorpAt(`${world.base}/something-else`)).toBe('');
  await down();
  expect(await sandboxCorpAt(world.base)).toBeNull();
});
