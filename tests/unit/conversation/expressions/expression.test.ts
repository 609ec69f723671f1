import { describe, expect, test } from '@jest/globals';
import { compileExpression } from '../../../../src/conversation/expressions/expression.js';
import { LIBRARY } from '../../../../src/conversation/expressions/functions.js';
import { frameWith, sampleScope } from './names.js';

function run(source: string, answers: Record<string, unknown> = {}): unknown {
  const compiled = compileExpression(sampleScope, source);
  if (!compiled.ok) throw new Error(`${source}: ${JSON.stringify(compiled.fault)}`);
  return compiled.expression.evaluate(frameWith(answers));
}

function faultOf(source: string, expected?: string) {
  const compiled = compileExpression(sampleScope, source, expected);
  return compiled.ok ? undefined : compiled.fault;
}

describe('values', () => {
  test.each([
    ['total + 1 > 32', { total: 32 }, true],
    ['(total + 2) * 2 == 8', { total: 2 }, true],
    ['total % 2 == 1', { total: 3 }, true],
    ['-total < 0', { total: 3 }, true],
    ['unitKind != "site"', { unitKind: 'company' }, true],
    ['unitKind in ["site", "company"]', { unitKind: 'company' }, true],
    ['"site" in kinds', { kinds: ['company'] }, false],
    ['open ? total : 0', { open: false, total: 3 }, 0],
    ['labourUse.women > 1', { 'labourUse.women': 2 }, true],
    ['place.label', { place: { lat: 34.8, lng: 113.6, label: '某路' } }, '某路'],
    ['me.cell.known', {}, 7],
    ['today', {}, '2010-08-10'],
    ['name + "。"', { name: '甲' }, '甲。'],
    ['name.matches("^[a-z]+$")', { name: 'abc' }, true],
    ['name.startsWith("惠") && name.contains("快餐") && name.endsWith("店")', { name: '惠民快餐店' }, true],
  ])('%s', (source, answers, expected) => {
    expect(run(source, answers)).toEqual(expected);
  });

  test('money is kept in fen and read in yuan', () => {
    expect(run('wage < 1900', { wage: 189_999 })).toBe(true);
    expect(run('sum(workers.map(w, w.pay))', { workers: [{ pay: 10_050 }, { pay: 20_000 }, {}] })).toBe(300.5);
  });

  test('rounding noise of binary fractions does not make numbers differ', () => {
    expect(run('wage + 0.2 == 0.3', { wage: 10 })).toBe(true);
    expect(run('wage + 0.2 <= 0.3', { wage: 10 })).toBe(true);
    expect(run('wage + 0.2 > 0.3', { wage: 10 })).toBe(false);
  });

  test('lists of records', () => {
    const workers = [
      { name: '甲', age: 17 },
      { name: '乙', age: 40 },
    ];
    expect(run('workers.exists(w, w.age < 18)', { workers })).toBe(true);
    expect(run('workers.all(w, w.age < 18)', { workers })).toBe(false);
    expect(run('workers.exists_one(w, w.age < 18)', { workers })).toBe(true);
    expect(run('count(workers.filter(w, w.age > 16 && w.name != "乙"))', { workers })).toBe(1);
    expect(run('join(workers.map(w, w.name), "、")', { workers })).toBe('甲、乙');
    expect(run('workers.exists(w, workers.exists(v, v.age > w.age))', { workers })).toBe(true);
  });
});

describe('what is not answered is not known', () => {
  test.each([
    ['total > 3', undefined],
    ['total > 3 && open', undefined],
    ['total > 3 && 1 > 2', false],
    ['2 > 1 || total > 3', true],
    ['total > 3 || 2 > 1', true],
    ['!(total > 3)', undefined],
    ['total > 3 ? 1 : 2', undefined],
    ['has(total)', false],
    ['!has(labourUse.women)', true],
    ['has(place)', false],
    ['coalesce(total, 5) == 5', true],
    ['sure(total > 3)', false],
    ['workers.exists(w, w.age < 18)', undefined],
    ['wage / 0 > 1', undefined],
    ['percent(1, 0)', undefined],
    ['number("x1")', undefined],
  ])('%s → %s', (source, expected) => {
    expect(run(source)).toBe(expected);
  });

  test('an item without the value leaves the list undecided unless another decides', () => {
    expect(run('workers.exists(w, w.age < 18)', { workers: [{}, { age: 17 }] })).toBe(true);
    expect(run('workers.exists(w, w.age < 18)', { workers: [{}, { age: 20 }] })).toBeUndefined();
    expect(run('workers.all(w, has(w.age))', { workers: [{}, { age: 20 }] })).toBe(false);
  });

  test('facts of the wrong type are not believed', () => {
    const compiled = compileExpression(sampleScope, 'me.cell.known');
    if (!compiled.ok) throw new Error('did not compile');
    expect(compiled.expression.evaluate(frameWith({}, { cell: { known: '7' } }))).toBeUndefined();
    expect(compiled.expression.evaluate(frameWith({}, { cell: Object.create({ known: 7 }) }))).toBeUndefined();
  });
});

