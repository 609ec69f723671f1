import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { GridNode } from '../../../../schemas/grid.js';
import { PlanTemplate } from '../../../../schemas/plan.js';
import { loadCalendar } from '../../../../src/domain/calendar/index.js';
import { buildTree } from '../../../../src/domain/grid/index.js';
import { dueDays, dueInSpan, spanOf } from '../../../../src/domain/plans/due.js';
import { lintPlan, planItems, unknownBodies } from '../../../../src/domain/plans/index.js';
import { addDays, isDay } from '../../../../src/lib/day.js';
import { isWorkday } from '../../../../src/lib/workdays.js';
import { smallTree } from '../../../support/grid.js';

const root = join(import.meta.dirname, '../../../..');
const calendar = loadCalendar(join(root, 'calendar'));
const huiji = PlanTemplate.parse(
  lintPlan('huiji-2010.yaml', readFileSync(join(root, 'plans/huiji-2010.yaml'), 'utf8'), calendar).plan,
);
const tree = (day = '2010-07-26', validFrom = '2010-01-01') => smallTree(day, validFrom);
const itemsOn = (day: string, plan = huiji) => planItems(plan, tree(day), '/d/', calendar);
const small = (more: object) =>
  PlanTemplate.parse({
    plan: 'small',
    title: 't',
    document: { no: '1', on: '2010-07-26' },
    requirements: { S1: 'x' },
    milestones: [],
    ...more,
  });
const one = (more: object) => ({ id: 'one', title: '一', for: ['town'], sources: ['S1'], evidence: ['note'], ...more });

describe('the items of a plan', () => {
  test('are one per body of the level, with the body that owns them', () => {
    const items = itemsOn('2010-07-26');
    const of = (id: string) => items.filter((item) => item.of.id === id);
    expect(of('squadron').map(({ about }) => about._id)).toEqual(['t1', 't2']);
    expect(of('service-station')).toHaveLength(4);
    expect(of('wall-charts')).toHaveLength(7);
    expect(of('full-time-inspector').map(({ owner }) => owner._id)).toEqual(['d', 'd', 'd', 'd']);
    expect(new Set(of('part-time-inspectors').map(({ about, owner }) => `${about._id} ${owner._id}`))).toEqual(
      new Set(['v11 t1', 'v12 t1', 'v21 t2', 'v22 t2']),
    );
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
  });

  test('count a grid unit as a town when the plan says so (A2)', () => {
    const items = itemsOn('2010-07-26', { ...huiji, gridUnit: 'town' });
    expect(items.filter(({ of }) => of.id === 'full-time-inspector').map(({ about }) => about._id)).toEqual([
      't1',
      't2',
    ]);
  });

  test('wait for those of the same body or of one above', () => {
    const items = itemsOn('2010-07-26');
    const afterOf = (id: string, body: string) =>
      items.find(({ of, about }) => of.id === id && about._id === body)?.after;
    expect(afterOf('squadron', 't1')).toEqual(['plan:huiji-2010:squadron-leader:t1']);
    expect(afterOf('duties-read', 't1')).toEqual(['plan:huiji-2010:duty-texts:d']);
  });

  test('keep dates before the plan and on days of rest, and take the default where none is named (fact 4, A3, A5)', () => {
    const dues = dueDays(huiji, calendar);
    expect(dues.get('command-centre')?.day).toBe('2010-07-25');
    expect(dues.get('city-network')?.day).toBe('2010-08-15');
    expect(dues.get('town-funding')?.day).toBe('2010-08-30');
    expect(dues.get('first-collection')?.day).toBe('2010-10-29');
    expect(dues.get('ready-for-city')?.day).toBe('2010-09-13');
  });

  test('give a body that began after the due day working days of its own', () => {
    const items = planItems(huiji, tree('2010-12-01', '2010-12-01'), '/d/', calendar);
    expect(items.find(({ of }) => of.id === 'squadron')?.dueOn).toBe('2010-12-29'); // 20 working days
    const early = planItems(huiji, tree('2010-12-01', '2010-08-10'), '/d/', calendar);
    expect(early.find(({ of }) => of.id === 'squadron')?.dueOn).toBe('2010-08-10');
  });

  test('say provisional when a rule runs into a year without a table', () => {
    const plan = small({
      milestones: [one({ due: { workdays: 5, after: '2099-12-30' } }), one({ id: 'two', due: '2099-12-30' })],
    });
    expect(dueDays(plan, calendar).get('one')?.provisional).toBe(true);
    expect(dueDays(plan, calendar).get('two')?.provisional).toBe(false); // a named day stays what it is
  });

  test('are for named bodies only when the item says so; unknown names are told', () => {
    const plan = small({ milestones: [one({ due: '2010-08-01', bodies: ['古荥镇', '410108100000', '没有镇'] })] });
    expect(planItems(plan, tree(), '/d/', calendar).map(({ about }) => about._id)).toEqual(['t1', 't2']);
    expect(unknownBodies(plan, tree(), '/d/')).toEqual(['没有镇']);
  });

  test('leave out bodies that are only planned or no longer there', () => {
    const nodes = tree().all.map(
      (node): GridNode =>
        node._id === 'v11'
          ? { ...node, status: 'planned' }
          : node._id === 'v12'
            ? { ...node, validTo: '2010-07-01' }
            : node,
    );
    const items = planItems(huiji, buildTree(nodes, '2010-07-26'), '/d/', calendar);
    expect(items.filter(({ of }) => of.id === 'service-station').map(({ about }) => about._id)).toEqual(['v21', 'v22']);
  });

  test('hold the duties of the span the day lies in, once they have begun', () => {
    const keys = (day: string) =>
      itemsOn(day).flatMap(({ key, about }) => (about._id === 't1' && key.includes('town-supervision') ? [key] : []));
    expect(keys('2010-08-31')).toEqual([]);
    expect(keys('2010-09-01')).toEqual(['plan:huiji-2010:town-supervision:t1:2010-09']);
    const item = itemsOn('2010-09-15').find(({ of }) => of.id === 'district-supervision');
    expect(item).toMatchObject({ opensOn: '2010-09-01', dueOn: '2010-09-30' });
  });
});

