/**
 * Several answers in one message: `名称：…\n人数：32`, `人数32，农民工20`, or one line per field. Only what stands behind a
 * clear label, or in as many lines as there are fields, is taken; nothing is invented.
 */
import type { FieldDef } from '../../../schemas/field.js';
import type { Reading } from '../../../schemas/reading.js';
import { unclear } from './bounds.js';
import { cleanText, MAX_TEXT_LENGTH, plain } from './clean.js';
import { namesOf } from './hedges.js';
import { type ReadContext, readAnswer } from './read-answer.js';

/** One answer that was found; `text` is the part it was read from. */
export interface Slot {
  path: string;
  text: string;
  reading: Reading;
}

interface Label {
  field: FieldDef;
  name: string;
}

/** A label at a place of the text: where it starts, where its answer starts. */
interface Mark {
  field: FieldDef;
  at: number;
  answerAt: number;
  /** Nothing but the label itself says so: the answer must read well. */
  glued: boolean;
}

const SEPARATORS = '\n,，;；、。 　\t';
const SAID = /^(?:人数|数|号码|号|日期|时间|金额)?\s*(?:[:：=＝]|(?:是|为)(?=\S))\s*/;
const GLUED_ANSWER = /^[\d０-９零一二三四五六七八九十百两¥￥+(（]|^(?:没有?|无|今|昨|前|上|去|大概|约)/;

/** `labelled`: each answer stands behind the name of its field, so that further fields may be looked for in the same text. */
export function readSlots(
  raw: string,
  fields: readonly FieldDef[],
  ctx: ReadContext,
): { slots: Slot[]; rest: string; labelled: boolean } {
  const text = raw.slice(0, MAX_TEXT_LENGTH);
  const labelled = readLabelled(text, fields, ctx);
  if (labelled.slots.length > 0) return { ...labelled, labelled: true };
  const lines = readLines(text, fields, ctx);
  return lines === null ? { slots: [], rest: raw, labelled: false } : { slots: lines, rest: '', labelled: false };
}

function readLabelled(text: string, fields: readonly FieldDef[], ctx: ReadContext): { slots: Slot[]; rest: string } {
  const marks = findMarks(text, labelsOf(fields), ctx);
  const slots = new Map<string, Slot>();
  const rest = [text.slice(0, marks[0]?.at)];
  marks.forEach((mark, i) => {
    const answer = trimSeparators(text.slice(mark.answerAt, marks[i + 1]?.at));
    const [line = '', ...below] = mark.field.kind === 'text' ? firstLines(answer, mark.field) : answer.split('\n');
    const own = ownPart(mark.field, line, ctx);
    rest.push(own.rest, ...below);
    if (cleanText(own.text) === '') return;
    const slot = { path: mark.field.path, text: cleanText(own.text), reading: own.reading };
    const earlier = slots.get(slot.path);
    const same = earlier !== undefined && JSON.stringify(earlier.reading) === JSON.stringify(slot.reading);
    slots.set(
      slot.path,
      earlier === undefined || same ? slot : { ...slot, reading: unclear('said_twice', { label: mark.field.label }) },
    );
  });
  return { slots: [...slots.values()], rest: rest.map(trimSeparators).filter(Boolean).join('\n') };
}

/** 电话 13800138000，张三: what stands behind an answer that reads well by itself is none of it. */
function ownPart(field: FieldDef, text: string, ctx: ReadContext): { text: string; reading: Reading; rest: string } {
  const whole = { text, reading: readAnswer(field, text, ctx), rest: '' };
  const at = field.kind === 'text' || whole.reading.kind === 'value' ? -1 : text.search(/[,，;；。、]/);
  if (at < 1) return whole;
  const first = text.slice(0, at);
  const reading = readAnswer(field, first, ctx);
  return reading.kind === 'value' ? { text: first, reading, rest: text.slice(at + 1) } : whole;
}

/** A text answer goes on to the next label when the field is long; a short one ends with its line. */
function firstLines(answer: string, field: FieldDef): string[] {
  return (field.maxLength ?? 0) > 200 ? [answer] : answer.split('\n');
}

/** Names that belong to exactly one field, longest first. */
function labelsOf(fields: readonly FieldDef[]): Label[] {
  const owners = new Map<string, FieldDef | null>();
  for (const field of fields) {
    for (const name of namesOf(field)) {
      const owner = owners.get(name);
      owners.set(name, owner === undefined || owner === field ? field : null);
    }
  }
  return [...owners]
    .flatMap(([name, field]) => (field === null ? [] : [{ field, name }]))
    .sort((a, b) => b.name.length - a.name.length);
}

function findMarks(text: string, labels: readonly Label[], ctx: ReadContext): Mark[] {
  const marks: Mark[] = [];
  let at = 0;
  while (at < text.length) {
    const mark = isBoundary(text, at) ? markAt(text, at, labels, ctx) : null;
    if (mark !== null) marks.push(mark);
    at = mark === null ? at + 1 : Math.max(mark.answerAt, at + 1);
  }
  return marks;
}

/** A label starts the message, a part of it, or follows a digit (人数32农民工20). */
function isBoundary(text: string, at: number): boolean {
  return at === 0 || SEPARATORS.includes(text.charAt(at - 1)) || /[\d０-９人个元)）]/.test(text.charAt(at - 1));
}

