/** On complete answers the closures say what the library's own evaluator says. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adapt } from '../../../../src/conversation/expressions/ast.js';
import { compileExpression } from '../../../../src/conversation/expressions/expression.js';
import { frameWith, sampleScope } from './names.js';

const NUMBERS = ['total', 'signed', 'labourUse.women', '0', '1', '7', '2.5'];
const TEXTS = ['name', '"a"', '""', 'text(total)', 'since'];

const { bool } = fc.letrec<{ number: string; text: string; bool: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...NUMBERS),
    fc.tuple(tie('number'), fc.constantFrom('+', '-', '*'), tie('number')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('bool'), tie('number'), tie('number')).map(([t, a, b]) => `(${t} ? ${a} : ${b})`),
    fc.constant('count(kinds)'),
  ),
  text: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...TEXTS),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} + ${b})`),
  ),
  bool: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('open', 'true', 'false', 'has(labourUse.women)'),
    fc
      .tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('number'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('text'), fc.constantFrom('<', '==', '!='), tie('text')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('bool'), fc.constantFrom('&&', '||'), tie('bool')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('bool').map((a) => `!${a}`),
    tie('text').map((t) => `${t}.contains("a")`),
    tie('number').map((n) => `(${n} in [1, 7, 2.5])`),
    tie('text').map((t) => `kinds.exists(k, k == ${t})`),
    tie('number').map((n) => `kinds.all(k, ${n} > 1)`),
  ),
}));

const answers = fc.record({
  name: fc.constantFrom('', 'a', 'ab', '甲'),
  since: fc.constantFrom('2010-01-01', '2026-12-31'),
  total: fc.integer({ min: -9, max: 99 }),
  signed: fc.integer({ min: 0, max: 9 }),
  open: fc.boolean(),
  kinds: fc.subarray(['company', 'site']),
  'labourUse.women': fc.integer({ min: 0, max: 9 }),
});

test('closures and library agree', () => {
  fc.assert(
    fc.property(bool, answers, (source, given) => {
      const ours = compileExpression(sampleScope, source, 'bool');
      // literals that are no option are refused by us and accepted by the library
      if (!ours.ok) return ours.fault.code === 'expr_option' || ours.fault.code === 'expr_too_long';
      const parsed = sampleScope.environment.parse(source);
      adapt(parsed.ast);
      const { 'labourUse.women': women, ...flat } = given;
      const theirs: unknown = parsed({ ...flat, labourUse: { women } });
      expect(ours.expression.evaluate(frameWith(given))).toBe(theirs);
      return true;
    }),
    { seed: 20100726, numRuns: 3000 },
  );
});
