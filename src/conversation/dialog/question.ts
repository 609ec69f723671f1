/** The question of one field: how it is asked, and how an answer to it is read. */
import { mediaNotHere, noneRefused, pageText, plainQuestion, present, suggestion } from '../../texts/conversation.js';
import { sayConfirm, sayUnclear } from '../../texts/understand.js';
import type { FieldNode } from '../compile/plan.js';
import { renderTemplate, type Template } from '../expressions/template.js';
import { keyOf } from '../form/args.js';
import { chainOf, nodeOf, type Ref } from '../form/ref.js';
import { isRequired } from '../form/rules.js';
import { BAD, type BlockState, type Chain, NONE, type ServiceAnswer } from '../form/state.js';
import { frameOf } from '../form/work.js';
import { type Reading, readAnswer } from '../understand/index.js';
import { accept } from './accept.js';
import { choiceMeant, choicesOf, isPosition, optionsTapped, PAGE, pageOf, yesNoInWords } from './choices.js';
import type { Dialog, Next, Prompt } from './dialog.js';
import { fail } from './fail.js';
import { takeMedia } from './media.js';
import { labelOf, shownValue } from './names.js';
import { isChoice, optionsFor } from './options.js';
import type { Ask, Said } from './session.js';
import { takeSlots } from './slots.js';

/** Words for “as it was” (beside yes). */
const SAME =
  /^\s*(?:还是|和|跟|与)?(?:上次|上期|原来|之前|以前)?的?(?:一样|相同|没变|没有变|不变|没变化|没改|不改|照旧|同上|默认)(?:的|了)?[。.!！]?\s*$/;

/** Yes to what was suggested. */
export function saysSame(text: string): boolean {
  return yesNoInWords(text) === 'yes' || SAME.test(text);
}

type FieldAsk = Extract<Ask, { t: 'field' }>;

export function showField(d: Dialog, ask: FieldAsk): Prompt {
  const { ref } = ask;
  const node = nodeOf(ref) as FieldNode;
  const { form } = d.session;
  const chain = chainOf(form, ref) ?? [];
  const frame = frameOf(form.context, chain);
  const lines: string[] = [];
  if (node.hint !== undefined) lines.push(renderTemplate(node.hint, frame));
  const suggested = suggestionFor(d, ref);
  if (suggested !== undefined) {
    const answered = chain.at(-1)?.input[ref.slot] !== undefined;
    lines.push((answered ? present : suggestion)(shownValue(form, chain, ref.slot)));
  }
  const options = optionsFor(d, node, ref, ask);
  if (options.length > PAGE) {
    const page = ask.page ?? 0;
    lines.push(pageText(page * PAGE + 1, Math.min((page + 1) * PAGE, options.length), options.length));
  }
  // the words of a question for several fields do not fit one of them
  const own = node.say !== undefined && node.group < 0;
  lines.push(own ? renderTemplate(node.say as Template, frame) : plainQuestion(node.field));
  const text = lines.join('\n');
  if (options.length === 0) return { text };
  const choices = choicesOf(pageOf(options, ask.page ?? 0));
  return node.field.kind === 'choices' ? { text, choices, multiple: true } : { text, choices };
}

/** The value that “对” accepts: a suggestion, or the present answer when the person came back to it. */
function suggestionFor(d: Dialog, ref: Ref): unknown {
  const node = nodeOf(ref) as FieldNode;
  const chain = chainOf(d.session.form, ref);
  if (chain === undefined || node.field.kind === 'yes_no') return undefined;
  const state = chain.at(-1) as BlockState;
  return ((state.mark[ref.slot] ?? 0) & BAD) === 0 ? state.value[ref.slot] : undefined;
}

