/** The walk-through of docs/flows.md does what it says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { registryForAuthors } from '../../../src/cli/flows/registry.js';
import { findingLine, flowsOf, loadFlows } from '../../../src/conversation/index.js';
import { readFlowFiles } from '../../../src/flow-loader.js';
import { registry } from './house.js';
import { makeTalker } from './talk/talker.js';

const manual = readFileSync(join(import.meta.dirname, '../../../docs/flows.md'), 'utf8');
const blocks = [...manual.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
const [flow = '', warning = ''] = blocks;
const house = {
  ...registry,
  actions: new Map([...registry.actions, ['entries.keep', { name: 'entries.keep', kind: 'submit' as const }]]),
  roles: ['co_inspector'],
};
const load = (text: string) => loadFlows([{ file: 'bot-flows/shop-call.yaml', text }], house);

test('the flow of the manual has nothing to be found', () => {
  expect(load(flow).findings).toEqual([]);
});

test('it gets along with the flows that are there', () => {
  const files = readFlowFiles(join(import.meta.dirname, '../../../bot-flows'), 'bot-flows');
  const { findings } = loadFlows([...files, { file: 'bot-flows/shop-call.yaml', text: flow }], registryForAuthors());
  expect(findings.filter(({ severity }) => severity === 'error').map(findingLine)).toEqual([]);
});

test('a role that nobody has is told of', () => {
  const text = flow.replace('audience: [co_inspector]', 'audience: [co_inspecter]');
  const { findings } = loadFlows([{ file: 'bot-flows/shop-call.yaml', text }], registryForAuthors());
  expect(findings.map(findingLine).join()).toContain('shop-call.yaml:4:12 error audience_unknown');
});

test('the finding of the manual is what the linter says', () => {
  const [line] = load(flow.replace('when: trouble', 'when: troubel')).findings.map(findingLine);
  expect(manual).toContain(line);
});

test('the odd answer of the manual is asked about', () => {
  const text = flow.replace('  - ask: people\n', `  - ask: people\n${warning}`);
  const flows = flowsOf(load(text).flows.map((each) => ({ ...each, audience: [] })));
  const talker = makeTalker(flows);
  talker.give({ kind: 'text', text: '回访' });
  talker.give({ kind: 'text', text: '测试小店' });
  const [say] = talker.give({ kind: 'text', text: '1200' }).says;
  expect([say?.text, ...(say?.choices ?? []).map(({ label }) => label)]).toEqual([
    '1,200 人，这么多，确认吗？',
    '确认',
    '改在场人数',
  ]);
});
