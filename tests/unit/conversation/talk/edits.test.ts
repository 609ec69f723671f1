/** A flow is edited between two messages: no answer is lost, none lands under another field. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type CompiledFlow,
  flowsOf,
  loadFlows,
  restoreFlow,
  type TalkState,
} from '../../../../src/conversation/index.js';
import type { SavedSession } from '../../../../src/conversation/talk/state.js';
import { registry } from '../house.js';
import { makeTalker } from './talker.js';

const RUNS = { seed: 20100726, numRuns: Number(process.env.FC_RUNS ?? 150) };

/** Fields and an answer to each; `list` has entries with a part of their own. */
const FIELDS = {
  one: ['{ label: 甲项 }', '甲的答案'],
  two: ['{ label: 乙项, kind: integer }', '22'],
  three: ['{ label: 丙项, kind: choice, options: { x: 选甲, y: 选乙 } }', '选乙'],
  four: ['{ label: 丁项, kind: money }', '4444'],
  five: ['{ label: 戊项, kind: date }', '2010-05-05'],
  six: ['{ label: 己项, kind: yes_no }', '是'],
  seven: ['{ label: 庚项, kind: integer, required: false }', '没有'],
  road: ['{ label: 道路, kind: choice }', '测试三路'],
} as const;
type Field = keyof typeof FIELDS;
const ALL = Object.keys(FIELDS) as Field[];

interface Version {
  order: (Field | 'list')[];
  /** Fields under another name. */
  renamed: Partial<Record<Field, string>>;
  /** A section around the middle, with a condition that holds. */
  section: boolean;
  declared: boolean;
}

const version: fc.Arbitrary<Version> = fc
  .record({
    order: fc.shuffledSubarray<Field | 'list'>([...ALL, 'list'], { minLength: 2 }),
    rename: fc.subarray<Field>(
      ALL.filter((field) => field !== 'road'),
      { maxLength: 2 },
    ),
    section: fc.boolean(),
    declared: fc.boolean(),
  })
  .map(({ order, rename, section, declared }) => {
    const renamed = Object.fromEntries(
      rename.filter((field) => order.includes(field)).map((field) => [field, `${field}_new`]),
    );
    return { order, renamed, section, declared };
  });

function yamlOf({ order, renamed, section, declared }: Version, rules: boolean): string {
  const name = (field: Field) => renamed[field] ?? field;
  const asked = order.filter((each): each is Field => each !== 'list');
  const step = (each: Field | 'list') => {
    if (each === 'list') return ['- repeat: list', '  each: { ask: part }'];
    return each === 'road' ? ['- ask: road', '  choices: { from: roads.ofCell }'] : [`- ask: ${name(each)}`];
  };
  const lines = order.map(step);
  const middle = Math.ceil(lines.length / 2);
  const inside = lines.slice(middle).flat();
  const steps = section
    ? [
        ...lines.slice(0, middle).flat(),
        ...(inside.length > 0 ? ['- section: 后半', '  steps:', ...inside.map((l) => `    ${l}`)] : []),
      ]
    : lines.flat();
  const migrate = rules && declared ? [`migrate: [{ rename: ${JSON.stringify(renamed)} }]`] : [];
  return [
    'flow: edited',
    'title: 改动',
    ...migrate,
    'repeats: { list: { label: 名单 } }',
    'fields:',
    ...asked.map((field) => `  ${name(field)}: ${FIELDS[field][0]}`),
    ...(order.includes('list') ? ['  list[].part: { label: 部分 }'] : []),
    'steps:',
    ...steps.map((line) => `  ${line}`),
    '  - submit: shops.refresh',
    '',
  ].join('\n');
}

function flowFrom(text: string): CompiledFlow {
  const { flows, findings } = loadFlows([{ file: 'edited.yaml', text }], registry);
  const [flow] = flows;
  if (flow === undefined) throw new Error(JSON.stringify(findings));
  return flow;
}

/** Answers by field, wherever the session keeps them. */
function answersIn(session: SavedSession | undefined): Record<string, unknown> {
  const entries = session?.l?.list?.i.map((entry) => entry.a?.part);
  return {
    ...session?.k,
    ...session?.a,
    ...Object.fromEntries(Object.entries(session?.w ?? {}).map(([path, { value }]) => [path, value])),
    ...(entries !== undefined && entries.length > 0 && { list: entries }),
  };
}

function listed(value: unknown): unknown {
  return Array.isArray(value)
    ? value.map((each) => (typeof each === 'object' && each !== null ? (each as { part: unknown }).part : each))
    : value;
}

