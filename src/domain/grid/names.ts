import type { GridLevel } from '../../../schemas/codes.js';
import { BODY_OPTIONS, type GridNode } from '../../../schemas/grid.js';

const byLength = (a: string, b: string) => b.length - a.length;
const BODY_ENDINGS = BODY_OPTIONS.flatMap(({ level, label, synonyms }) =>
  [label, ...(synonyms ?? [])].map((ending) => ({ ending, level })),
).sort((a, b) => byLength(a.ending, b.ending));
const AREA_ENDINGS = [
  '社区居民委员会',
  '社区居委会',
  '居民委员会',
  '居委会',
  '社区',
  '村民委员会',
  '村委会',
  '村',
  '街道办事处',
  '办事处',
  '街道',
  '镇政府',
  '镇',
  '乡',
  '区',
].sort(byLength);

/** A name made comparable: half-width, lower case, nothing but letters and digits. */
export function plainName(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** What a text says of a place: the name without the body's name, and the level when a body was named. */
export function readPlace(text: string): { name: string; level?: GridLevel } {
  const plain = plainName(text);
  const body = BODY_ENDINGS.find(({ ending }) => plain.endsWith(ending));
  return body === undefined
    ? { name: plain }
    : { name: plain.slice(0, plain.length - body.ending.length), level: body.level };
}

/** 毛庄村 → 毛庄: the name without what kind of area it is. */
export function shortName(plain: string): string {
  const ending = AREA_ENDINGS.find((e) => plain.endsWith(e) && plain.length > e.length);
  return ending === undefined ? plain : plain.slice(0, plain.length - ending.length);
}

/** Names that hold now, and names that once did. */
export function namesOf(node: GridNode): { now: string[]; old: string[] } {
  const now = [node.name, ...node.aliases];
  return { now, old: node.names.map(({ value }) => value).filter((name) => !now.includes(name)) };
}
