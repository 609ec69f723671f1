import { describe, expect, test } from '@jest/globals';
import type { DigestBlocks, DigestFacts, RankedUnit, SilentCell } from '../../../schemas/digest.js';
import { byteLength } from '../../../src/lib/utf8.js';
import { digestPicture } from '../../../src/texts/digest-picture.js';
import { digestText } from '../../../src/texts/digests.js';
import { silentNudgeText } from '../../../src/texts/nudges.js';

const collection: DigestBlocks['collection'] = {
  opened: 146,
  refreshed: 35,
  known: 24_310,
  collected: 18_204,
  due: 312,
  stale: 48,
  individuals: { known: 14_310, collected: 10_204 },
  cells: 92,
};
const nothing: DigestBlocks['exceptions'] = { silentWorkdays: 5, silent: [], refused: 0, unlicensed: 0, under16: 0 };
const facts = (level: 1 | 2 | 3, name: string, blocks: Partial<DigestBlocks> = {}): DigestFacts => ({
  kind: 'daily',
  unit: { nodeId: 'n', name, level },
  day: '2026-11-24',
  since: '2026-11-23',
  blocks: { collection, exceptions: nothing, ...blocks },
});
const town = (
  name: string,
  rank: number,
  collected: number,
  known: number,
  more: Partial<RankedUnit> = {},
): RankedUnit => ({
  nodeId: name,
  name,
  rank,
  collected,
  known,
  standing: 'between',
  ...more,
});
const silent = (name: string, below: string, lastOn?: string): SilentCell => ({
  nodeId: name,
  name,
  below,
  missing: 21,
  ...(lastOn !== undefined && { lastOn }),
});

