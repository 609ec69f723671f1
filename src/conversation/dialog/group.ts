/** Several fields asked in one message. */

import type { FieldDef } from '../../../schemas/field.js';
import { groupQuestion, suggestion } from '../../texts/conversation.js';
import { sayUnclear } from '../../texts/understand.js';
import type { FieldNode } from '../compile/plan.js';
import { renderTemplate, type Template } from '../expressions/template.js';
import { chainOf, nodeOf, type Ref } from '../form/ref.js';
import { frameOf } from '../form/work.js';
import { readAnswer, readSlots, shareOut } from '../understand/index.js';
import { accept } from './accept.js';
import type { Dialog, Next, Prompt } from './dialog.js';
import { fail } from './fail.js';
import { labelOf, shownValue } from './names.js';
import { saysSame, takeField } from './question.js';
import type { Ask, Said } from './session.js';
import { membersOf, openGroup, takeAll } from './slots.js';

const PHONE = /(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)/gu;

type GroupAsk = Extract<Ask, { t: 'group' }>;

export function showGroup(d: Dialog, { ref }: GroupAsk): Prompt {
  const open = openGroup(d, ref);
  const node = nodeOf(ref) as FieldNode;
  const chain = chainOf(d.session.form, ref) ?? [];
  const frame = frameOf(d.session.form.context, chain);
  const lines = node.hint === undefined ? [] : [renderTemplate(node.hint, frame)];
  const suggested = suggestedIn(d, open);
  if (suggested.length > 0) lines.push(suggestion(suggested.map(({ shown }) => shown).join('、')));
  const whole = node.say !== undefined && open.length === membersOf(d, ref).length;
  lines.push(whole ? renderTemplate(node.say as Template, frame) : groupQuestion(open.map(labelOf)));
  return { text: lines.join('\n') };
}

/** The open fields that suggest a value, as people read them: `农民工 8 人`. */
function suggestedIn(d: Dialog, open: readonly Ref[]): { ref: Ref; value: unknown; shown: string }[] {
  return open.flatMap((ref) => {
    const chain = chainOf(d.session.form, ref) ?? [];
    const value = chain.at(-1)?.value[ref.slot];
    if (value === undefined) return [];
    return [{ ref, value, shown: `${labelOf(ref)} ${shownValue(d.session.form, chain, ref.slot)}` }];
  });
}

/** “对”: every suggestion is taken; what has none is asked. */
function takeSuggested(d: Dialog, open: readonly Ref[], text: string): Next | undefined {
  const suggested = saysSame(text) ? suggestedIn(d, open) : [];
  if (suggested.length === 0) return undefined;
  let next: Next = 'next';
  for (const { ref, value } of suggested) {
    next = accept(d, ref, value);
    if (next !== 'next') break;
  }
  return next;
}

/** `李四 13800138000`, or one in each line: numbers in front are counted, not said. */
function partsOf(text: string): string[] {
  const plain = text.trim().replace(PHONE, (digits) => digits.replace(/\D/g, ''));
  const lines = plain.split('\n');
  if (lines.length === 1) return plain.split(/[\s,，、;；。]+/);
  const counted = lines.every((line, i) => new RegExp(`^\\s*${i + 1}[.、)）．]`).test(line));
  return counted ? lines.map((line) => line.replace(/^\s*\d+[.、)）．]\s*/, '')) : lines;
}

/** Null when it is one answer, to the first field. */
function readSeveral(d: Dialog, text: string, fields: readonly FieldDef[]): ReturnType<typeof readSlots> | null {
  const { slots, rest, labelled } = readSlots(text, fields, { today: d.today });
  const named = labelled ? slots : [];
  const others = fields.filter(({ path }) => !named.some((slot) => slot.path === path));
  // 张三，电话13800138000: what stands beside the labels
  const bare = shareOut(partsOf(labelled ? rest : text), others, { today: d.today }) ?? [];
  const found = [...named, ...bare];
  const isOne = found.length === 1 && !labelled && found[0]?.path === fields[0]?.path;
  return found.length === 0 || isOne ? null : { slots: found, rest: '', labelled };
}

/** Labelled answers, or bare ones in any order; one that fits nowhere for certain goes to the first field that waits. */
export function takeGroup(d: Dialog, ask: GroupAsk, said: Said): Next {
  const open = openGroup(d, ask.ref);
  const [first] = open;
  if (first === undefined) return 'next';
  if (said.kind !== 'text') return takeField(d, { t: 'field', ref: first }, said);
  const same = takeSuggested(d, open, said.text);
  if (same !== undefined) return same;
  const fields = open.map((ref) => (nodeOf(ref) as FieldNode).field);
  const found = readSeveral(d, said.text, fields);
  if (found !== null) return takeAll(d, ask.ref, said.text, found);
  const node = nodeOf(first) as FieldNode;
  const reading = readAnswer(node.field, said.text, { today: d.today });
  if (reading.kind === 'value')
    return accept(d, first, reading.value, `${node.field.label} ${reading.as ?? said.text}`);
  if (reading.kind === 'unclear') return fail(d, sayUnclear(reading, node.field), ask);
  return takeField(d, { t: 'field', ref: first }, said);
}
