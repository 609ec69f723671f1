// The conversation engine: no database, no network. Everything runs in processes of its own.
import { callApart } from '../lib/apart.mjs';
import { figure } from '../lib/figures.mjs';

export const about = 'form engine, stored sessions, loading of flows, understanding of answers';

const TYPESCRIPT = { execArgv: ['--import', new URL('../../support/ts-loader.mjs', import.meta.url).href] };
const here = (name) => new URL(`../engine/${name}`, import.meta.url);

export async function run({ quick, say }) {
  say('form of 40 fields');
  const e = await callApart(here('measure.mjs'), 'engine', { quick });
  say('report of a large employer');
  const r = await callApart(here('report.mjs'), 'report', { quick });
  say('corpus of utterances');
  const scores = await callApart(here('understanding.ts'), 'understanding', { quick }, TYPESCRIPT);
  const all = scores.reduce((sum, score) => sum + score.all, 0);
  const right = scores.reduce((sum, score) => sum + score.right, 0);
  const share = ({ right: good, all: of }) => (100 * good) / of;
  return [
    figure('form of 40 fields, engine only', 1e6 / e.stepUs, 'steps/s', { atLeast: 100_000 }),
    figure('… per step', e.stepUs, 'µs'),
    figure('… with the session as JSON in and out', 1e6 / e.jsonUs, 'steps/s', { atLeast: 50_000 }),
    figure('… with the whole talk state as JSON', 1e6 / e.talkUs, 'steps/s'),
    figure('answer 392 over answer 20 of one session', e.late / e.early, 'times', { atMost: 1.2 }),
    figure('session at question 12 of 12', e.bytesOf12, 'bytes', { atMost: 600 }),
    figure('50 flows of 40 steps loaded and linted', e.loadMs, 'ms', { atMost: 1000 }),
    figure(`report of ${r.messages} messages, talk and JSON`, 1e6 / r.us, 'messages/s'),
    figure('… stored session at most', r.max, 'bytes', { atMost: 4096 }),
    figure('… stored session at the review', r.final, 'bytes'),
    figure('utterances understood right', (100 * right) / all, '%', { atLeast: 95 }),
    ...scores.flatMap((score) => [
      figure(`… ${score.kind}: right of ${score.all}`, share(score), '%', { atLeast: 90 }),
      figure(`… ${score.kind}: read`, score.perSecond, '1/s'),
    ]),
  ];
}
