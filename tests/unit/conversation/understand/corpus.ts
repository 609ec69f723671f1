/**
 * The corpus of utterances: tests/fixtures/utterances.tsv, one a line with what a person means by it. Columns: kind, field
 * (`label=…;unit=…;min=…;options=value:label(synonym,…)|…`), today, utterance (`\n`, `\t`, `\uXXXX` escaped), expected:
 * `value …`, `confirm …`, `pick a|b`, `none`, `unclear [code[:reason]]`; for `command` the command or `no`; for `slots`
 * `path=expected;…`, with `rest` when something is left.
 */
import { readFileSync } from 'node:fs';
import type { FieldDef, FieldKind, Option } from '../../../../schemas/field.js';
import { type Reading, readAnswer, readCommand, readSlots } from '../../../../src/conversation/understand/index.js';

const CORPUS = new URL('../../../fixtures/utterances.tsv', import.meta.url);

export interface Utterance {
  line: number;
  kind: string;
  field: FieldDef;
  fields: FieldDef[];
  /** Names that can be corrected, for commands. */
  labels: string[];
  today: string;
  text: string;
  expected: string;
}

export interface Verdict {
  right: boolean;
  /** Taken for certain, and not what was meant. */
  silentlyWrong: boolean;
  got: string;
}

export function loadUtterances(file: string | URL = CORPUS): Utterance[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.slice(1).flatMap((line, i) => {
    if (line === '') return [];
    const columns = line.split('\t');
    const [kind = '', hints = '', today = '', text = '', expected = ''] = columns;
    if (columns.length !== 5) throw new Error(`line ${i + 2} has ${columns.length} columns`);
    const fields = kind === 'slots' ? slotFields(hints) : [];
    const field = fieldOf(kind === 'slots' || kind === 'command' ? 'text' : (kind as FieldKind), hints);
    const labels = kind === 'command' ? hints.replace('labels=', '').split(',') : [];
    return [{ line: i + 2, kind, field, fields, labels, today, text: unescapeText(text), expected }];
  });
}

/** Reads one utterance and compares with what was meant. */
export function judge(utterance: Utterance): Verdict {
  const { kind, text, expected, field, fields, today } = utterance;
  if (kind === 'command') return judgeCommand(text, expected, utterance.labels);
  if (kind === 'slots') return judgeSlots(text, expected, fields, today);
  const reading = readAnswer(field, text, { today });
  const got = say(reading);
  const right = fits(reading, got, expected, field, today);
  return { right, silentlyWrong: !right && (reading.kind === 'value' || reading.kind === 'none'), got };
}

function fits(reading: Reading, got: string, expected: string, field: FieldDef, today: string): boolean {
  if (reading.kind === 'pick') {
    const values = reading.among.map(({ value }) => {
      if (field.kind === 'choice') return value;
      const again = readAnswer(field, value, { today });
      return again.kind === 'value' ? String(again.value) : say(again);
    });
    return expected === `pick ${expected.slice(5)}` && sorted(values) === sorted(expected.slice(5).split('|'));
  }
  if (reading.kind === 'unclear') {
    if (expected === 'unclear' || expected === `unclear ${reading.code}`) return true;
    return (
      reading.code === 'code_fault' &&
      expected === `unclear code_fault:${String(reading.facts.reason).replace('inner_', '')}`
    );
  }
  return got === expected;
}

function sorted(values: readonly string[]): string {
  return [...values].sort().join('|');
}

function say(reading: Reading): string {
  switch (reading.kind) {
    case 'value':
    case 'confirm':
      return `${reading.kind} ${String(reading.value)}`;
    case 'pick':
      return `pick ${reading.among.map(({ value }) => value).join('|')}`;
    case 'unclear':
      return `unclear ${reading.code}${reading.code === 'code_fault' ? `:${reading.facts.reason}` : ''}`;
    default:
      return reading.kind;
  }
}

function judgeCommand(text: string, expected: string, labels: readonly string[]): Verdict {
  const command = readCommand(text, labels);
  const answer = command?.kind === 'correct' && command.answer !== undefined ? ` = ${command.answer}` : '';
  const got =
    command === null ? 'no' : command.kind === 'correct' ? `correct ${command.target}${answer}` : command.kind;
  return { right: got === expected, silentlyWrong: got !== expected && command !== null, got };
}

function judgeSlots(text: string, expected: string, fields: readonly FieldDef[], today: string): Verdict {
  const { slots, rest } = readSlots(text, fields, { today });
  const shown = slots.map(({ path, reading }) => [path, say(reading).replace(/^value /, '')] as const);
  const got = [
    ...shown.map(([path, value]) => `${path}=${value}`),
    ...(slots.length > 0 && rest !== '' ? ['rest'] : []),
  ];
  const wanted = expected === 'nothing' ? [] : expected.split(';');
  const right =
    wanted.length === got.length &&
    wanted.every((want) => got.some((one) => one === want || one.startsWith(`${want} `)));
  const surprise = slots.some(
    ({ path, reading }) => reading.kind === 'value' && !wanted.includes(`${path}=${String(reading.value)}`),
  );
  return { right, silentlyWrong: !right && surprise, got: got.join(';') || 'nothing' };
}

function fieldOf(kind: FieldKind, hints: string): FieldDef {
  const map = new Map(
    hints.split(';').map((hint) => [hint.slice(0, hint.indexOf('=')), hint.slice(hint.indexOf('=') + 1)]),
  );
  const number = (key: 'min' | 'max' | 'minLength' | 'maxLength') => {
    const text = map.get(key);
    return text === undefined ? {} : { [key]: Number(text) };
  };
  const unit = map.get('unit');
  const options = map.get('options');
  const synonyms = map.get('synonyms');
  return {
    path: 'field',
    label: map.get('label') ?? '',
    kind,
    privacy: 'open',
    required: true,
    ...(unit !== undefined && { unit }),
    ...(synonyms !== undefined && { synonyms: synonyms.split(',') }),
    ...(options !== undefined && { options: options.split('|').map(optionOf) }),
    ...number('min'),
    ...number('max'),
    ...number('minLength'),
    ...number('maxLength'),
  };
}

/** `value:label(synonym,synonym)`; without a value the label is it. */
function optionOf(text: string): Option {
  const parts = /^(?:(\w+):)?([^(]+)(?:\((.*)\))?$/.exec(text);
  if (parts === null) throw new Error(`option ${text}`);
  const [, value, label = '', synonyms] = parts;
  return { value: value ?? label, label, ...(synonyms !== undefined && { synonyms: synonyms.split(',') }) };
}

/** `fields=path:label(synonym,…):kind:unit|…` */
function slotFields(hints: string): FieldDef[] {
  return hints
    .replace('fields=', '')
    .split('|')
    .map((text) => {
      const [path = '', name = '', kind = '', unit] = text.split(':');
      const { label, synonyms } = optionOf(name);
      return {
        path,
        label,
        kind: kind as FieldKind,
        privacy: 'open' as const,
        required: true,
        ...(unit !== undefined && { unit }),
        ...(synonyms !== undefined && { synonyms }),
      };
    });
}

function unescapeText(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t');
}
