/** The corpus of utterances read again and again: how many a second, how many right, by kind. */
import { judge, loadUtterances } from '../../unit/conversation/understand/corpus.js';

export interface Score {
  kind: string;
  all: number;
  right: number;
  perSecond: number;
}

export function understanding({ quick }: { quick: boolean }): Score[] {
  const all = loadUtterances();
  const rounds = quick ? 1 : 10;
  return [...new Set(all.map(({ kind }) => kind))].map((kind) => {
    const own = all.filter((utterance) => utterance.kind === kind);
    const right = own.filter((utterance) => judge(utterance).right).length;
    const before = performance.now();
    for (let i = 0; i < rounds; i++) for (const utterance of own) judge(utterance);
    const seconds = (performance.now() - before) / 1000;
    return { kind, all: own.length, right, perSecond: (own.length * rounds) / seconds };
  });
}
