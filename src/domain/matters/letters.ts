/** Written answers from templates that the bureau edits (templates/letters); checked when the service starts. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { LETTER_KINDS, type LetterKind } from '../../../schemas/matter-document.js';
import { MOVE_REASONS, type MoveReason, TRACKS, type Track } from '../../../schemas/matter-enums.js';

/** Slots that every letter may use, and those that each must. A line whose slot has no value is left out. */
const COMMON = ['no', 'registerNo', 'name', 'employer', 'kind', 'date', 'bureau', 'bureauPhone'] as const;
const OWN = {
  accept: { must: ['no', 'due'], may: ['filingNo'] },
  refuse: { must: ['no', 'reason'], may: [] },
  supplement: { must: ['no', 'items', 'until'], may: [] },
  guide: { must: ['no', 'office'], may: ['officeAddress', 'officePhone', 'advice'] },
  transfer: { must: ['no', 'office'], may: ['officeAddress', 'officePhone', 'transferNo'] },
  extension: { must: ['no', 'due'], may: [] },
  closing: { must: ['no', 'outcome'], may: ['people', 'paid'] },
} as const satisfies Record<LetterKind, { must: readonly string[]; may: readonly string[] }>;

type SlotsOf<K extends LetterKind> = (typeof COMMON)[number] | (typeof OWN)[K]['must' | 'may'][number];
export type LetterSlots<K extends LetterKind> = { [S in SlotsOf<K>]?: string | undefined };

export interface Letters {
  render<K extends LetterKind>(kind: K, slots: LetterSlots<K>): string;
  /** The bureau's sentence for a reason or a track; undefined when it has none. */
  reason(reason: MoveReason): string | undefined;
  advice(track: Track): string | undefined;
}

const SLOT = /\{\{(\w+)\}\}/g;

/**
 * Reads `<kind>.md` for every kind of letter and `sentences.yaml`.
 * @throws Error with one line per problem: missing file, unknown slot, slot that must be there, braces left open
 */
export function loadLetters(folder: string): Letters {
  const problems: string[] = [];
  const templates = new Map<LetterKind, string>();
  for (const kind of LETTER_KINDS) {
    const file = `${kind}.md`;
    const text = readOr(path.join(folder, file));
    if (text === undefined) problems.push(`${file}: is missing`);
    else problems.push(...faultsOf(kind, text).map((fault) => `${file}: ${fault}`));
    templates.set(kind, text ?? '');
  }
  const sentences = readSentences(folder, problems);
  if (problems.length > 0) throw new Error(`letters in ${folder}:\n${problems.map((line) => `  ${line}`).join('\n')}`);
  return {
    render: (kind, slots) => filled(templates.get(kind) ?? '', slots),
    reason: (reason) => sentences.reasons[reason],
    advice: (track) => sentences.advice[track],
  };
}

function faultsOf(kind: LetterKind, text: string): string[] {
  const own: { must: readonly string[]; may: readonly string[] } = OWN[kind];
  const used = [...text.matchAll(SLOT)].map(([, slot = '']) => slot);
  const known = new Set<string>([...COMMON, ...own.must, ...own.may]);
  return [
    ...[...new Set(used)]
      .filter((slot) => !known.has(slot))
      .map((slot) => `unknown slot {{${slot}}}; known: ${[...known].join(', ')}`),
    ...own.must.filter((slot) => !used.includes(slot)).map((slot) => `the slot {{${slot}}} must be in it`),
    ...(/\{\{|\}\}/.test(text.replace(SLOT, '')) ? ['braces that are not a slot like {{no}}'] : []),
  ];
}

function filled(template: string, slots: Readonly<Record<string, string | undefined>>): string {
  return template
    .split(/\r?\n/)
    .filter((line) => [...line.matchAll(SLOT)].every(([, slot = '']) => (slots[slot] ?? '') !== ''))
    .map((line) => line.replace(SLOT, (_, slot: string) => slots[slot] ?? ''))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

interface Sentences {
  reasons: Partial<Record<string, string>>;
  advice: Partial<Record<string, string>>;
}

function readSentences(folder: string, problems: string[]): Sentences {
  const text = readOr(path.join(folder, 'sentences.yaml'));
  if (text === undefined) {
    problems.push('sentences.yaml: is missing');
    return { reasons: {}, advice: {} };
  }
  const document = parseDocument(text);
  problems.push(...document.errors.map(({ message }) => `sentences.yaml: ${message}`));
  const raw = (document.errors.length > 0 ? {} : document.toJS()) as Record<string, unknown>;
  const part = (key: string, known: readonly { value: string }[]) => {
    const given = Object.entries((raw?.[key] ?? {}) as Record<string, unknown>);
    for (const [name, sentence] of given)
      if (!known.some(({ value }) => value === name) || typeof sentence !== 'string')
        problems.push(`sentences.yaml: ${key}.${name} is not a known ${key} with a sentence`);
    return Object.fromEntries(given) as Record<string, string>;
  };
  return { reasons: part('reasons', MOVE_REASONS), advice: part('advice', TRACKS) };
}

function readOr(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