describe('spans of time', () => {
  test.each([
    ['week', '2010-08-29', 'w2010-08-23', '2010-08-23', '2010-08-29'],
    ['month', '2012-02-10', '2012-02', '2012-02-01', '2012-02-29'],
    ['quarter', '2010-11-30', '2010q4', '2010-10-01', '2010-12-31'],
    ['half_year', '2010-06-30', '2010h1', '2010-01-01', '2010-06-30'],
    ['year', '2010-06-30', '2010', '2010-01-01', '2010-12-31'],
  ] as const)('%s of %s is %s', (every, day, name, from, to) => {
    expect(spanOf(every, day)).toEqual({ name, from, to });
  });

  test('hold every day in exactly one, and their due day is a working day inside', () => {
    const day = fc.integer({ min: 0, max: 7_000 }).map((n) => addDays('2008-01-01', n));
    const every = fc.constantFrom(
      'week' as const,
      'month' as const,
      'quarter' as const,
      'half_year' as const,
      'year' as const,
    );
    const workday = fc.integer({ min: -25, max: 25 }).filter((n) => n !== 0);
    fc.assert(
      fc.property(day, every, workday, (at, period, n) => {
        const span = spanOf(period, at);
        expect(span.from <= at && at <= span.to).toBe(true);
        expect(spanOf(period, addDays(span.to, 1)).from).toBe(addDays(span.to, 1));
        const due = dueInSpan(calendar, span, { workday: n }).day;
        expect(isDay(due) && span.from <= due && due <= span.to).toBe(true);
        // a week of holidays has no working day at all
        expect(isWorkday(calendar, due) || period === 'week').toBe(true);
      }),
      { seed: 20100726, numRuns: 300 },
    );
  });
});