export function takeField(d: Dialog, ask: FieldAsk, said: Said): Next {
  const node = nodeOf(ask.ref) as FieldNode;
  switch (said.kind) {
    case 'text':
      return takeText(d, ask, node, said.text);
    case 'choice': {
      const options = optionsTapped(optionsFor(d, node, ask.ref, ask), said.ids);
      if (options === undefined) return 'again';
      const values = options.map(({ value }) => value);
      return acceptChoice(d, ask, node, node.field.kind === 'choices' ? values : values[0]);
    }
    case 'location':
      return takeMedia(d, ask.ref, node, 'location', { lat: said.lat, lng: said.lng, label: said.label });
    case 'photo':
    case 'file':
      return takeMedia(d, ask.ref, node, said.kind, said.fileId);
    default:
      d.lead.push(mediaNotHere(said.kind));
      return 'again';
  }
}

function takeText(d: Dialog, ask: FieldAsk, node: FieldNode, text: string): Next {
  const { ref } = ask;
  const slots = takeSlots(d, ref, text);
  if (slots !== undefined) return slots;
  const options = optionsFor(d, node, ref, ask);
  const suggested = suggestionFor(d, ref);
  if (suggested !== undefined && saysSame(text)) return acceptAgain(d, ref);
  return takeReading(d, ask, node, read(d, node, ask, text, options), text);
}

function read(
  d: Dialog,
  node: FieldNode,
  ask: FieldAsk,
  text: string,
  options: ReturnType<typeof optionsFor>,
): Reading {
  const { today } = d;
  const { field } = node;
  if (field.kind === 'yes_no' && isPosition(text)) {
    const value = choiceMeant(choicesOf(options), text, today);
    if (value !== undefined) return { kind: 'value', value: value === 'true' };
  }
  if (!isChoice(node)) return readAnswer(field, text, { today });
  const offered = isPosition(text) ? pageOf(options, ask.page ?? 0) : options;
  return readAnswer(field, text, { today }, offered);
}

function takeReading(d: Dialog, ask: FieldAsk, node: FieldNode, reading: Reading, text: string): Next {
  const { ref } = ask;
  switch (reading.kind) {
    case 'value':
      // what was typed as it is understood needs no echo
      return acceptChoice(d, ask, node, reading.value, reading.as === text.trim() ? undefined : reading.as);
    case 'confirm':
      return {
        t: 'sure',
        ref,
        value: stored(d, ask, node, reading.value),
        as: reading.as,
        text: sayConfirm(reading, node.field),
      };
    case 'pick':
      return { t: 'which', ref, among: reading.among };
    case 'none':
      return acceptNone(d, ref, node);
    case 'unclear':
      return fail(d, sayUnclear(reading, node.field), ask);
  }
}

/** A choice of a service is kept with its label and with what was asked of the service. */
function stored(d: Dialog, ask: FieldAsk, node: FieldNode, value: unknown): unknown {
  if (node.from === undefined) return value;
  const chain = chainOf(d.session.form, ask.ref) ?? [];
  const chosen = (ask.options ?? []).filter((option) => [value].flat().includes(option.value));
  const label = chosen.map((option) => option.label).join('、');
  return { value, label, key: keyOf(node.from.args, frameOf(d.session.form.context, chain)) } satisfies ServiceAnswer;
}

function acceptChoice(d: Dialog, ask: FieldAsk, node: FieldNode, value: unknown, as?: string): Next {
  const choice = node.field.kind === 'yes_no' && typeof value === 'string' ? value === 'true' : value;
  return accept(d, ask.ref, stored(d, ask, node, choice), as);
}

function acceptAgain(d: Dialog, ref: Ref): Next {
  const chain = chainOf(d.session.form, ref) as Chain;
  const state = chain.at(-1) as BlockState;
  return accept(d, ref, state.input[ref.slot] ?? state.value[ref.slot]);
}

export function acceptNone(d: Dialog, ref: Ref, node: FieldNode): Next {
  const chain = chainOf(d.session.form, ref);
  if (chain !== undefined && isRequired(node, frameOf(d.session.form.context, chain))) {
    return fail(d, noneRefused(labelOf(ref)));
  }
  return accept(d, ref, NONE);
}
