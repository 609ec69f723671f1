import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { NudgeLine, TaskNotice, TaskNudge } from '../../../schemas/task-messages.js';
import { DomainError } from '../../../src/errors.js';
import { byteLength } from '../../../src/lib/utf8.js';
import { errorText } from '../../../src/texts/errors.js';
import { taskNoticeMessages } from '../../../src/texts/task-notices.js';
import { groupNudgeText, personNudgeText } from '../../../src/texts/task-nudges.js';
import { type OpenedFacts, taskText } from '../../../src/texts/task-view.js';

const TODAY = '2010-08-18';
const line = (more: Partial<NudgeLine> = {}): NudgeLine => ({
  ...{ what: 'work', title: '服务站', dueOn: '2010-08-20', late: 0, open: 1, units: [] },
  ...more,
});
const nudge = (...lines: NudgeLine[]): TaskNudge => ({ unit: '古荥镇', today: TODAY, red: false, lines });
const units = (...names: string[]) => names.map((name) => ({ name, count: 1 }));

describe('a nudge to a group', () => {
  test('gives unit, numbers, date and the next step', () => {
    const lines = [
      line({ open: 2, units: units('甲村', '乙村'), done: 10, of: 12 }),
      line({ title: '监察网络', dueOn: '2010-08-15', late: 3 }),
      line({ title: '示意图', dueOn: '2010-08-18', mark: 'returned' }),
      line({ what: 'acceptance', title: '三图上墙', open: 2, units: [{ name: '甲村', count: 2 }], waited: 4 }),
      line({ what: 'matter', title: '惠投〔2010〕0012号', dueOn: '2010-08-19' }),
    ];
    expect(groupNudgeText(nudge(...lines)).split('\n')).toEqual([
      '**古荥镇** 8月18日 周三',
      '服务站：还差 2 个（甲村、乙村），8月20日 周五前，已完成 10/12',
      '监察网络：8月15日 周日到期，逾期 3 个工作日',
      '退回补正　示意图：今天到期',
      '待验收　三图上墙：2 个（甲村 2），已等 4 个工作日',
      '惠投〔2010〕0012号：8月19日 周四前',
      '完成后请在单聊里发“任务”上报；有困难可在那里申请延期。',
    ]);
  });

  test('is marked when it is urgent', () => {
    expect(groupNudgeText({ ...nudge(line()), red: true })).toMatch(/^⚠ 急件　\*\*古荥镇\*\*/);
  });

  test('for any content: fits an app chat, escapes names, and says how many are left out', () => {
    const name = fc.string({
      minLength: 1,
      maxLength: 30,
      unit: fc.constantFrom('村', '社', '区', '*', '[', '#', 'a', '<'),
    });
    const any = fc.record({
      what: fc.constantFrom('work' as const, 'acceptance' as const, 'matter' as const),
      title: name,
      dueOn: fc.constantFrom('2010-08-10', '2010-08-18', '2010-12-31', '2011-01-02'),
      late: fc.integer({ min: 0, max: 200 }),
      open: fc.integer({ min: 1, max: 200 }),
      units: fc.array(fc.record({ name, count: fc.integer({ min: 1, max: 40 }) }), { maxLength: 100 }),
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 60 }), fc.boolean(), (lines, personal) => {
        const facts: TaskNudge = { ...(!personal && { unit: '惠济区' }), today: TODAY, red: false, lines };
        const text = personal ? personNudgeText(facts) : groupNudgeText(facts);
        expect(byteLength(text)).toBeLessThanOrEqual(2048);
        const rows = text.split('\n');
        const more = /^另有 (\d+) 项$/.exec(rows.at(-2) ?? '');
        expect(rows.length).toBe(2 + lines.length - Number(more?.[1] ?? 0) + (more ? 1 : 0));
        if (!personal) expect(text.replace(/^\*\*惠济区\*\*/, '')).not.toMatch(/[*<[]/);
      }),
      { seed: 11, numRuns: 150 },
    );
  });
});

