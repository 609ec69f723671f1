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
      return { kind, all: own.length, right: own.filter(({ verdict }) => verdict.right).length };
    });
    const right = judged.filter(({ verdict }) => verdict.right).length;
    const table = scores.map(({ kind, all, right: good }) => `${kind.padEnd(10)} ${good}/${all}`).join('\n');
    const misses = judged.filter(({ verdict }) => !verdict.right).map(describeMiss);
    process.stdout.write(`understanding: ${right}/${judged.length} right\n${table}\n${misses.join('\n')}\n`);
    expect(right / judged.length).toBeGreaterThanOrEqual(0.95);
    expect(scores.filter(({ all, right: good }) => good / all < 0.9)).toEqual([]);
  });
});
