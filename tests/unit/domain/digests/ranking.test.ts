import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lastUnits, rankUnits } from '../../../../src/domain/digests/ranking.js';

const unit = (name: string, collected: number, known: number, before?: [number, number]) => ({
  nodeId: `id-${name}`,
  name,
  collected,
  known,
  ...(before !== undefined && { before: { collected: before[0], known: before[1] } }),
});
const shown = (units: ReturnType<typeof rankUnits>) =>
  units.map(({ name, rank, standing }) => `${rank ?? '-'} ${name} ${standing}`);

describe('rankUnits', () => {
  test('the best first, three named at each end, small ones not ranked', () => {
    const units = [
      unit('甲', 50, 100),
      unit('乙', 19, 19),
      unit('丙', 90, 100),
      unit('丁', 20, 100),
      unit('戊', 80, 100),
      unit('己', 70, 100),
      unit('庚', 60, 100),
      unit('辛', 10, 100),
    ];
    expect(shown(rankUnits(units, 20))).toEqual([
      '1 丙 leading',
      '2 戊 leading',
      '3 己 leading',
      '4 庚 between',
      '5 甲 trailing',
      '6 丁 trailing',
      '7 辛 trailing',
      '- 乙 unranked',
    ]);
  });

  test('equal rates share a rank, by name; a rounded equal is not equal', () => {
    const units = [unit('李村', 1, 2), unit('张村', 50, 100), unit('王村', 501, 1000), unit('赵村', 5, 1000)];
    const ranked = rankUnits(units, 0);
    expect(ranked.map(({ name, rank }) => [name, rank])).toEqual([
      ['王村', 1],
      ['李村', 2],
      ['张村', 2],
      ['赵村', 4],
    ]);
  });

  test.each([
    [1, 0],
    [2, 1],
    [3, 1],
    [5, 2],
    [6, 3],
    [9, 3],
  ])('of %i units %i are named at each end', (count, named) => {
    const ranked = rankUnits(
      Array.from({ length: count }, (_, i) => unit(`村${i}`, 90 - i * 5, 100)),
      20,
    );
    expect(ranked.filter(({ standing }) => standing === 'leading')).toHaveLength(named);
    expect(ranked.filter(({ standing }) => standing === 'trailing')).toHaveLength(named);
  });

  test('nobody is praised for nothing, nor called last with all done or as much as the first', () => {
    const standing = (...rates: number[]) =>
      rankUnits(
        rates.map((rate, i) => unit(`村${i}`, rate, 100)),
        20,
      ).map((ranked) => ranked.standing);
    expect(standing(0, 0, 0, 0)).toEqual(['between', 'between', 'between', 'between']);
    expect(standing(100, 100, 100, 100)).toEqual(['leading', 'leading', 'between', 'between']);
    expect(standing(50, 50, 50, 40)).toEqual(['leading', 'leading', 'between', 'trailing']);
  });

  test('growth is ranked apart: equal growth shares a rank, who has not grown has none', () => {
    const units = [
      unit('甲', 90, 100, [90, 100]),
      unit('乙', 60, 100, [40, 100]),
      unit('丙', 30, 50, [20, 50]),
      unit('丁', 50, 100, [45, 100]),
      unit('戊', 40, 100),
      unit('己', 10, 100, [0, 0]),
    ];
    const gains = new Map(rankUnits(units, 20).map(({ name, gainRank }) => [name, gainRank]));
    expect(Object.fromEntries(gains)).toEqual({
      甲: undefined,
      乙: 1,
      丙: 1,
      丁: 3,
      戊: undefined,
      己: undefined,
    });
  });

  test('any units: each comes once, in order of rate, whatever order they came in', () => {
    const units = fc
      .array(fc.record({ known: fc.nat(200), share: fc.double({ min: 0, max: 1, noNaN: true }) }), { maxLength: 25 })
      .map((list) => list.map(({ known, share }, i) => unit(`村${i}`, Math.floor(known * share), known)));
    fc.assert(
      fc.property(units, fc.nat(40), (list, minKnown) => {
        const ranked = rankUnits(list, minKnown);
        expect(ranked.map(({ nodeId }) => nodeId).sort()).toEqual(list.map(({ nodeId }) => nodeId).sort());
        const withRank = ranked.filter(({ rank }) => rank !== undefined);
        expect(withRank.every(({ known }) => known >= minKnown)).toBe(true);
        for (const [i, one] of withRank.entries()) {
          const next = withRank[i + 1];
          if (next === undefined) continue;
          const difference = one.collected * next.known - next.collected * one.known;
          expect(difference).toBeGreaterThanOrEqual(0);
          expect(next.rank === one.rank).toBe(difference === 0);
        }
        expect(rankUnits([...list].reverse(), minKnown)).toEqual(ranked);
      }),
      { seed: 9, numRuns: 200 },
    );
  });
});

describe('lastUnits', () => {
  const last = (...units: Parameters<typeof unit>[]) =>
    lastUnits(
      rankUnits(
        units.map((each) => unit(...each)),
        20,
      ),
    ).map(({ name }) => name);

  test('those that share the last rank, small ones not counted', () => {
    expect(last(['甲', 50, 100], ['乙', 10, 100], ['丙', 5, 50], ['丁', 0, 19])).toEqual(['丙', '乙']);
  });

  test.each<[string, Parameters<typeof unit>[]]>([
    [
      'all stand alike',
      [
        ['甲', 0, 100],
        ['乙', 0, 50],
      ],
    ],
    ['there is one only', [['甲', 0, 100]]],
    [
      'none is large enough',
      [
        ['甲', 9, 10],
        ['乙', 0, 10],
      ],
    ],
  ])('nobody when %s', (_what, units) => expect(last(...units)).toEqual([]));
});
