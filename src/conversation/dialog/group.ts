/** Several fields asked in one message. */
import { groupQuestion, suggestion } from '../../texts/conversation.js';
import { sayUnclear } from '../../texts/understand.js';
import type { FieldNode } from '../compile/plan.js';
import { renderTemplate, type Template } from '../expressions/template.js';
import { chainOf, nodeOf, type Ref } from '../form/ref.js';
import { frameOf } from '../form/work.js';
import { readAnswer, readSlots } from '../understand/index.js';
import { accept } from './accept.js';
import type { Dialog, Next, Prompt } from './dialog.js';
import { fail } from './fail.js';
import { labelOf, shownValue } from './names.js';
import { saysSame, takeField } from './question.js';
import type { Ask, Said } from './session.js';
import { membersOf, openGroup, takeAll } from './slots.js';

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

/** As many words as fields stand for one line each: `李四 13800138000`. */
function inLines(text: string, count: number): string {
  const words = text.trim().split(/[\s,，、;；]+/);
  return words.length === count && !text.includes('\n') ? words.join('\n') : text;
}

/** Labelled answers or one per line; one bare answer goes to the first field that waits. */
export function takeGroup(d: Dialog, ask: GroupAsk, said: Said): Next {
  const open = openGroup(d, ask.ref);
  const [first] = open;
  if (first === undefined) return 'next';
  if (said.kind !== 'text') return takeField(d, { t: 'field', ref: first }, said);
  const same = takeSuggested(d, open, said.text);
  if (same !== undefined) return same;
  const fields = open.map((ref) => (nodeOf(ref) as FieldNode).field);
  const text = inLines(said.text, fields.length);
  const found = readSlots(text, fields, { today: d.today });
  if (found.slots.length > 0) return takeAll(d, ask.ref, text, found);
  const node = nodeOf(first) as FieldNode;
  const reading = readAnswer(node.field, said.text, { today: d.today });
  if (reading.kind === 'value')
    return accept(d, first, reading.value, `${node.field.label} ${reading.as ?? said.text}`);
  if (reading.kind === 'unclear') return fail(d, sayUnclear(reading, node.field), ask);
  return takeField(d, { t: 'field', ref: first }, said);
}