function markAt(text: string, at: number, labels: readonly Label[], ctx: ReadContext): Mark | null {
  const label = labels.find(({ name }) => text.startsWith(name, at));
  if (label === undefined) return null;
  const { field, name } = label;
  const start = at + name.length;
  const after = text.slice(start, start + 80);
  const said = SAID.exec(after);
  if (said !== null) return { field, at, answerAt: start + said[0].length, glued: false };
  if (at > 0 && /[人个)）]/.test(text.charAt(at - 1))) return null;
  const space = /^[ 　\t]+(?=\S)/.exec(after);
  if (space !== null && name.length > 1) return { field, at, answerAt: start + space[0].length, glued: false };
  if (field.kind === 'text' || name.length < 2 || !GLUED_ANSWER.test(after)) return null;
  const part = after.split(/[\n,，;；。、 　]/)[0] ?? '';
  const answer = labels.reduce((left, other) => cutBefore(left, other.name), part);
  return readAnswer(field, answer, ctx).kind === 'unclear' ? null : { field, at, answerAt: start, glued: true };
}

function cutBefore(text: string, name: string): string {
  const at = text.indexOf(name, 1);
  return at === -1 ? text : text.slice(0, at);
}

/** As many lines as fields, in their order; some answer that is no mere text must read well, or the order is chance. */
function readLines(text: string, fields: readonly FieldDef[], ctx: ReadContext): Slot[] | null {
  const lines = text.split('\n').filter((line) => cleanText(line) !== '');
  if (fields.length < 2 || lines.length !== fields.length) return null;
  const counted = lines.every((line, i) => new RegExp(`^\\s*${i + 1}[.、)）．]`).test(plain(line)));
  const slots = fields.map((field, i) => {
    const line = lines[i] ?? '';
    const answer = cleanText(counted ? line.replace(/^\s*[\d０-９]+[.、)）．]\s*/, '') : line);
    return { path: field.path, text: answer, reading: readAnswer(field, answer, ctx) };
  });
  const others = slots.filter((_, i) => fields[i]?.kind !== 'text');
  return others.length === 0 || others.some(({ reading }) => reading.kind !== 'unclear') ? slots : null;
}

function trimSeparators(text: string): string {
  let end = text.length;
  while (end > 0 && SEPARATORS.includes(text.charAt(end - 1))) end--;
  let start = 0;
  while (start < end && SEPARATORS.includes(text.charAt(start))) start++;
  return text.slice(start, end);
}
