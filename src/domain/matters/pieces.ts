/**
 * Recognising protected values in a text without keeping them: values and texts are cut into the same pieces, and only keyed
 * hashes of pieces are stored and compared. Spacing, punctuation inside, width and case make no difference.
 */
import { blindIndex, blindIndexes, type KeyRing } from '../../lib/seal.js';

/** Pieces by the kind of character: lengths that stand for themselves, and the longest, into which longer values are cut. */
const KINDS = {
  // names: two to four characters; longer ones by every four in a row
  han: { run: /\p{Script=Han}+/gu, lengths: [2, 3, 4] },
  // telephones and identity numbers; fewer digits say nothing
  digits: { run: /\d[\dx]*/gu, lengths: [7, 8, 9, 10, 11] },
  // tokens, ids of the platform, names in letters
  letters: { run: /[a-z0-9]+/gu, lengths: [4, 5, 6, 7, 8, 12] },
} as const;
type Kind = keyof typeof KINDS;

/** The hashes to store for a protected value. Empty for what is too short to be told from anything else. */
export function hashesOfValue(ring: KeyRing, value: string): string[] {
  const plain = plainText(value);
  const kind: Kind = /^\d[\dx]*$/.test(plain) ? 'digits' : /^[a-z0-9]+$/.test(plain) ? 'letters' : 'han';
  const { run, lengths } = KINDS[kind];
  return (plain.match(run) ?? []).flatMap((part) => {
    const fits = lengths.filter((length) => length <= [...part].length).at(-1);
    return fits === undefined ? [] : windows(part, fits).map((piece) => blindIndex(ring, 'protected', piece));
  });
}

/**
 * All hashes that a text could share with a protected value, under every key of the ring.
 * @param publicWords names of places and the like, which are told openly and are taken out before
 */
export function hashesInText(ring: KeyRing, text: string, publicWords: readonly string[]): string[] {
  let plain = plainText(text);
  for (const word of publicWords) plain = plain.replaceAll(plainText(word), '\n');
  const pieces = new Set<string>();
  for (const { run, lengths } of Object.values(KINDS))
    for (const [part] of plain.matchAll(run))
      for (const length of lengths) for (const piece of windows(part, length)) pieces.add(piece);
  return [...pieces].flatMap((piece) => hashesOfPiece(ring, piece));
}

/** Messages to groups are much alike: most of their pieces were hashed before. */
const KNOWN_MAX = 20_000;
const knownOf = new WeakMap<KeyRing, Map<string, string[]>>();

function hashesOfPiece(ring: KeyRing, piece: string): string[] {
  let known = knownOf.get(ring);
  if (known === undefined || known.size >= KNOWN_MAX) {
    known = new Map();
    knownOf.set(ring, known);
  }
  let hashes = known.get(piece);
  if (hashes === undefined) {
    hashes = blindIndexes(ring, 'protected', piece);
    known.set(piece, hashes);
  }
  return hashes;
}

function windows(text: string, length: number): string[] {
  const chars = [...text];
  return chars.slice(0, Math.max(0, chars.length - length + 1)).map((_, i) => chars.slice(i, i + length).join(''));
}

/** What people put between the characters of one value goes; what parts two values (，、。：) stays. */
function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cf}\p{Pd}\p{So}_·.*'"`()（）]/gu, '');
}
