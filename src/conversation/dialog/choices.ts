/** Choices as they are shown and as they come back: by tap, by number, by their words. */
import type { FieldDef, Option } from '../../../schemas/field.js';
import type { Choice } from '../../../schemas/message.js';
import { contentHash } from '../compile/version.js';
import { readAnswer, readYesNo } from '../understand/index.js';
import type { Said } from './session.js';

/** Choices in one message; more are paged. */
export const PAGE = 8;

/** The id of an option's choice: its value where every channel can carry it. */
export function choiceId(value: string): string {
  return /^\w{1,64}$/.test(value) ? value : `h${contentHash(value)}`;
}

export function choicesOf(options: readonly Option[]): Choice[] {
  return options.map(({ value, label }) => ({ id: choiceId(value), label }));
}

/** The options that were tapped; undefined when one of the ids is none of them. */
export function optionsTapped(options: readonly Option[], ids: readonly string[]): Option[] | undefined {
  const found = ids.map((id) => options.find(({ value }) => choiceId(value) === id));
  return found.length > 0 && found.every((each) => each !== undefined) ? (found as Option[]) : undefined;
}

export function pageOf<T>(all: readonly T[], page: number): readonly T[] {
  return all.length <= PAGE ? all : all.slice(page * PAGE, (page + 1) * PAGE);
}

/** Nothing but a number, or “the second one”: it counts on the page that is shown. */
export function isPosition(text: string): boolean {
  return /^\s*(第?[\d０-９一二三四五六七八九十]{1,4}\s*(个|项|条|号)?[.、。]?)\s*$/.test(text);
}

/** Yes or no in words. A number is none: it means a choice, a line, or itself. */
export function yesNoInWords(text: string): 'yes' | 'no' | null {
  return isPosition(text) ? null : readYesNo(text);
}

const ANY: FieldDef = { path: '', label: '', kind: 'choice', required: true, privacy: 'open' };

/** The choice a text means; undefined when it is none, or not surely one. */
export function choiceMeant(choices: readonly Choice[], text: string, today: string): string | undefined {
  const options = choices.map(({ id, label }) => ({ value: id, label }));
  const reading = readAnswer({ ...ANY, options }, text, { today }, options);
  return reading.kind === 'value' ? (reading.value as string) : undefined;
}

/** The choice a person made: tapped, or by its number or words; undefined for anything else that was said. */
export function chosen(choices: readonly Choice[] | undefined, said: Said, today: string): string | undefined {
  if (choices === undefined) return undefined;
  if (said.kind === 'choice') return choices.find(({ id }) => id === said.ids[0])?.id;
  return said.kind === 'text' ? choiceMeant(choices, said.text, today) : undefined;
}
