/**
 * Several bare answers for several fields, in any order: `2人，9000`, `古荥大街18号，样例快餐`. Each goes where it reads well; where
 * several ways are as good, the order of the fields decides.
 */
import type { FieldDef } from '../../../schemas/field.js';
import { cleanText } from './clean.js';
import { type ReadContext, readAnswer } from './read-answer.js';
import type { Slot } from './slots.js';

/** More are never asked at once; all ways of so many are soon looked through. */
const FIELDS_MAX = 5;
/** How ill an answer fits a field. */
const [WELL, PERHAPS, NOT] = [0, 1, 100];

/** @param parts in the order in which they were said. Null when they cannot be told from one single answer. */
export function shareOut(parts: readonly string[], fields: readonly FieldDef[], ctx: ReadContext): Slot[] | null {
  if (fields.length > FIELDS_MAX) return null;
  const words = together(parts.map(cleanText), fields);
  if (words.length === 0 || words.length > fields.length) return null;
  const slots = words.map((text) =>
    fields.map(({ path }, f) => ({ path, text, reading: readAnswer(fields[f] as FieldDef, text, ctx) })),
  );
  const costs = slots.map((row) => row.map((slot, f) => costOf(slot, fields[f] as FieldDef)));
  const isWhole = words.length === fields.length;
  let best: { cost: number; way: number[] } | null = null;
  for (const way of waysOf(words.length, fields.length)) {
    const each = way.map((f, w) => costs[w]?.[f] ?? NOT);
    // of too few, only the first field takes what fits nowhere for certain
    if (!isWhole && each.some((cost, w) => cost >= NOT || (cost > WELL && way[w] !== 0))) continue;
    const cost = each.reduce((sum, one) => sum + one, 0);
    if (best === null || cost < best.cost) best = { cost, way };
  }
  if (best === null) return null;
  const { way } = best;
  // some answer must speak for the order, or it is chance
  const speaks = (w: number) => costs[w]?.[way[w] ?? 0] === WELL;
  if (!words.some((_, w) => speaks(w)) && !(isWhole && fields.every(({ kind }) => kind === 'text'))) return null;
  return way.flatMap((f, w) => slots[w]?.[f] ?? []);
}

function costOf({ text, reading }: Slot, field: FieldDef): number {
  if (reading.kind === 'unclear') return NOT;
  if (field.kind !== 'text') return WELL;
  return isLike(field, text) ? WELL : PERHAPS;
}

function isLike({ like }: FieldDef, text: string): boolean {
  return like !== undefined && new RegExp(like, 'u').test(text);
}

/** 古荥镇 古荥大街18号: neighbours that are like one field only, and the same, are one answer. */
function together(words: readonly string[], fields: readonly FieldDef[]): string[] {
  const only = (word: string) => {
    const [one, ...more] = fields.filter((field) => isLike(field, word));
    return more.length === 0 ? one?.path : undefined;
  };
  const joined: string[] = [];
  for (const word of words.filter((each) => each !== '')) {
    const before = joined.at(-1);
    if (before !== undefined && only(before) !== undefined && only(before) === only(word))
      joined[joined.length - 1] = before + word;
    else joined.push(word);
  }
  return joined;
}

/** Every way to give so many words to so many fields, none twice; the ones in order first. */
function waysOf(words: number, fields: number, taken: readonly number[] = []): number[][] {
  if (taken.length === words) return [[...taken]];
  return Array.from({ length: fields }, (_, f) => f)
    .filter((f) => !taken.includes(f))
    .flatMap((f) => waysOf(words, fields, [...taken, f]));
}
