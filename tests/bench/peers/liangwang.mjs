// This project: the flow as YAML, the state of the talk as JSON text between any two messages.
import { flowsOf, loadFlows, talk } from '../../../dist/src/conversation/index.js';
import { QUESTIONS } from './form.mjs';

const FIELDS = {
  kind: '{ label: 单位类型, kind: choice, options: { 企业: 企业, 个体: 个体, 工地: 工地 } }',
  name: '{ label: 单位名称, minLength: 2, maxLength: 60 }',
  road: '{ label: 道路, minLength: 2, maxLength: 60 }',
  total: '{ label: 总人数, kind: integer, min: 0, max: 5000 }',
  migrant: '{ label: 农民工, kind: integer, min: 0, max: 5000 }',
  signed: '{ label: 签合同人数, kind: integer, min: 0, max: 5000 }',
  deposit: '{ label: 收押金, kind: yes_no }',
  wage: '{ label: 月人均工资, kind: integer, min: 0, max: 100000 }',
  day: '{ label: 发薪日, kind: integer, min: 1, max: 31 }',
  slip: '{ label: 发工资条, kind: yes_no }',
  roster: '{ label: 有名册, kind: yes_no }',
  note: '{ label: 备注, minLength: 2, maxLength: 60 }',
};
const flow = [
  'flow: peers',
  'title: 比较',
  'fields:',
  ...QUESTIONS.map(({ name }) => `  ${name}: ${FIELDS[name]}`),
  'steps:',
  ...QUESTIONS.map(({ name, ask }) => `  - ask: ${name}\n    say: ${ask}`),
  '  - submit: peers.take',
  '',
].join('\n');
const registry = { records: new Map(), actions: new Map([['peers.take', { name: 'peers.take', kind: 'submit' }]]), me: {} };
const loaded = loadFlows([{ file: 'peers.yaml', text: flow }], registry);
if (loaded.flows.length !== 1) throw new Error(JSON.stringify(loaded.findings));
const flows = flowsOf(loaded.flows);
const ctx = {
  now: new Date('2026-11-23T02:00:00Z'),
  today: '2026-11-23',
  id: 'm'.repeat(24),
  channel: 'wecom',
  me: { roles: [], facts: {} },
};

export const name = 'this project (texts read as people type them)';

export async function open() {
  let stored = JSON.stringify(talk(flows, null, { kind: 'start', flow: 'peers' }, ctx).state);
  let record;
  return {
    async say(text) {
      const { state, effects } = talk(flows, JSON.parse(stored), { kind: 'text', text }, ctx);
      stored = JSON.stringify(state);
      const last = effects.at(-1);
      if (last?.kind === 'do') record = last.args.record ?? last.args;
    },
    record: () => record,
    bytes: () => Buffer.byteLength(stored),
  };
}
