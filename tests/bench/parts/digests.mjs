// Digests of all levels and the assessment over a district of 160 cells, and how both grow with ten times the records.
import { fork } from 'node:child_process';
import { figure } from '../lib/figures.mjs';

export const about = 'digests of all levels, the morning sweep for 130 groups, the assessment';

const measureFile = new URL('../digests/measure.mjs', import.meta.url).pathname;
const FACTS_MS = 2_000;
const SWEEP_MS = 60_000;
const ASSESS_MS = 5_000;

export async function run({ quick, database, say }) {
  const size = quick
    ? { employers: 3_000, tasks: 500, matters: 1_000 }
    : { employers: 30_000, tasks: 5_000, matters: 10_000 };
  const one = await measure({ ...size, sweep: true, uri: await database('bench-digests') });
  say(`${size.employers} employers: facts ${one.factsMs} ms, sweep ${one.sweepMs} ms, assessment ${one.assessMs} ms`);
  const figures = [
    figure(`facts of ${one.units} units, ${size.employers} employers`, one.factsMs, 'ms', { atMost: FACTS_MS }),
    figure(`sweep: ${one.messages} messages, ${one.pictures} pictures`, one.sweepMs, 'ms', { atMost: SWEEP_MS }),
    figure('sweep again, nothing to do', one.secondSweepMs, 'ms'),
    figure('a picture', one.pictureKb, 'kB'),
    figure('assessment of 8 towns', one.assessMs, 'ms', { atMost: ASSESS_MS }),
    figure('memory at its peak', one.peakMb, 'MB'),
  ];
  if (quick) return figures;
  const times = (n) => Object.fromEntries(Object.entries(size).map(([key, count]) => [key, count * n]));
  const ten = await measure({ ...times(10), sweep: false, uri: await database('bench-digests-ten') });
  say(`ten times the records: facts ${ten.factsMs} ms, assessment ${ten.assessMs} ms`);
  return [
    ...figures,
    figure('ten times: facts', ten.factsMs, 'ms'),
    figure('ten times: growth of facts', ten.factsMs / one.factsMs, 'times'),
    figure('ten times: assessment', ten.assessMs, 'ms'),
    figure('ten times: growth of the assessment', ten.assessMs / one.assessMs, 'times'),
  ];
}

function measure(size) {
  return new Promise((resolve, reject) => {
    const child = fork(measureFile);
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the measuring process ended with ${code}`)));
    child.send(size);
  });
}
