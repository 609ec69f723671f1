// The real report of a large employer, as a transcript has it, talked through with the real flow: what it costs and how
// large the stored session becomes. Services answer with nothing.
import { readFileSync } from 'node:fs';
import { registryForAuthors } from '../../../dist/src/cli/flows/registry.js';
import { flowsOf, loadFlows, talk } from '../../../dist/src/conversation/index.js';

const root = new URL('../../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const CELLS = [
  { value: 'v11', label: '纪公庙村' },
  { value: 'v12', label: '古荥村' },
];
const RESULTS = { 'grid.myCells': CELLS, 'employers.similar': [] };
const CTX = {
  now: new Date('2026-11-23T02:00:00Z'),
  today: '2026-11-23',
  id: 'm'.repeat(24),
  channel: 'wecom',
  me: { roles: ['full_time_inspector'], facts: { name: '甲', cells: 2 } },
};

function loadReport() {
  const files = ['collect-employer', 'refresh-employer'].map((id) => ({
    file: `${id}.yaml`,
    text: read(`bot-flows/${id}.yaml`),
  }));
  const { flows } = loadFlows(files, registryForAuthors());
  const said = read('tests/transcripts/collect-employer.enterprise.chat')
    .split('\n')
    .filter((line) => line.startsWith('< '))
    .map((line) => line.slice(2))
    .map((text) => (text.startsWith('[图片') ? { kind: 'photo', fileId: 'f'.repeat(24) } : { kind: 'text', text }));
  return { flows: flowsOf(flows), said };
}

/** @param {{quick: boolean}} options */
export function report({ quick }) {
  const { flows, said } = loadReport();
  const sizes = [];
  const once = (note) => {
    let stored = 'null';
    let ended;
    for (const input of said) {
      let next = input;
      while (next !== undefined) {
        const { state, effects } = talk(flows, JSON.parse(stored), next, CTX);
        stored = JSON.stringify(state);
        const last = effects.at(-1);
        const call = last?.kind === 'do' ? last : undefined;
        if (call?.action === 'employers.collect') ended = call.args;
        const value = RESULTS[call?.action] ?? { fileNo: '1', cell: { name: '村', collected: 1, known: 1 } };
        next = call && { kind: 'result', call: call.call, ok: true, value };
      }
      note(Buffer.byteLength(stored));
    }
    if (ended === undefined) throw new Error('the report was not handed over');
    return said.length;
  };
  once((bytes) => sizes.push(bytes));
  const rounds = quick ? 20 : 300;
  for (let i = 0; i < rounds; i++) once(() => undefined);
  const before = performance.now();
  let steps = 0;
  for (let i = 0; i < rounds; i++) steps += once(() => undefined);
  const us = ((performance.now() - before) * 1000) / steps;
  return { messages: said.length, max: Math.max(...sizes), final: sizes.at(-2), us };
}
