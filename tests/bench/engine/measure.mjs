// The form engine alone, for the part `engine`. Times are CPU time of the main thread where Linux tells it, so that other
// work on the machine counts little.
import { readFileSync } from 'node:fs';
import { loadSession, saveSession } from '../../../dist/src/conversation/dialog/save-session.js';
import { stepSession } from '../../../dist/src/conversation/dialog/step.js';
import { newForm } from '../../../dist/src/conversation/form/change.js';
import { flowsOf, loadFlows, talk } from '../../../dist/src/conversation/index.js';

const TODAY = '2010-08-10';
const KINDS = ['integer', 'text', 'choice', 'money', 'yes_no', 'date'];
const ANSWERS = { integer: '32', text: '测试小吃店', choice: '2', money: '3500', yes_no: '是', date: '2010-07-01' };

/** A form of `n` fields of all kinds; every fourth depends on an earlier one, some have rules. */
function formOf(n, id = 'bench') {
  const kind = (i) => KINDS[i % KINDS.length];
  const options = ', options: { a: 企业, b: 个体工商户, c: 工地, d: 其他 }';
  const fields = Array.from({ length: n }, (_, i) => {
    const more = kind(i) === 'choice' ? options : kind(i) === 'integer' ? ', unit: 人' : '';
    return `  f${i}: { label: 第${i}项, kind: ${kind(i)}${more} }`;
  });
  const steps = Array.from({ length: n }, (_, i) => {
    const lines = [`  - ask: f${i}`, `    say: 第 ${i} 项是什么？`];
    if (i % 4 === 3) lines.push(`    when: has(f${i - 1})`);
    if (kind(i) === 'integer' && i > 6) {
      lines.push(`    constraint: f${i} <= f${i - 6} + 1000`, '    message: 太多');
      lines.push(`    warnIf: f${i} > f${i - 6} * 9`, '    warn: 比前面多很多');
    }
    return lines.join('\n');
  });
  return `flow: ${id}\ntitle: 测量\nfields:\n${fields.join('\n')}\nsteps:\n${steps.join('\n')}\n  - review\n  - stop: 好\n`;
}

const registry = { records: new Map(), actions: new Map(), me: {} };
const context = { today: TODAY, me: {}, checkFacts: {} };
const load = (text, id = 'bench') => {
  const { flows, findings } = loadFlows([{ file: `${id}.yaml`, text }], registry);
  if (flows[0] === undefined) throw new Error(JSON.stringify(findings));
  return flows[0];
};
const say = (text) => ({ kind: 'said', said: { kind: 'text', text } });
const start = (plan) =>
  stepSession(
    {
      id: 's'.repeat(24),
      form: newForm(plan, context),
      ask: null,
      question: 0,
      shown: 0,
      fails: 0,
      turns: 0,
      calls: 0,
      steps: 0,
      section: -1,
      sure: [],
    },
    { kind: 'show' },
    TODAY,
  ).session;
const answerTo = (session) => ANSWERS[session.ask.ref.block.nodes[session.ask.ref.slot].field?.kind] ?? '提交';

/** CPU time of the main thread in µs: what one core does. Helpers of V8 and other programs don't count. Linux. */
function cpuUs() {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1000;
  } catch {
    return performance.now() * 1000;
  }
}
/** CPU microseconds per step over `rounds` whole conversations; the best of five. */
function measure(rounds, conversation) {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    const before = cpuUs();
    let steps = 0;
    for (let r = 0; r < rounds; r++) steps += conversation();
    best = Math.min(best, (cpuUs() - before) / steps);
  }
  return best;
}

function talkThrough(plan, n) {
  let session = start(plan);
  for (let i = 0; i < n; i++) session = stepSession(session, say(answerTo(session)), TODAY).session;
  return n;
}
function talkThroughJson(plan, n) {
  let text = JSON.stringify(saveSession(start(plan)));
  for (let i = 0; i < n; i++) {
    const session = loadSession(plan, context, JSON.parse(text));
    text = JSON.stringify(saveSession(stepSession(session, say(answerTo(session)), TODAY).session));
  }
  return n;
}
function talkAll(flows, n) {
  const ctx = {
    now: new Date(1e12),
    today: TODAY,
    id: 'm'.repeat(24),
    channel: 'wecom',
    me: { roles: [], facts: {} },
  };
  let state = talk(flows, null, { kind: 'start', flow: 'bench' }, ctx).state;
  for (let i = 0; i < n; i++) {
    state = JSON.parse(JSON.stringify(state));
    const node = flows.current('bench').plan.root.nodes.find(({ path }) => path === state.active.p);
    state = talk(flows, state, { kind: 'text', text: ANSWERS[node?.field?.kind] ?? '提交' }, ctx).state;
  }
  return n;
}

/** Median CPU-independent time of the k-th answer: many conversations, wall clock, lower quartile. */
function atAnswer(plan, wanted) {
  const times = wanted.map(() => []);
  for (let r = 0; r < 200; r++) {
    let session = start(plan);
    for (let i = 1; i <= Math.max(...wanted); i++) {
      const input = say(answerTo(session));
      const before = performance.now();
      session = stepSession(session, input, TODAY).session;
      const took = performance.now() - before;
      const at = wanted.indexOf(i);
      if (at >= 0) times[at].push(took * 1000);
    }
  }
  return times.map((list) => list.sort((a, b) => a - b)[list.length >> 2]);
}

/** The form engine on one core: times per step, growth, sizes, loading. @param {{quick: boolean}} options */
export function engine({ quick }) {
  const rounds = quick ? 50 : 500;
  const forty = load(formOf(40));
  const long = load(formOf(400));
  const twelve = load(formOf(12));
  const warm = (f) => {
    for (let i = 0; i < 300; i++) f();
  };
  warm(() => talkThrough(forty.plan, 40));
  const stepUs = measure(rounds, () => talkThrough(forty.plan, 40));
  warm(() => talkThroughJson(forty.plan, 40));
  const jsonUs = measure(rounds, () => talkThroughJson(forty.plan, 40));
  const flows = flowsOf([forty]);
  const talkUs = measure(rounds >> 1, () => talkAll(flows, 40));
  // both of the same kind: 20 % 6 = 392 % 6
  const [early, late] = atAnswer(long.plan, [20, 392]);
  const files = Array.from({ length: 50 }, (_, i) => ({ file: `b${i}.yaml`, text: formOf(40, `b${i}`) }));
  const before = cpuUs();
  const { flows: loaded } = loadFlows(files, registry);
  const loadMs = (cpuUs() - before) / 1000;
  if (loaded.length !== 50) throw new Error('flows did not load');
  return { stepUs, jsonUs, talkUs, early, late, loadMs, bytesOf12: bytesAt(twelve.plan, 12) };
}

/** Size of a stored session in bytes when question `n` is asked. */
function bytesAt(plan, n) {
  let session = start(plan);
  for (let i = 1; i < n; i++) session = stepSession(session, say(answerTo(session)), TODAY).session;
  return Buffer.byteLength(JSON.stringify(saveSession(session)));
}
