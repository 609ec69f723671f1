/** Finds words of the bureau's lists in what people write, however they space, punctuate or decorate it. Proposals only. */
import type { MatterCategory, RedFlag, Track } from '../../../schemas/matter-enums.js';
import type { MatterWords } from '../../../schemas/matter-words.js';

/** Stands between what was taken out; no word reaches over it. */
const GAP = '\n';
/** Longest text that is looked through; a story of 12,000 characters fits. */
const MAX_LENGTH = 20_000;

/** Characters between our people and what they are said to have done. */
const CONDUCT_REACH = 12;
/** What is said of somebody ends here. */
const CLAUSE_END = /[，。！？；、,.!?;\n]/u;

export interface Lexicon extends Pick<MatterWords, 'offices' | 'neighbours' | 'publicWords'> {
  /** Proposed categories, those with the most words first. */
  categoriesIn(text: string): MatterCategory[];
  /** Other tracks that the words speak of. */
  tracksIn(text: string): Track[];
  /** What must be answered at once, with safety advice. */
  redFlagsIn(text: string): RedFlag[];
  /** Whether the conduct of our own people is complained of, or one of our units stands as the employer: which. */
  ownStaffIn(text: string, employerName: string): 'brigade' | 'unit' | null;
}

/** Makes the lists ready for reading; do it once at the start. */
export function makeLexicon(words: MatterWords): Lexicon {
  const variants = new Map(Object.entries(words.variants));
  const plain = (text: string) => plainText(text, variants);
  const lists = {
    categories: compiled(words.categories, plain),
    tracks: compiled(words.tracks, plain),
    redFlags: compiled(words.redFlags, plain),
  };
  const found = <C>(list: readonly Compiled<C>[], text: string): C[] => {
    const read = plain(text.slice(0, MAX_LENGTH));
    return list
      .map(({ code, patterns, unless }) => {
        const rest = unless.reduce((left, phrase) => left.replaceAll(phrase, GAP), read);
        return { code, hits: patterns.filter((pattern) => pattern.test(rest)).length };
      })
      .filter(({ hits }) => hits > 0)
      .sort((a, b) => b.hits - a.hits)
      .map(({ code }) => code);
  };
  const { who, brigade, conduct } = words.ownStaff;
  const oneOf = (list: readonly string[]) => `(${list.map(plain).join('|')})`;
  const behaves = (list: readonly string[]) => new RegExp(`${oneOf(list)}.{0,${CONDUCT_REACH}}${oneOf(conduct)}`);
  const [brigadeBehaves, someBehave] = [behaves(brigade), behaves([...who, ...brigade])];
  return {
    ownStaffIn(text, employerName) {
      const firm = plain(employerName);
      const clauses = text.slice(0, MAX_LENGTH).split(CLAUSE_END).map(plain);
      if (clauses.some((clause) => brigadeBehaves.test(clause)) || new RegExp(oneOf(brigade)).test(firm))
        return 'brigade';
      return clauses.some((clause) => someBehave.test(clause)) || new RegExp(oneOf(who)).test(firm) ? 'unit' : null;
    },
    offices: words.offices,
    neighbours: words.neighbours,
    publicWords: words.publicWords,
    categoriesIn: (text) => found(lists.categories, text),
    tracksIn: (text) => found(lists.tracks, text),
    redFlagsIn: (text) => found(lists.redFlags, text),
  };
}

interface Compiled<C> {
  code: C;
  patterns: RegExp[];
  unless: string[];
}

function compiled<C>(
  list: readonly { code: C; words: string[]; unless?: string[] | undefined }[],
  plain: (text: string) => string,
): Compiled<C>[] {
  return list.map(({ code, words, unless = [] }) => ({
    code,
    patterns: words.map((word) => new RegExp(word.split('~').map(plain).join('.{0,6}'))),
    unless: unless.map(plain),
  }));
}

/** Letters and digits only, half-width, lower case, one form of each character. Nothing that a pattern could read as its own. */
function plainText(text: string, variants: ReadonlyMap<string, string>): string {
  const letters = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return [...letters].map((char) => variants.get(char) ?? char).join('');
}