/** Answers whatever is asked, so many times. */
function answer(talker: ReturnType<typeof makeTalker>, times: number): void {
  for (let i = 0; i < times; i++) {
    const p = talker.state()?.active?.p;
    const path = typeof p === 'string' ? p : (p?.ref as string | undefined);
    if (path === undefined) return;
    const field = path.replace(/_new$/, '') as Field;
    const list = path.startsWith('list');
    const entries = talker.state()?.active?.l?.list?.i.length ?? 0;
    const text = path.includes('#') ? `第${entries}个` : list ? (entries < 2 ? '添加' : '完成') : FIELDS[field][1];
    talker.give({ kind: 'text', text });
  }
}

test('no edit of a flow between two messages loses or misplaces an answer', () => {
  let kept = 0;
  fc.assert(
    fc.property(version, version, fc.nat(10), fc.boolean(), fc.boolean(), (first, second, times, parked, gone) => {
      const before = flowFrom(yamlOf({ ...first, renamed: {} }, false));
      const after = flowFrom(yamlOf(second, true));
      const talker = makeTalker(flowsOf([before]));
      talker.give({ kind: 'start', flow: 'edited' });
      answer(talker, times);
      if (talker.state()?.active === undefined) return;
      if (parked) talker.give({ kind: 'text', text: '暂停' });
      const had = answersIn(talker.state()?.active ?? talker.state()?.drafts?.[0]);

      // the new version is there; the old one may be gone, or comes back from the texts that were kept
      const old = restoreFlow('edited', before.sources, registry);
      expect(old?.version).toBe(before.version);
      const flows = flowsOf([after], gone || old === undefined ? [] : [old]);
      const later = makeTalker(flows, { state: talker.state() as TalkState, now: 1_281_402_600_000, n: 500 });
      later.give({ kind: 'text', text: parked ? '继续' : '进度' });
      const session = later.state()?.active;
      // everything that is asked now had its answer: it was handed over
      if (session === undefined) return;
      const moved = session.v === after.version;
      if (gone && before.version !== after.version) expect(moved).toBe(true);
      check(session, had, second, moved);

      // going on to the end changes none of them
      answer(later, 1);
      if (later.state()?.active !== undefined) check(later.state()?.active, had, second, moved);
      kept += Object.keys(had).length;
    }),
    RUNS,
  );
  expect(kept).toBeGreaterThan(RUNS.numRuns);
});

function check(session: SavedSession | undefined, had: Record<string, unknown>, second: Version, moved: boolean): void {
  const now = answersIn(session);
  for (const [path, value] of Object.entries(had)) {
    const renamed = moved && second.declared ? second.renamed[path as Field] : undefined;
    const at = renamed ?? path;
    // an answer “none” has nothing to lose
    if (value === null && now[at] === undefined) continue;
    // an entry that was begun may have been filled in since
    const wanted = listed(value);
    const found = listed(now[at]);
    if (!Array.isArray(wanted)) expect([at, found]).toEqual([at, wanted]);
    else
      expect([at, wanted.filter((each, i) => each !== undefined && each !== (found as unknown[])[i])]).toEqual([
        at,
        [],
      ]);
  }
}

test('the question after an edit is the first that has no answer', () => {
  const before = flowFrom(
    yamlOf({ order: ['one', 'two', 'three'], renamed: {}, section: false, declared: false }, false),
  );
  const after = flowFrom(
    yamlOf({ order: ['four', 'two', 'one', 'three'], renamed: {}, section: false, declared: false }, false),
  );
  const talker = makeTalker(flowsOf([before]));
  talker.give({ kind: 'start', flow: 'edited' });
  answer(talker, 2);
  expect(talker.state()?.active?.p).toBe('three');
  const later = makeTalker(flowsOf([after]), { state: talker.state(), now: 1_281_402_600_000, n: 500 });
  const { says } = later.give({ kind: 'text', text: '进度' });
  expect(says.at(-1)?.text).toContain('丁项');
  expect(later.state()?.active?.a).toEqual({ one: '甲的答案', two: 22 });
});

test('a flow that is gone keeps its draft and says so', () => {
  const before = flowFrom(yamlOf({ order: ['one', 'two'], renamed: {}, section: false, declared: false }, false));
  const talker = makeTalker(flowsOf([before]));
  talker.give({ kind: 'start', flow: 'edited' });
  answer(talker, 1);
  const later = makeTalker(flowsOf([]), { state: talker.state(), now: 1_281_402_600_000, n: 500 });
  const { says } = later.give({ kind: 'text', text: '22' });
  expect(says[0]?.text).toContain('已经停用');
  expect(later.state()?.active).toBeUndefined();
  expect(later.state()?.drafts?.[0]?.a).toEqual({ one: '甲的答案' });
  const back = makeTalker(flowsOf([before]), { state: later.state(), now: 1_281_402_700_000, n: 600 });
  back.give({ kind: 'text', text: '继续' });
  expect(back.state()?.active?.p).toBe('two');
});
