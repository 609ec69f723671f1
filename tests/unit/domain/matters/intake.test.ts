import { describe, expect, test } from '@jest/globals';
import { checkIntake, type IntakeFacts, missingItems } from '../../../../src/domain/matters/intake-checks.js';
import { proposeJurisdiction } from '../../../../src/domain/matters/jurisdiction.js';
import { smallTree } from '../../../support/grid.js';
import { LEXICON } from '../../../support/matters.js';

const good: IntakeFacts = {
  kind: 'complaint',
  today: '2026-03-02',
  ongoing: true,
  missing: [],
  tracks: [],
  inspectionMatter: true,
  jurisdiction: 'cell',
  elsewhere: 'none',
};
const check = (code: string, more: Partial<IntakeFacts>) =>
  checkIntake({ ...good, ...more }).find((proposal) => proposal.check === code);

describe('the acceptance test of domain.md 5.2', () => {
  test('a complaint with everything passes, and nothing is decided', () => {
    const proposals = checkIntake(good);
    expect(proposals.map(({ check: code }) => code)).toEqual(['C1', 'C2', 'C3', 'C4', 'C5', 'C6']);
    expect(proposals.every(({ result, action, law }) => result === 'pass' && action === undefined && law !== '')).toBe(
      true,
    );
  });

  test.each([
    [{ ongoing: false, endedOn: '2024-03-02' }, 'pass'], // the last day of the two years
    [{ ongoing: false, endedOn: '2024-03-01' }, 'fail'],
    [{ ongoing: false, periodTo: '2024-03' }, 'pass'],
    [{ ongoing: false, periodTo: '2024-02' }, 'fail'],
    [{ ongoing: false, endedOn: '2020-02-29', today: '2022-02-28' }, 'pass'],
    [{ ongoing: true, endedOn: '2019-01-01' }, 'pass'], // continuing: the two years have not begun
    [{ ongoing: undefined }, 'unknown'],
  ])('C1 %j: %s', (more, result) => {
    expect(check('C1', more)).toMatchObject({
      result,
      law: 'REG423 art. 20',
      ...(result === 'fail' && { action: 'refuse', reason: 'too_old', withinWorkdays: 5 }),
    });
  });

  test('C2 lists what is missing', () => {
    expect(check('C2', { missing: ['employer_name', 'facts'] })).toEqual({
      check: 'C2',
      law: 'R25 art. 18',
      result: 'fail',
      action: 'request_supplement',
      missing: ['employer_name', 'facts'],
      withinWorkdays: 5,
    });
  });

  test.each([
    [
      { inspectionMatter: false, tracks: ['arbitration'] },
      { result: 'fail', action: 'guide', track: 'arbitration' },
    ],
    [
      { inspectionMatter: true, tracks: ['arbitration'] },
      { result: 'pass', track: 'arbitration' },
    ], // two tracks
    [{ inspectionMatter: false, tracks: ['police'] }, { result: 'unknown' }],
    [{ inspectionMatter: false, tracks: [] }, { result: 'unknown' }],
  ] as const)('C3 %j', (more, expected) => expect(check('C3', more as never)).toMatchObject(expected));

  test.each([
    ['town', { result: 'pass' }],
    ['outside', { result: 'fail', action: 'transfer', reason: 'no_jurisdiction' }],
    ['unknown', { result: 'unknown' }],
  ] as const)('C4 %s', (jurisdiction, expected) => expect(check('C4', { jurisdiction })).toMatchObject(expected));

  test.each([
    ['court', { result: 'fail', action: 'guide', track: 'court', withinWorkdays: 0 }],
    ['arbitration', { result: 'fail', track: 'arbitration' }],
    ['mediation', { result: 'fail', track: 'arbitration' }],
    [undefined, { result: 'unknown' }],
  ] as const)('C5 %s', (elsewhere, expected) => expect(check('C5', { elsewhere })).toMatchObject(expected));

  test('C6 gives the number that exists', () => {
    expect(check('C6', { sameAs: 'HJ260301-00000' })).toMatchObject({ action: 'merge', sameAs: 'HJ260301-00000' });
  });

  test('a report needs neither name nor amount', () => {
    expect(missingItems('report', { facts: true, employer_name: true }, true)).toEqual(['employer_place']);
    expect(missingItems('complaint', { facts: true }, true)).toEqual([
      'name',
      'contact',
      'employer_name',
      'employer_place',
      'period',
      'amount',
    ]);
    expect(missingItems('complaint', { facts: true }, false)).not.toContain('amount');
  });
});

