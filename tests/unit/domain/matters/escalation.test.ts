import { describe, expect, test } from '@jest/globals';
import { identicalReports, judgeEscalation } from '../../../../src/domain/matters/escalation.js';
import { matterIn, RULES } from '../../../support/matters.js';

const codes = (...all: Parameters<typeof matterIn>[1][]) => {
  const [first, ...related] = all.map((more, i) => matterIn('received', { _id: `m${i}`, ...more }));
  return judgeEscalation(first!, related, RULES).map(({ code }) => code);
};

describe('people', () => {
  test.each([
    [1, []],
    [4, []],
    [5, ['group_of_5']],
    [9, ['group_of_5']],
    [10, ['group_of_10']],
    [29, ['group_of_10']],
    [30, ['group_of_30']],
    [49, ['group_of_30']],
    [50, ['group_of_50']],
    [1_000, ['emergency_plan']],
  ])('%i named: %j', (peopleCount, expected) => expect(codes({ peopleCount })).toEqual(expected));

  test('complainants of related matters together, or the most that one names, whichever is larger', () => {
    expect(codes({ complainants: 3 }, { complainants: 2 })).toEqual(['group_of_5']);
    expect(codes({ complainants: 1, peopleCount: 12 }, { complainants: 1, peopleCount: 12 })).toEqual(['group_of_10']);
    expect(codes({ complainants: 1, peopleCount: 4 }, { complainants: 1, peopleCount: 4 })).toEqual([]);
  });

  test('a matter is not related to itself', () => {
    const one = matterIn('received', { complainants: 4 });
    expect(judgeEscalation(one, [one], RULES)).toEqual([]);
  });

  test('30 people want a report card, 50 are red', () => {
    const threshold = (people: number) => judgeEscalation(matterIn('received', { peopleCount: people }), [], RULES)[0];
    expect(threshold(30)).toMatchObject({
      threshold: { reportCard: true, red: false, to: ['squadron', 'brigade', 'leader'] },
    });
    expect(threshold(50)).toMatchObject({ threshold: { reportCard: true, red: true } });
    expect(threshold(10)).toMatchObject({ threshold: { withinMinutes: 60, reportCard: false } });
  });
});

describe("Henan's sums of the crime of refusing to pay", () => {
  const months = { periodFrom: '2025-10', periodTo: '2025-12' };
  test.each([
    ['one worker, three months, 8,000', { ...months, amountFen: 800_000 }, ['henan_suspected']],
    ['one worker, three months, 6,400: warned at 80 %', { ...months, amountFen: 640_000 }, ['henan_warn']],
    ['one worker, three months, 6,399', { ...months, amountFen: 639_900 }, []],
    ['one worker, two months', { periodFrom: '2025-11', periodTo: '2025-12', amountFen: 5_000_000 }, []],
    ['one worker, months not known', { amountFen: 800_000 }, ['henan_suspected']],
    ['ten workers, 40,000', { peopleCount: 10, amountFen: 4_000_000 }, ['group_of_10', 'henan_suspected']],
    ['ten workers, 32,000', { peopleCount: 10, amountFen: 3_200_000 }, ['group_of_10', 'henan_warn']],
    ['nine workers, 400,000', { peopleCount: 9, amountFen: 40_000_000 }, ['group_of_5']],
  ])('%s', (_what, more, expected) => expect(codes(more)).toEqual(expected));

  test('related matters add up', () => {
    expect(
      codes({ peopleCount: 6, complainants: 6, amountFen: 2_000_000 }, { complainants: 4, amountFen: 2_000_000 }),
    ).toEqual(['group_of_10', 'henan_suspected']);
  });
});

describe('identical reports', () => {
  const report = (id: string, receivedOn: string, categories = ['M6a']) =>
    matterIn('received', { _id: id, kind: 'report', receivedOn, categories: categories as never });
  const same = (...others: ReturnType<typeof report>[]) =>
    identicalReports(report('m1', '2026-03-02'), others, RULES.identicalReports).length;

  test('three on one employer in 30 days', () => {
    expect(same(report('m2', '2026-02-10'), report('m3', '2026-01-31'))).toBe(3);
    expect(same(report('m2', '2026-02-10'))).toBe(0);
    expect(same(report('m2', '2026-02-10'), report('m3', '2026-01-30'))).toBe(0); // 31 days before
    expect(same(report('m2', '2026-02-10'), report('m3', '2026-02-10', ['M7']))).toBe(0);
    expect(same(report('m2', '2026-02-10'), matterIn('received', { _id: 'm3', receivedOn: '2026-02-10' }))).toBe(0);
    expect(
      identicalReports(
        matterIn('received'),
        [report('m2', '2026-02-24'), report('m3', '2026-02-24')],
        RULES.identicalReports,
      ),
    ).toEqual([]);
  });
});