describe('faults', () => {
  test.each([
    ['total >', 'expr_syntax', 7],
    ['totl > 3', 'expr_unknown_name', 0],
    ['labourUse.womn > 3', 'expr_unknown_name', 10],
    ['name > 3', 'expr_types', 0],
    ['unitKind == "unlicenced"', 'expr_option', 12],
    ['"sit" in kinds', 'expr_option', 0],
    ['workers.exists(w, unitKind == "sit")', 'expr_option', 30],
    ['size(workers) > 3', 'expr_not_allowed', 0],
    ['name.matches(unitKind)', 'expr_pattern', 13],
    ['name.matches("(")', 'expr_pattern', 13],
    ['name.trim() == "x"', 'expr_not_allowed', 0],
    ['has(labourUse)', 'expr_has', 4],
    ['total.map(x, x)', 'expr_types', 0],
    ['cel.bind(x, total, x > 1)', 'expr_not_allowed', 0],
    ['{"a": total} == {"a": total}', 'expr_not_allowed', 0],
    ['name.constructor', 'expr_types', 5],
    ['workers[0].age', 'expr_types', 0],
  ])('%s: %s at %i', (source, code, at) => {
    const fault = faultOf(source);
    expect([fault?.code, fault?.at]).toEqual([code, at]);
  });

  test('the expected type is demanded', () => {
    expect(faultOf('total', 'bool')?.code).toBe('expr_result');
    expect(faultOf('total > 1', 'bool')).toBeUndefined();
  });

  test('an expression has a size', () => {
    expect(faultOf(Array(120).fill('total').join(' + '))?.code).toBe('expr_too_long');
  });
});

describe('safety', () => {
  test('a pattern that ruins backtracking engines is linear here', () => {
    const compiled = compileExpression(sampleScope, 'name.matches("^(a+)+$")');
    if (!compiled.ok) throw new Error('did not compile');
    const started = performance.now();
    expect(compiled.expression.evaluate(frameWith({ name: `${'a'.repeat(2000)}b` }))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('lists in lists run into the budget and are not known', () => {
    const workers = Array.from({ length: 500 }, () => ({ age: 1 }));
    expect(run('workers.all(a, workers.all(b, b.age == a.age))', { workers })).toBeUndefined();
    expect(run('workers.all(a, a.age == 1)', { workers })).toBe(true);
  });

  test('every function answers something or nothing for odd arguments, and never throws', () => {
    const odd: Record<string, unknown[]> = {
      string: ['', 'x', '2010-02-30', '2010-08-10', '0'.repeat(18)],
      double: [0, -1, 2.5, 1e300, -1e300],
      bool: [true, false],
      list: [[], ['a'], [1, undefined]],
      'list<double>': [[], [undefined, 1]],
      'list<string>': [[], [undefined, 'a']],
    };
    let calls = 0;
    for (const { signatures, run: call } of Object.values(LIBRARY)) {
      for (const signature of signatures) {
        const types = /\((.*)\)/.exec(signature)?.[1]?.split(', ') ?? [];
        const [first = [undefined], second = [undefined]] = types.map((type) => odd[type] ?? []);
        for (const a of first) for (const b of second) (call as (...args: unknown[]) => unknown)(a, b);
        calls += first.length * second.length;
      }
    }
    expect(calls).toBeGreaterThan(100);
  });
});

test.each([
  ['days("2010-08-01", "2010-08-10")', 9],
  ['months("2010-01-31", "2010-03-30")', 1],
  ['months("2010-03-30", "2010-01-31")', -1],
  ['years("1992-08-11", today)', 17],
  ['years("1992-08-10", today)', 18],
  ['addDays("2010-02-28", 1)', '2010-03-01'],
  ['addMonths("2010-08-31", 6)', '2011-02-28'],
  ['percent(12, 32)', '38%'],
  ['yuan(3500.5)', '3,500.50元'],
  ['round(2.345, 2)', 2.35],
  ['max([1, 3, 2]) - min([1, 3, 2])', 2],
  ['text(1200) + text(true)', '1,200是'],
  ['length("一户一档")', 4],
])('%s = %s', (source, expected) => {
  expect(run(source)).toBe(expected);
});