describe('categories by words', () => {
  test.each([
    ['干了三个月一分钱没给，老板一直拖欠', 'M6a'],
    ['他们 欠 我 工 资 不 给', 'M6a'],
    ['老闆拖欠工資', 'M6a'],
    ['每个月给的比最低工资还少', 'M6b'],
    ['把我身份证扣了，还收了500押金', 'M9d'],
    ['没签劳动合同', 'M2'],
    ['从来没给交过社保', 'M7'],
    ['厂里用童工', 'M3'],
    ['天天加班到半夜，一个月没休息', 'M5'],
    ['工地没有工资专户', 'M9c'],
  ])('%s → %s', (text, code) => expect(LEXICON.categoriesIn(text)[0]).toBe(code));

  test('nothing is proposed for what says nothing', () => {
    for (const text of ['', '你好', '😀😀😀', '请问你们几点上班']) expect(LEXICON.categoriesIn(text)).toEqual([]);
  });

  test.each([
    ['公司把我辞退了，想要赔偿金', 'arbitration'],
    ['甲方欠我工程款二十万', 'court'],
    ['公积金没交', 'housing_fund'],
  ])('%s leads to %s', (text, track) => expect(LEXICON.tracksIn(text)).toContain(track));
});

describe('red words', () => {
  test.each([
    ['老板叫人把我打了', 'violence'],
    ['去要账被打，头破了', 'violence'],
    ['他说要弄死我全家', 'violence'],
    ['威 胁 我 不许 报 警', 'violence'],
    ['我们被关在厂里出不来', 'locked_in'],
    ['晚上把门锁起来，不让出门', 'locked_in'],
    ['里面有好几个童·工', 'child_labour'],
    ['有个孩子才15岁就在车间干活', 'child_labour'],
    ['十四岁在店里打工', 'child_labour'],
    ['再不给钱我就从这跳楼', 'self_harm'],
    ['我 不 想 活 了', 'self_harm'],
    ['不想活，，，', 'self_harm'],
    ['跳！樓', 'self_harm'],
    ['已经爬塔吊上了', 'self_harm'],
    ['我们几十个人在工地堵门', 'crowd'],
    ['工人都来了，拉横幅', 'crowd'],
    ['老板跑路了，电话打不通', 'fled'],
    ['厂子连夜搬空', 'fled'],
  ])('%s → %s', (text, flag) => expect(LEXICON.redFlagsIn(text)).toContain(flag));

  test.each([
    '打工三年没拿到钱',
    '有事打我电话',
    '钱打我卡上就行',
    '我不打算走仲裁',
    '超市搞跳楼价促销',
    '这跟合同有关',
    '工资打到银行卡',
    '我孩子15岁，等着交学费',
    '加班费没给',
    '😀😀',
  ])('%s is no alarm', (text) => expect(LEXICON.redFlagsIn(text)).toEqual([]));

  test('10,000 characters, whatever they are, are read in a moment', () => {
    const start = process.hrtime.bigint();
    for (const text of ['打'.repeat(12_000), '强迫干'.repeat(4_000), 'a b'.repeat(4_000), '15岁'.repeat(4_000)])
      LEXICON.redFlagsIn(text);
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(2_000);
  });
});

describe('jurisdiction by the place of work', () => {
  const tree = smallTree();
  const propose = (place: string) => proposeJurisdiction(tree, LEXICON.neighbours, place);

  test.each([
    ['惠济区古荥镇纪公庙村东头', 'v11'],
    ['古荥镇 · 古荥村大街18号', 'v12'],
    ['花园口镇河畔社区3号楼', 'v22'],
    ['纪公路口的快餐店', 'v11'], // by its road
  ])('%s lies in %s', (place, id) => expect(propose(place)).toMatchObject({ kind: 'cell', node: { _id: id } }));

  test('a town alone asks for the village', () => {
    expect(propose('花园口镇一个工地')).toMatchObject({
      kind: 'town',
      node: { _id: 't2' },
      cells: [{ _id: 'v22' }, { _id: 'v21' }],
    });
  });

  test('a neighbour is named, with whom to call', () => {
    expect(propose('金水区文化路')).toMatchObject({ kind: 'outside', office: { name: '金水区劳动保障监察大队' } });
    // our own units are nearer than a neighbour that is named beside
    expect(propose('古荥镇古荥村，挨着荥阳')).toMatchObject({ kind: 'cell', node: { _id: 'v12' } });
  });

  test.each(['', '不知道', '河南', '在一个饭店'])('“%s” says nothing', (place) =>
    expect(propose(place)).toEqual({ kind: 'unknown' }),
  );
});
