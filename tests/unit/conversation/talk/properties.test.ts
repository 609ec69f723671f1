/** What holds for every conversation, whatever is said. Fixed seed; FC_RUNS raises the number of runs. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject, TalkInput, TalkState } from '../../../../src/conversation/index.js';
import type { SavedSession } from '../../../../src/conversation/talk/state.js';
import { shop } from '../house.js';
import { makeTalker, type Talker } from './talker.js';

const RUNS = { seed: 20100726, numRuns: Number(process.env.FC_RUNS ?? 150) };

const COMMANDS = '上一步 跳过 暂停 继续 取消 帮助 进度 菜单 找人工 核对 完成 列表 下一页 上一页'.split(' ');
const ANSWERS = (
  '1 2 3 4 8 9 0 32 三十二人 1.2万 对 是 不是 没有 无 不知道 一样 确认 添加 查看或修改 删除 再加一个 接着填 先存着 不填了，删掉 ' +
  '提交 企业 个体户 无照 测试小店 惠民快餐 测试三路 张三 13800138000 138 2500 1800 91410108MA0000015Y 上报门店 更新门店 紧急情况 重复的店'
).split(' ');
const MORE = [
  '改 3',
  '改 2 新名字店',
  '改 人数 5',
  '改 姓名',
  '改 99',
  '类型：企业\n名称：测试店\n人数：3',
  '李四 13800138000',
  '姓名：王五\n手机：13900139000',
  '',
  '   ',
  '很多人',
  '😀😀',
  '\u0000\u202e',
  '{{name}}',
  'constructor',
  'x'.repeat(2500),
  '\n'.repeat(50),
];

const text = fc.oneof(
  { arbitrary: fc.constantFrom(...ANSWERS), weight: 8 },
  { arbitrary: fc.constantFrom(...COMMANDS), weight: 2 },
  { arbitrary: fc.constantFrom(...MORE), weight: 1 },
  { arbitrary: fc.string({ maxLength: 20 }), weight: 1 },
);

type Said = { input: TalkInput } | { tap: number; old: boolean } | { wait: number };
const said: fc.Arbitrary<Said> = fc.oneof(
  { arbitrary: text.map((t): Said => ({ input: { kind: 'text', text: t } })), weight: 10 },
  { arbitrary: fc.record({ tap: fc.nat(4), old: fc.boolean() }), weight: 3 },
  {
    arbitrary: fc
      .constantFrom<TalkInput>(
        { kind: 'photo', fileId: 'p1' },
        { kind: 'voice', fileId: 'v1' },
        { kind: 'file', fileId: 'f1' },
        { kind: 'location', lat: 34.8, lng: 113.6, label: '某路' },
        { kind: 'open', flow: 'situation' },
        { kind: 'open', flow: 'situation', when: 'after' },
        { kind: 'open', menu: 'report_shop' },
        { kind: 'open', flow: 'nothing' },
        { kind: 'start', flow: 'report-shop', args: { name: '给定的店', 'staff.total': 3, nothing: 1 } },
        { kind: 'pick', taskId: 'other@1@1', choiceIds: ['company'] },
        { kind: 'result', call: 'm1.1', ok: true, value: [] },
      )
      .map((input): Said => ({ input })),
    weight: 2,
  },
  { arbitrary: fc.constantFrom(1, 31, 800, 50_000).map((wait): Said => ({ wait })), weight: 1 },
);
const conversation = fc.array(said, { maxLength: 40 });

/** Says it; cards are remembered for taps. */
function speak(talker: Talker, each: Said, cards: { taskId: string; ids: string[] }[]) {
  if ('wait' in each) {
    talker.wait(each.wait);
    return talker.give({ kind: 'tick' });
  }
  let input: TalkInput;
  if ('input' in each) input = each.input;
  else {
    const card = cards.at(each.old ? -2 : -1);
    input = { kind: 'pick', taskId: card?.taskId ?? 'x', choiceIds: [card?.ids[each.tap % card.ids.length] ?? 'x'] };
  }
  const heard = talker.give(input);
  for (const say of heard.says) {
    if (say.choices !== undefined) cards.push({ taskId: say.taskId ?? '', ids: say.choices.map(({ id }) => id) });
  }
  return heard;
}

/** A talker in the middle of something. */
function talkerAfter(saids: readonly Said[]): Talker {
  const talker = makeTalker();
  const cards: { taskId: string; ids: string[] }[] = [];
  talker.give({ kind: 'start', flow: 'report-shop' });
  for (const each of saids) speak(talker, each, cards);
  return talker;
}

