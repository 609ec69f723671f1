import { describe, expect, test } from '@jest/globals';
import { judge, loadUtterances } from './corpus.js';

const judged = loadUtterances().map((utterance) => ({ utterance, verdict: judge(utterance) }));
const describeMiss = ({ utterance: { line, kind, text, expected }, verdict }: (typeof judged)[number]) =>
  `${line} ${kind} ${JSON.stringify(text)}: expected ${expected}, got ${verdict.got}`;

describe('the corpus of utterances', () => {
  test('is large', () => {
    expect(judged.length).toBeGreaterThanOrEqual(650);
  });

  test('nothing is silently wrong', () => {
    expect(judged.filter(({ verdict }) => verdict.silentlyWrong).map(describeMiss)).toEqual([]);
  });

  test('at least 95 % are right, and at least 90 % of each kind', () => {
    const kinds = [...new Set(judged.map(({ utterance }) => utterance.kind))];
    const scores = kinds.map((kind) => {
      const own = judged.filter(({ utterance }) => utterance.kind === kind);
      const started = performance.now();
      for (const { utterance } of own) judge(utterance);
      const perSecond = Math.round((own.length * 1000) / (performance.now() - started));
      return { kind, all: own.length, right: own.filter(({ verdict }) => verdict.right).length, perSecond };
    });
    const right = scores.reduce((sum, score) => sum + score.right, 0);
    const table = scores.map((s) => `  ${s.kind.padEnd(10)} ${`${s.right}/${s.all}`.padStart(9)}  ${s.perSecond}/s`);
    const misses = judged.filter(({ verdict }) => !verdict.right).map(describeMiss);
    process.stdout.write(`${[`understanding: ${right}/${judged.length} right`, ...table, ...misses].join('\n')}\n`);
    expect(right / judged.length).toBeGreaterThanOrEqual(0.95);
    expect(scores.filter((score) => score.right / score.all < 0.9)).toEqual([]);
  });
});
