/** Several fields asked in one message. */
import { groupQuestion } from '../../texts/conversation.js';
import { sayUnclear } from '../../texts/understand.js';
import type { FieldNode } from '../compile/plan.js';
import { renderTemplate } from '../expressions/template.js';
import { chainOf, nodeOf } from '../form/ref.js';
import { frameOf } from '../form/work.js';
import { readAnswer, readSlots } from '../understand/index.js';
import { accept } from './accept.js';
import type { Dialog, Next, Prompt } from './dialog.js';
import { fail } from './fail.js';
import { labelOf } from './names.js';
import { takeField } from './question.js';
import type { Ask, Said } from './session.js';
import { openGroup, takeAll } from './slots.js';

type GroupAsk = Extract<Ask, { t: 'group' }>;

export function showGroup(d: Dialog, { ref }: GroupAsk): Prompt {
  const open = openGroup(d, ref);
  const node = nodeOf(ref) as FieldNode;
  const chain = chainOf(d.session.form, ref) ?? [];
  const frame = frameOf(d.session.form.context, chain);
  const lines = node.hint === undefined ? [] : [renderTemplate(node.hint, frame)];
  lines.push(node.say === undefined ? groupQuestion(open.map(labelOf)) : renderTemplate(node.say, frame));
  return { text: lines.join('\n') };
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
  const fields = open.map((ref) => (nodeOf(ref) as FieldNode).field);
  const text = inLines(said.text, fields.length);
  const { slots } = readSlots(text, fields, { today: d.today });
  if (slots.length > 0) return takeAll(d, ask.ref, text, slots);
  const node = nodeOf(first) as FieldNode;
  const reading = readAnswer(node.field, said.text, { today: d.today });
  if (reading.kind === 'value')
    return accept(d, first, reading.value, `${node.field.label} ${reading.as ?? said.text}`);
  if (reading.kind === 'unclear') return fail(d, sayUnclear(reading, node.field), ask);
  return takeField(d, { t: 'field', ref: first }, said);
}