/** A session without its counters. */
function bare(session: SavedSession | undefined): unknown {
  if (session === undefined) return undefined;
  const { n: _counters, m: _time, r: _reminded, p, ...rest } = session;
  // the page of a long list begins anew
  return { ...rest, p: typeof p === 'object' ? { ...p, page: undefined } : p };
}

function answersOf(session: SavedSession | undefined): unknown {
  return session === undefined ? undefined : [session.a, session.w, session.l, session.q, session.k];
}

test('every message of a person gets an answer, and cards are never used twice', () => {
  fc.assert(
    fc.property(conversation, (saids) => {
      const talker = makeTalker();
      const cards: { taskId: string; ids: string[] }[] = [];
      const seen = new Set<string>();
      for (const each of saids) {
        const { says } = speak(talker, each, cards);
        const silent = 'wait' in each || ('input' in each && each.input.kind === 'result');
        if (!silent) expect(says.length).toBeGreaterThan(0);
        for (const say of says) {
          expect(say.text.trim()).not.toBe('');
          expect(say.text).not.toMatch(/undefined|NaN|\[object/);
          if (say.taskId === undefined) continue;
          expect(seen.has(say.taskId)).toBe(false);
          expect(say.taskId).toMatch(/^[\w@-]{1,128}$/);
          seen.add(say.taskId);
        }
      }
    }),
    RUNS,
  );
});

test('what is handed over passes the schema, and hidden fields are not in it', () => {
  let submitted = 0;
  fc.assert(
    fc.property(conversation, (saids) => {
      const talker = talkerAfter([]);
      const cards: { taskId: string; ids: string[] }[] = [];
      for (const each of [...saids, ...finishing()]) {
        for (const call of speak(talker, each, cards).calls) {
          if (call.action !== 'shops.report') continue;
          submitted++;
          const record = call.args.record as { kind: string; code?: string; staff: { total: number; signed?: number } };
          expect(shop.schema?.safeParse(record).error).toBeUndefined();
          if (record.kind === 'unlicensed') expect(record).not.toHaveProperty('code');
          if (record.staff.total === 0) expect(record.staff).not.toHaveProperty('signed');
          if (record.staff.total <= 2) expect(record).not.toHaveProperty('workers');
        }
      }
    }),
    RUNS,
  );
  expect(submitted).toBeGreaterThan(RUNS.numRuns / 10);
});

/** Words that bring most conversations to their end. */
function finishing(): Said[] {
  const words = ['接着填', '继续', '上报门店'];
  const round = [
    '2',
    '测试小店',
    '测试三路',
    '4',
    '4',
    '确认',
    '跳过',
    '没有',
    '李四',
    '13800138000',
    '2500',
    '完成',
    '提交',
  ];
  return [...words, ...round, ...round, ...round].map((t): Said => ({ input: { kind: 'text', text: t } }));
}

test('pausing and going on changes nothing', () => {
  fc.assert(
    fc.property(conversation, (saids) => {
      const talker = talkerAfter(saids);
      const before = talker.state()?.active;
      const drafts = talker.state()?.drafts?.length ?? 0;
      if (before === undefined || drafts > 0 || (talker.state()?.stack?.length ?? 0) > 0) return;
      if ((talker.state()?.next?.length ?? 0) > 0) return;
      talker.give({ kind: 'text', text: '暂停' });
      expect(talker.state()?.active).toBeUndefined();
      talker.give({ kind: 'text', text: '继续' });
      const now = talker.state()?.active;
      // the question whether to cancel is not asked again
      if (typeof before.p === 'object' && before.p.t === 'cancel') expect(answersOf(now)).toEqual(answersOf(before));
      else expect(bare(now)).toEqual(bare(before));
    }),
    RUNS,
  );
});

test('back and forward again is where one was', () => {
  let moved = 0;
  fc.assert(
    fc.property(conversation, (saids) => {
      const talker = talkerAfter(saids);
      const before = talker.state()?.active;
      if (before?.f !== 'report-shop' || before.g !== undefined || before.rt !== undefined) return;
      const kind = typeof before.p === 'string' ? 'field' : before.p?.t;
      if (kind !== 'field' && kind !== 'review') return;
      talker.give({ kind: 'text', text: '上一步' });
      const back = talker.state()?.active;
      if (back?.g === undefined) return;
      moved++;
      expect(answersOf(back)).toEqual(answersOf(before));
      talker.give({ kind: 'text', text: '跳过' });
      expect(bare(talker.state()?.active)).toEqual(bare(before));
    }),
    { ...RUNS, examples: [[['企业', '测试店'].map((t): Said => ({ input: { kind: 'text', text: t } }))]] },
  );
  expect(moved).toBeGreaterThan(10);
});

test('an answer and back again asks the same question, with all other answers as they were', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), (words) => {
      const talker = talkerAfter(words.map((t): Said => ({ input: { kind: 'text', text: t } })));
      const before = talker.state()?.active;
      if (typeof before?.p !== 'string' || before.p !== 'staff.total' || before.g !== undefined) return;
      talker.give({ kind: 'text', text: '40' });
      talker.give({ kind: 'text', text: '上一步' });
      const now = talker.state()?.active;
      expect(now?.p).toBe('staff.total');
      expect({ ...now?.a, 'staff.total': 0 }).toEqual({ ...before.a, 'staff.total': 0 });
    }),
    {
      ...RUNS,
      examples: [[['企业', '测试店', '没有', '测试一路']], [['个体户', '测试店', '没有', '测试一路']]],
    },
  );
});

