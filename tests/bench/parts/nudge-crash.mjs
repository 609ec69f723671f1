// Two processes that sweep nudges and are killed at random over virtual weeks, against one that nobody kills.
import { callApart, startApart } from '../lib/apart.mjs';
import { figure } from '../lib/figures.mjs';

export const about = 'nudges: two processes, killed at random over virtual weeks; slots sent once, twice, missed';

/** Of each slot the first two wakes are disturbed, the third makes up what they left. */
const SLOTS = [
  { disturbed: ['10:00', '10:10'], calm: '10:20' },
  { disturbed: ['16:00', '16:10'], calm: '16:20' },
];
const FIRST_DAY = Date.UTC(2010, 6, 26);
const KILLED = 0.4;
const module = new URL('../nudges/crash.mjs', import.meta.url);

export async function run({ quick, database, say }) {
  const [weeks, cells] = quick ? [1, 8] : [3, 24];
  const days = Array.from({ length: 7 * weeks }, (_, n) =>
    new Date(FIRST_DAY + n * 86_400_000).toISOString().slice(0, 10),
  );
  const calm = { uri: await database('bench-crash-calm'), cells };
  const wild = { uri: await database('bench-crash-wild'), cells };
  await callApart(module, 'prepare', calm);
  await callApart(module, 'prepare', wild);

  const one = startApart(module);
  for (const day of days) for (const { calm: time } of SLOTS) await one.call('sweep', { uri: calm.uri, day, time });
  const expected = await one.call('told', calm);
  await one.stop();
  say(`undisturbed: ${expected.slots.length} messages`);

  const chance = makeChance(20100726);
  const workers = [startApart(module), startApart(module)];
  await Promise.all(workers.map((worker) => worker.call('warm', wild)));
  let [kills, wakes, gap, longestMs] = [0, 0, 0, 200];
  const disturb = async (worker, i, at) => {
    wakes++;
    const start = performance.now();
    const killed = chance() < KILLED;
    const timer = killed && setTimeout(() => process.kill(worker.pid, 'SIGKILL'), chance() * longestMs);
    const swept = await worker.call('sweep', at).catch((error) => {
      if (!killed) throw error;
    });
    clearTimeout(timer);
    if (swept === undefined) {
      kills++;
      workers[i] = startApart(module);
      await workers[i].call('warm', wild);
      return;
    }
    gap += swept;
    longestMs = Math.max(longestMs / 2, performance.now() - start);
  };
  for (const day of days)
    for (const { disturbed, calm: last } of SLOTS) {
      for (const time of disturbed)
        await Promise.all(workers.map((worker, i) => disturb(worker, i, { uri: wild.uri, day, time })));
      gap += await workers[0].call('sweep', { uri: wild.uri, day, time: last });
    }
  const got = await workers[0].call('told', wild);
  await Promise.all(workers.map((worker) => worker.stop()));

  return [
    figure('virtual weeks', weeks, 'weeks'),
    figure('wakes of two processes', wakes, 'times'),
    figure('killed in the middle', kills, 'times'),
    ...['rungs', 'slots'].flatMap((what) => {
      const { once, twice, missed } = compare(expected[what], got[what]);
      const name = what === 'rungs' ? 'rungs told to a target' : 'messages (slot and target)';
      return [
        figure(`${name}: once`, once, 'times'),
        figure(`${name}: twice`, twice, 'times', { atMost: 0 }),
        figure(`${name}: missed`, missed, 'times', { atMost: 0 }),
      ];
    }),
    figure('told on a later day than its own', gap, 'times', { atMost: 0 }),
  ];
}

/** How often each of what was expected, and of what came, is there. */
function compare(expected, got) {
  const counts = new Map();
  for (const one of got) counts.set(one, (counts.get(one) ?? 0) + 1);
  return {
    once: [...counts.values()].filter((n) => n === 1).length,
    twice: [...counts.values()].filter((n) => n > 1).length,
    missed: new Set(expected.filter((one) => !counts.has(one))).size,
  };
}

/** The same random numbers in every run. */
function makeChance(seed) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