describe('digestText', () => {
  test('a district', () => {
    const units = [
      town('花园口镇', 1, 1344, 1400, { standing: 'leading' }),
      town('古荥镇', 2, 1204, 1400, { standing: 'leading', before: { collected: 1000, known: 1300 }, gainRank: 1 }),
      town('大河路街道', 3, 2520, 3000, { standing: 'leading' }),
      town('迎宾路街道', 4, 3160, 4000),
      town('长兴路街道', 5, 4260, 6000, {
        standing: 'trailing',
        before: { collected: 4000, known: 6000 },
        gainRank: 2,
      }),
      town('新城街道', 6, 1740, 3000, { standing: 'trailing' }),
      town('江山路街道', 7, 1016, 2510, { standing: 'trailing' }),
      { nodeId: 's', name: '试验街道', collected: 4, known: 10, standing: 'unranked' } as const,
    ];
    const exceptions = {
      ...nothing,
      silent: [silent('固城村', '新城街道'), silent('马村', '古荥镇'), silent('孙庄村', '古荥镇')],
      refused: 3,
      unlicensed: 12,
      under16: 1,
    };
    expect(digestText(facts(1, '惠济区', { ranking: { minKnown: 20, units }, exceptions }))).toBe(
      `**惠济区 11月24日 周二**
昨日采集 +146 户，更新 35 户
累计 75%，18,204/24,310 户
单位 80%，8,000/10,000
个体户 71%，10,204/14,310
待更新 312 户，超过半年未更新 48 户

**覆盖率排名**（7 个镇街）
1 花园口镇 96%，1,344/1,400
2 古荥镇 86%，1,204/1,400
3 大河路街道 84%，2,520/3,000
…… 中间 1 个
5 长兴路街道 71%，4,260/6,000
6 新城街道 58%，1,740/3,000
7 江山路街道 40%，1,016/2,510
一周进步：古荥镇 +9 个百分点、长兴路街道 +4 个百分点
样本少（不足 20 户）不排名：试验街道 4/10

**请关注**
5 个工作日没有上报：3/92 个村社区（古荥镇 2、新城街道 1）
拒绝配合 3 户，无照用工 12 户
⚠ 报有未满16周岁用工 1 户，请今天核实`,
    );
  });

  test('a town names its cells; after days of rest the first day is said', () => {
    const exceptions = { ...nothing, silent: [silent('固城村', '固城村'), silent('马村', '马村')] };
    const blocks = { collection: { ...collection, cells: 12, due: 0, stale: 0, refreshed: 0 }, exceptions };
    expect(digestText({ ...facts(2, '古荥镇', blocks), day: '2026-11-23', since: '2026-11-20' })).toBe(
      `**古荥镇 11月23日 周一**
11月20日 周五以来采集 +146 户
累计 75%，18,204/24,310 户
单位 80%，8,000/10,000
个体户 71%，10,204/14,310

**请关注**
5 个工作日没有上报：2/12 个村社区（固城村、马村）`,
    );
  });

  test('a village says how many are missing', () => {
    const own = { ...collection, opened: 3, refreshed: 0, known: 100, collected: 62, due: 5, stale: 0, cells: 1 };
    const blocks = {
      collection: { ...own, individuals: { known: 100, collected: 62 } },
      exceptions: { ...nothing, silent: [silent('马村', '马村', '2026-11-13')] },
    };
    expect(digestText(facts(3, '马村', blocks))).toBe(
      `**马村 11月24日 周二**
昨日采集 +3 户
累计 62%，62/100 户，还差 38 户
待更新 5 户

**请关注**
5 个工作日没有上报`,
    );
  });

  test('nothing known, nothing done', () => {
    const zero = { opened: 0, refreshed: 0, known: 0, collected: 0, due: 0, stale: 0, cells: 1 };
    const blocks = { collection: { ...zero, individuals: { known: 0, collected: 0 } } };
    expect(digestText(facts(3, '马村', blocks))).toBe('**马村 11月24日 周二**\n还没有单位名单，也没有采集');
  });

  test('lights, overdue and due work, cases, alerts, situations; the worst is said first', () => {
    const blocks: Partial<DigestBlocks> = {
      work: {
        lights: [
          { light: 'organisation', done: 12, of: 13, was: 10 },
          { light: 'funding', done: 9, of: 9, was: 9 },
          { light: 'entry', done: 0, of: 8, was: 1 },
        ],
        overdue: 4,
        overdueWas: 6,
        late: [
          { title: '服务站', count: 3, units: ['甲村', '乙村', '丙村'], dueOn: '2026-11-16', lateWorkdays: 6 },
          { title: '指挥中心', count: 1, units: ['惠济区'], dueOn: '2026-11-20', lateWorkdays: 2 },
        ],
        soonDays: 3,
        soon: [{ title: '网络', count: 1, units: ['古荥镇'], dueOn: '2026-11-26', lateWorkdays: -2 }],
      },
      matters: {
        ...{ complaints: 2, reports: 1, accepted: 1, closed: 3, open: 12, overdue: 1, legallyOverdue: 1, people: 5 },
        ...{
          peoplePaid: 4,
          paidFen: 1_234_500,
          closedInTime: 2,
          dueForRate: 3,
          satisfied: 1,
          rated: 1,
          categories: {},
        },
      },
      alerts: { red: 1, orange: 3, yellow: 0, newRed: 1, undecided: 1, cells: [{ name: '甲村', red: 1, orange: 2 }] },
      situations: { open: 1, news: [{ no: 'QK2026-1', unit: '甲村', on: '2026-11-23', people: 30 }] },
    };
    expect(digestText(facts(1, '惠济区', blocks), 'https://x/d')).toBe(
      `**惠济区 11月24日 周二**
⚠ 重要情况 1 件，逾期 4 项，红色预警 1 户，新投诉举报 3 件
昨日采集 +146 户，更新 35 户
累计 75%，18,204/24,310 户
单位 80%，8,000/10,000
个体户 71%，10,204/14,310
待更新 312 户，超过半年未更新 48 户

**建设进度**
组织 12/13（+2）　经费 9/9 ✓　录入 0/8（-1）

**逾期 4 项**，比上次少 2
服务站 3 个：甲村、乙村、丙村，已过 6 个工作日
指挥中心，已过 2 个工作日

**3 天内到期**
网络 1 个：古荥镇，11月26日 周四前

**投诉举报**
昨日新收投诉 2 件，举报 1 件，5 人
立案 1 件，办结 3 件，为 4 人追回 12,345元
在办 12 件，超期 1 件（其中超法定期限 1 件）

**用工预警**
红 1 户（新增 1），橙 3 户
甲村 红 1 橙 2
⚠ 红色预警 1 户还没有处理意见，请 1 个工作日内定

**重要情况**
甲村 11月23日 周一 30 人（QK2026-1）
没有了结的 1 件

[看全部明细](https://x/d)`,
    );
  });

  test('never more bytes than an app chat takes, whatever the names; markup in names is taken out', () => {
    const long = '黄河生态文化旅游产业示范园区'.repeat(4);
    const units = Array.from({ length: 40 }, (_, i) =>
      town(`${long}${i}`, i + 1, 90 - i, 100, {
        standing: i < 3 ? 'leading' : i > 36 ? 'trailing' : 'between',
        before: { collected: 0, known: 100 },
        gainRank: i + 1,
      }),
    );
    const cells = Array.from({ length: 160 }, (_, i) => silent(`${long}${i}`, `${long}${i}`));
    const exceptions = { ...nothing, silent: cells, refused: 1 };
    for (const level of [1, 2] as const) {
      const text = digestText(facts(level, long, { ranking: { minKnown: 20, units }, exceptions }));
      expect(byteLength(text)).toBeLessThanOrEqual(2048);
      expect(text).toContain('拒绝配合 1 户');
    }
    expect(digestText(facts(3, '<font>村**'))).toContain('＜font＞村＊＊');
  });
});