test('late and foreign results change nothing and say nothing', () => {
  fc.assert(
    fc.property(conversation, fc.constantFrom('m1.1', 'm1.2', 'other.1', ''), (saids, call) => {
      const talker = talkerAfter(saids);
      const before = talker.state();
      const heard = talker.give({ kind: 'result', call, ok: true, value: [{ id: 'x' }] });
      expect(heard.says).toEqual([]);
      expect(bare(talker.state()?.active)).toEqual(bare(before?.active));
    }),
    RUNS,
  );
});

test('a card of another question never answers this one', () => {
  fc.assert(
    fc.property(conversation, fc.nat(30), fc.nat(6), (saids, which, choice) => {
      const talker = makeTalker();
      const cards: { taskId: string; ids: string[] }[] = [];
      talker.give({ kind: 'start', flow: 'report-shop' });
      for (const each of saids) speak(talker, each, cards);
      const card = cards[which];
      const active = talker.state()?.active;
      const [question, shown] = active?.n ?? [];
      if (card === undefined || active === undefined) return;
      if (card.taskId.startsWith(`${active.id}@${question}@`) || card.taskId.includes('@menu@')) return;
      expect(shown).toBeGreaterThanOrEqual(0);
      talker.give({ kind: 'pick', taskId: card.taskId, choiceIds: [card.ids[choice % card.ids.length] ?? ''] });
      expect(answersOf(talker.state()?.active)).toEqual(answersOf(active));
    }),
    RUNS,
  );
});

describe('size and time', () => {
  test('wrong answers and detours do not make the session grow', () => {
    const talker = talkerAfter([]);
    for (const t of ['企业', '测试店', '没有', '测试一路']) talker.give({ kind: 'text', text: t });
    const size = (state: TalkState | null) => JSON.stringify(state).length;
    const before = size(talker.state());
    for (const t of ['很多人', '帮助', '进度', '核对', '不知道', '下一页', '上一步', '跳过', '取消', '接着填', '']) {
      for (let i = 0; i < 20; i++) talker.give({ kind: 'text', text: t });
    }
    expect(talker.state()?.active?.p).toBe('staff.total');
    // counters get longer
    expect(size(talker.state()) - before).toBeLessThan(20);
  });

  test('no message is slow, however long', () => {
    const talker = talkerAfter([]);
    for (const t of ['企业', '测试店', '没有', '测试一路']) talker.give({ kind: 'text', text: t });
    for (const part of ['1', '一', 'a', '，', '人数：3\n', '改 ', '\n', '😀', '((', '没有']) {
      const clone = talker.clone();
      const started = performance.now();
      clone.give({ kind: 'text', text: part.repeat(2000 / part.length) });
      expect(performance.now() - started).toBeLessThan(400);
    }
  });
});

test('values handed in at the start are checked like any others', () => {
  const talker = makeTalker();
  const args: JsonObject = { name: 'x', kind: 'castle', 'staff.total': 3, code: 5 };
  talker.give({ kind: 'start', flow: 'report-shop', args });
  expect(talker.state()?.active?.a).toEqual({ 'staff.total': 3 });
});
