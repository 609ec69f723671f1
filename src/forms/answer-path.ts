/**
 * Field paths as the answers of a program have them: entries of lists count from 0 or from 1, and a form from elsewhere may
 * have names that flows cannot have. Inside, entries count from 0.
 */
export interface Naming {
  /** The number of a list's first entry. */
  base: 0 | 1;
  /** Outer name by inner name, entries left out: `workers[].first_name` → `workers[].first-name`. */
  outer: ReadonlyMap<string, string>;
}

const INDEX = /\[(\d+)\]/g;

/** `workers[2].name` → `workers[].name`. */
export function patternOf(path: string): string {
  return path.replace(INDEX, '[]');
}

/** Entries count from 1 as in XPath, unless the paths speak of an entry 0. */
export function baseOf(paths: readonly string[]): 0 | 1 {
  return paths.some((path) => path.includes('[0]')) ? 0 : 1;
}

export function toInner({ base, outer }: Naming, path: string): string {
  const pattern = patternOf(path);
  const found = [...outer].find(([, name]) => name === pattern);
  return renumber(path, found?.[0] ?? pattern, -base);
}

export function toOuter({ base, outer }: Naming, path: string): string {
  const pattern = patternOf(path);
  return renumber(path, outer.get(pattern) ?? pattern, base);
}

/** Puts the entry numbers of a path, shifted, into a pattern. */
function renumber(path: string, pattern: string, by: number): string {
  const numbers = [...path.matchAll(INDEX)].map((match) => Number(match[1]) + by);
  let i = 0;
  return pattern.replace(/\[\]/g, () => `[${numbers[i++] ?? 0}]`);
}