describe('a nudge to a person', () => {
  test('numbers the work and names the body', () => {
    const lines = [
      line({ units: units('甲村') }),
      line({ title: '专职监察员', open: 3, units: units('甲村', '乙村', '丙村') }),
    ];
    expect(personNudgeText({ today: TODAY, red: false, lines })).toBe(
      [
        '4 项工作快到期：',
        '1 服务站（甲村）：8月20日 周五前',
        '2 专职监察员：还差 3 个（甲村、乙村、丙村），8月20日 周五前',
        '发“任务”上报完成或申请延期。',
      ].join('\n'),
    );
  });

  test.each<[string, NudgeLine[]]>([
    ['1 项工作要办', [line({ dueOn: '2010-09-10' })]],
    ['2 项工作快到期', [line(), line()]],
    ['3 项工作要办，其中 1 项今天到期', [line({ open: 2 }), line({ dueOn: TODAY })]],
    ['2 项工作今天到期', [line({ dueOn: TODAY, open: 2 })]],
    ['3 项工作要办，其中 2 项已过期限', [line({ dueOn: '2010-08-10', late: 6, open: 2 }), line({ dueOn: TODAY })]],
    ['1 项工作已过期限，2 项待验收', [line({ dueOn: '2010-08-15' }), line({ what: 'acceptance', open: 2, waited: 3 })]],
    ['2 项待验收', [line({ what: 'acceptance', open: 2, waited: 3 })]],
  ])('says how pressing it is: %s', (says, lines) => {
    expect(personNudgeText({ today: TODAY, red: false, lines }, true)).toMatch(new RegExp(`\n${says}，现在看看吗？$`));
    expect(personNudgeText({ today: TODAY, red: false, lines })).toMatch(new RegExp(`^${says}：`));
  });
});

test('every notice has its words and its own key per person', () => {
  const kinds: TaskNotice['kind'][] = [
    'reported',
    'accepted',
    'returned',
    'extension_asked',
    'extended',
    'extension_refused',
    'assigned',
    'handed_over',
    'handed_on',
    'due_moved',
    'cancelled',
  ];
  const about = { taskId: 't', title: '服务站', unit: '甲村', dueOn: '2010-08-10', to: ['a', 'b'], note: '原因' };
  const messages = taskNoticeMessages(
    kinds.map((kind) => ({ kind, ...about })),
    TODAY,
    'in1',
    true,
  );
  expect(new Set(messages.map(({ effectKey }) => effectKey)).size).toBe(22);
  for (const { body } of messages)
    expect(body).toMatchObject({
      kind: expect.stringMatching(/^(text|question)$/),
      text: expect.stringMatching(/甲村.*服务站/),
    });
});

test('what changed hands or got another day is told in one message per person', () => {
  const one = { taskId: 't1', title: '服务站', unit: '甲村', dueOn: '2010-08-10', was: '2010-08-09', to: ['a'] };
  const texts = (kind: TaskNotice['kind'], count: number) =>
    taskNoticeMessages(
      Array.from({ length: count }, (_, i) => ({ kind, ...one, taskId: `t${i}`, note: '某甲' })),
      TODAY,
      'k',
      true,
    ).map(({ body }) => ('text' in body ? body.text : ''));
  expect(texts('due_moved', 1)[0]).toMatch(/^期限有变动：甲村 的“服务站”由 8月9日.*改为 8月10日/);
  expect(texts('due_moved', 92)).toHaveLength(1);
  expect(texts('due_moved', 92)[0]).toMatch(/^92 项工作的期限有变动：\n1 甲村(.*\n){7}8 甲村.*\n还有 84 项/);
  expect(texts('handed_over', 3)[0]).toMatch(/^原责任人已调离，3 项工作转由您负责：/);
  expect(texts('handed_on', 2)).toEqual([
    expect.stringMatching(/^您经手的 2 项工作已转给别人，不用再办：\n1 .*转给某甲/),
  ]);
  expect(texts('accepted', 2)).toHaveLength(2);
});

test.each([
  [{ why: 'state', state: 'done' }, '已完成'],
  [{ why: 'waits', title: '中队长' }, '中队长'],
  [{ why: 'check', have: 2, need: 3, lacks: 'staffing,phone' }, '2/3）：人员配置图、电话'],
  [{ why: 'evidence', missing: 'document,photo' }, '文号、照片'],
  [{ why: 'batch_count', count: 160 }, '回复 160 确认'],
  [{ why: 'own_report' }, '另一位同事'],
  [{ why: 'due' }, '9月30日'],
  [{ why: 'snooze', max: 5 }, '5 个工作日'],
  [{ why: 'batch_late', minutes: 10 }, '10 分钟'],
])('a refusal says what to do: %j', (facts, part) => {
  expect(errorText(new DomainError('task_refused', facts))).toContain(part);
});

test('a date in a year whose holidays are not known is called so, unless somebody has set that very day', () => {
  const due = (kind: 'plan' | 'fixed') =>
    taskText(
      {
        task: {
          ...{ title: '采集率', state: 'open', kind: 'milestone', dueOn: '2011-01-20', evidence: [] },
          ...{ provisional: true, due: { kind }, priority: 'normal' },
        },
        unit: '甲村',
        lateWorkdays: -9,
      } as unknown as OpenedFacts,
      TODAY,
    );
  expect(due('plan')).toContain('2011年1月20日前（放假安排未公布，暂定）');
  expect(due('fixed')).not.toContain('暂定');
});