describe('digestPicture', () => {
  test('all units as bars, those not ranked with the reason, and what the marks mean', () => {
    const units = [
      town('甲镇', 1, 50, 100, { standing: 'leading', before: { collected: 25, known: 100 } }),
      { nodeId: 's', name: '乙镇', collected: 4, known: 10, standing: 'unranked' } as const,
    ];
    expect(digestPicture(facts(1, '惠济区', { ranking: { minKnown: 20, units } }))).toEqual({
      title: '惠济区',
      date: '11月24日 周二',
      about: '采集覆盖率',
      warning: '',
      lights: [],
      percent: (100 * 18_204) / 24_310,
      rate: '75%',
      lines: ['18,204/24,310 户', '昨日 +146 户'],
      tiles: [],
      bars: [
        { name: '甲镇', percent: 50, before: 25, standing: 'leading', rate: '50%', numbers: '50/100' },
        { name: '乙镇', percent: 40, standing: 'unranked', rate: '40%', numbers: '样本少 4/10' },
      ],
      lineLabel: '合计 75%',
      legend: [
        { mark: 'leading', label: '前 1' },
        { mark: 'unranked', label: '不足 20 户不排名' },
        { mark: 'before', label: '一周前' },
      ],
    });
  });

  test('a village has its own numbers, and what it must not miss in one line', () => {
    const own = { ...collection, known: 50, collected: 20, due: 4, stale: 2, individuals: { known: 30, collected: 5 } };
    const line = { title: '三图上墙', units: ['马村'], dueOn: '2026-11-20', lateWorkdays: 2 };
    const work = {
      ...{ lights: [{ light: 'grid' as const, done: 1, of: 4, was: 0 }], overdue: 2, overdueWas: 0, soonDays: 3 },
      ...{ late: [{ ...line, count: 2 }], soon: [{ ...line, count: 1, dueOn: '2026-11-26' }] },
    };
    const exceptions = { ...nothing, silent: [silent('马村', '马村')] };
    expect(digestPicture(facts(3, '马村', { collection: own, work, exceptions }))).toMatchObject({
      warning: '逾期 2 项，5 个工作日没有上报',
      lights: [{ label: '网格', numbers: '1/4', share: 0.25 }],
      tiles: [
        { label: '还没采集', number: '30 户', alert: false },
        { label: '待更新', number: '6 户', alert: true },
        { label: '3 天内到期', number: '1 项', alert: false },
        { label: '逾期', number: '2 项', alert: true },
      ],
      bars: [
        { name: '单位', percent: 75, numbers: '15/20' },
        { name: '个体户', numbers: '5/30' },
      ],
      legend: [],
    });
  });

  test('nor has a unit of which nothing is known yet', () => {
    const ranking = { minKnown: 20, units: [town('甲镇', 1, 0, 0)] };
    const empty = { ...collection, collected: 0, known: 0 };
    expect(digestPicture(facts(1, '惠济区', { collection: empty, ranking }))).toBeNull();
  });
});

describe('silentNudgeText', () => {
  const nudge = { unitName: '古荥镇', cells: 12, workdays: 5, today: '2026-11-24' };

  test('names the units, the dates and the next step', () => {
    const cells = [silent('固城村', '固城村', '2026-11-13'), { ...silent('马村', '马村'), missing: 0 }];
    expect(silentNudgeText({ ...nudge, silent: cells })).toBe(
      `**古荥镇**：2/12 个村社区已有 5 个工作日没有上报
固城村：上次 11月13日 周五，还差 21 户
马村：还没有上报过，有数据待更新
请安排一次走访；在单聊里发“上报单位”采集，发“未采集清单”看还差哪些。`,
    );
  });

  test('160 cells are folded into one message', () => {
    const cells = Array.from({ length: 160 }, (_, i) => silent(`黄河生态文化社区${i}`, '古荥镇', '2026-11-13'));
    const text = silentNudgeText({ ...nudge, silent: cells });
    expect(byteLength(text)).toBeLessThanOrEqual(2048);
    expect(text).toMatch(/另有 \d+ 个\n/);
  });
});
