// The path of a message through real HTTP and the real service, against the same writes by the plain driver. Both run at the
// same time of day on the same server: short runs take turns and medians are compared, because machines are noisy.
import { MongoClient } from 'mongodb';
import { openPlatform } from '../callback/platform.mjs';
import { startApart } from '../lib/apart.mjs';
import { figure, median, percentile } from '../lib/figures.mjs';

export const about = 'encrypted callback → commit → encrypted passive reply, against the plain driver';

const CONCURRENCIES = [1, 8, 32];
/** 5 % of the platform's five seconds. */
const P99_AIM_MS = 250;
const RATIO_AIM = 0.7;
const module = (name) => new URL(`../callback/${name}.mjs`, import.meta.url);

export async function run({ quick, database, say }) {
  const plan = quick ? { rounds: 1, ms: 700, most: 2_000 } : { rounds: 5, ms: 4_000, most: 12_000 };
  const text = await measure('text', { plan, database, say });
  const menu = await measure('menu', { plan: quick ? plan : { ...plan, rounds: 3 }, database, say });
  return [...text, ...menu];
}

async function measure(cycle, { plan, database, say }) {
  const platform = await openPlatform();
  const [service, baseline, load] = ['service', 'baseline', 'load'].map((name) => startApart(module(name)));
  try {
    const serviceUri = await database(`bench-service-${cycle}`);
    const client = await MongoClient.connect(serviceUri);
    const spent = () => spentBy(client.db('admin'), { service, baseline });
    const a = { name: 'service', url: await service.call('open', { uri: serviceUri, apiBase: platform.base }) };
    const send = (at, concurrency, ms, most) =>
      load.call('run', { url: at.url, cycle, concurrency, ms, most, check: at === a });
    // both sides warm, and the service half-way through its forms, before anything counts
    await send(a, 8, plan.ms * 2, 5_000);
    const uri = await database(`bench-baseline-${cycle}`);
    const sizes = await service.call('sizes');
    const b = { name: 'baseline', url: await baseline.call('open', { uri, sizes, outbox: cycle === 'menu' }) };
    await send(b, 8, plan.ms, 5_000);
    const figures = [];
    for (const concurrency of CONCURRENCIES) {
      const runs = { service: [], baseline: [] };
      // one at a time goes another way through the service than many do: that must be warm as well
      for (const at of [a, b]) await send(at, concurrency, plan.ms, plan.most);
      for (let round = 0; round < plan.rounds; round++)
        for (const at of [a, b]) {
          const before = await spent();
          const { perSecond, latenciesMs } = await send(at, concurrency, plan.ms, plan.most);
          const after = await spent();
          const per = (name) => (after[name] - before[name]) / latenciesMs.length;
          const cost = { commands: per('commands'), nodeMs: per(at.name), mongodMs: per('mongod') };
          runs[at.name].push({ perSecond, latenciesMs, ...cost });
          say(`${cycle}, ${concurrency} at once, ${at.name}: ${Math.round(perSecond)}/s`);
        }
      figures.push(...figuresOf(cycle, concurrency, runs));
    }
    const { inbox, failures } = await service.call('countRows');
    if (failures > 0) throw new Error(`${failures} messages of ${inbox} failed`);
    await client.close();
    await service.call('close');
    await baseline.call('close');
    return figures;
  } finally {
    await Promise.all([service, baseline, load].map((process) => process.stop()));
    platform.close();
  }
}

function figuresOf(cycle, concurrency, runs) {
  const of = (side, value) => median(runs[side].map(value));
  const rate = (side) => of(side, ({ perSecond }) => perSecond);
  const late = (side, share) => of(side, ({ latenciesMs }) => percentile(latenciesMs, share));
  const name = (what) => `${cycle}, ${concurrency} at once: ${what}`;
  const isAimed = cycle === 'text';
  return [
    figure(name('service'), rate('service'), 'messages/s'),
    figure(name('baseline'), rate('baseline'), 'messages/s'),
    figure(name('ratio'), rate('service') / rate('baseline'), '', isAimed ? { atLeast: RATIO_AIM } : undefined),
    figure(name('service p50'), late('service', 0.5), 'ms'),
    figure(name('service p99'), late('service', 0.99), 'ms', concurrency === 32 ? { atMost: P99_AIM_MS } : undefined),
    figure(name('baseline p50'), late('baseline', 0.5), 'ms'),
    figure(name('baseline p99'), late('baseline', 0.99), 'ms'),
    ...['service', 'baseline'].flatMap((side) => [
      figure(
        name(`${side}, commands`),
        of(side, ({ commands }) => commands),
        'per message',
      ),
      figure(
        name(`${side}, CPU of Node`),
        of(side, ({ nodeMs }) => nodeMs),
        'ms per message',
      ),
      figure(
        name(`${side}, CPU of mongod`),
        of(side, ({ mongodMs }) => mongodMs),
        'ms per message',
      ),
    ]),
  ];
}

const COUNTED = 'find aggregate insert update delete findAndModify commitTransaction abortTransaction'.split(' ');

/** What has been used up so far: commands of the database, CPU milliseconds of it and of both sides. */
async function spentBy(admin, { service, baseline }) {
  const { metrics, extra_info: used } = await admin.command({ serverStatus: 1 });
  return {
    commands: COUNTED.reduce((sum, name) => sum + Number(metrics.commands[name].total), 0),
    mongod: (Number(used.user_time_us) + Number(used.system_time_us)) / 1000,
    service: await service.call('cpuMs'),
    baseline: await baseline.call('cpuMs'),
  };
}
