/** Questions about an answer: is it meant so, which of several, are you sure, what shall be changed instead. */
import type { Choice } from '../../../schemas/message.js';
import { CHOICE, doubtText, mediaNotHere } from '../../texts/conversation.js';
import { sayPick } from '../../texts/understand.js';
import type { FieldNode } from '../compile/plan.js';
import { confirmDoubts } from '../form/change.js';
import { nodeOf, type Ref, sameRef } from '../form/ref.js';
import { readAnswer } from '../understand/index.js';
import { accept } from './accept.js';
import { fetchOptions } from './call.js';
import {
  choiceId,
  choiceMeant,
  choicesOf,
  chosen,
  isPosition,
  optionsTapped,
  pageOf,
  yesNoInWords,
} from './choices.js';
import { changeForm, type Dialog, goTo, type Next, type Prompt } from './dialog.js';
import { takeForLater, takesMedia } from './media.js';
import { labelOf, labelWithValue } from './names.js';
import { takeField } from './question.js';
import type { Ask, Said } from './session.js';

type AskOf<T extends Ask['t']> = Extract<Ask, { t: T }>;

/** Fields that can be changed instead, at most. */
const FIELDS_MAX = 6;

/** Whatever else was said is a new answer to the field. */
function anew(d: Dialog, ref: Ref, said: Said): Next {
  d.session.at = ref;
  return toField(d, ref, said);
}

function toField(d: Dialog, ref: Ref, said: Said): Next {
  const ask = { t: 'field', ref } as const;
  return (nodeOf(ref) as FieldNode).from === undefined ? takeField(d, ask, said) : fetchOptions(d, ask, said);
}

/** Whoever goes on with the question that was asked before the file came has answered it. */
export function takeMediaOrAnswer(d: Dialog, ask: AskOf<'media'>, said: Said): Next {
  return takeForLater(d, ask, said) ?? (ask.own === undefined ? 'next' : anew(d, ask.own, said));
}

const SURE_CHOICES: Choice[] = [
  { id: 'yes', label: CHOICE.right },
  { id: 'no', label: CHOICE.again },
];

export function showSure(_d: Dialog, ask: AskOf<'sure'>): Prompt {
  return { text: ask.text, choices: SURE_CHOICES };
}

export function takeSure(d: Dialog, ask: AskOf<'sure'>, said: Said): Next {
  const choice = chosen(SURE_CHOICES, said, d.today) ?? (said.kind === 'text' ? yesNoInWords(said.text) : null);
  if (choice === 'yes') return accept(d, ask.ref, ask.value);
  if (choice === 'no') return goTo(d, ask.ref);
  return anew(d, ask.ref, said);
}

export function showWhich(_d: Dialog, ask: AskOf<'which'>): Prompt {
  const node = nodeOf(ask.ref) as FieldNode;
  return { text: sayPick(node.field), choices: choicesOf(pageOf(ask.among, 0)) };
}

export function takeWhich(d: Dialog, ask: AskOf<'which'>, said: Said): Next {
  const node = nodeOf(ask.ref) as FieldNode;
  const shown = pageOf(ask.among, 0);
  const tapped = said.kind === 'choice' ? optionsTapped(shown, said.ids)?.[0]?.value : undefined;
  const typed =
    said.kind === 'text' && isPosition(said.text) ? choiceMeant(choicesOf(shown), said.text, d.today) : undefined;
  const value = tapped ?? shown.find((option) => choiceId(option.value) === typed)?.value;
  if (value === undefined) return anew(d, ask.ref, said);
  if (node.field.kind === 'choice') return toField(d, ask.ref, { kind: 'choice', ids: [choiceId(value)] });
  const reading = readAnswer(node.field, value, { today: d.today });
  return reading.kind === 'value' ? accept(d, ask.ref, reading.value, reading.as) : goTo(d, ask.ref);
}

/** Labels that tell the fields apart: where two have the same, the entry and the value are named too. */
function fieldChoices(d: Dialog, own: Ref | undefined, fields: readonly Ref[]): Choice[] {
  const shown = fields.slice(0, FIELDS_MAX);
  const plain = shown.map(labelOf);
  const unique = new Set(plain).size === plain.length;
  return shown.map((ref, i) => {
    const label = unique ? (plain[i] ?? '') : labelWithValue(d.session.form, ref);
    const again = own !== undefined && sameRef(own, ref);
    return { id: `f${i}`, label: again ? CHOICE.enterAgain(label) : CHOICE.changeField(label) };
  });
}

function fieldChosen(fields: readonly Ref[], choice: string | undefined): Ref | undefined {
  return choice?.startsWith('f') === true ? fields[Number(choice.slice(1))] : undefined;
}

export function showDoubt(d: Dialog, ask: AskOf<'doubt' | 'doubt-end'>): Prompt {
  const choices = [{ id: 'sure', label: CHOICE.confirm }, ...fieldChoices(d, undefined, ask.fields)];
  return { text: doubtText(ask.text), choices };
}

export function takeDoubt(d: Dialog, ask: AskOf<'doubt'>, said: Said): Next {
  const choice = chosen(showDoubt(d, ask).choices, said, d.today);
  const yes = choice === 'sure' || (said.kind === 'text' && choice === undefined && yesNoInWords(said.text) === 'yes');
  if (yes) {
    changeForm(d, (work) => {
      confirmDoubts(work, ask.ref);
    });
    d.session.fails = 0;
    return 'next';
  }
  const field = fieldChosen(ask.fields, choice);
  if (field !== undefined) return goTo(d, field);
  if (said.kind === 'text' && yesNoInWords(said.text) === 'no') return goTo(d, ask.ref);
  return anew(d, ask.ref, said);
}

export function takeDoubtAtEnd(d: Dialog, ask: AskOf<'doubt-end'>, said: Said): Next {
  const choice = chosen(showDoubt(d, ask).choices, said, d.today);
  if (choice === 'sure' || (said.kind === 'text' && yesNoInWords(said.text) === 'yes')) {
    d.session.sure = [...d.session.sure, ask.code];
    return 'next';
  }
  const field = fieldChosen(ask.fields, choice);
  return field === undefined ? 'again' : goTo(d, field);
}

export function showRefused(d: Dialog, ask: AskOf<'refused'>): Prompt {
  return { text: ask.text, choices: fieldChoices(d, ask.ref, ask.fields) };
}

export function takeRefused(d: Dialog, ask: AskOf<'refused'>, said: Said): Next {
  const field = fieldChosen(ask.fields, chosen(showRefused(d, ask).choices, said, d.today));
  if (field === undefined) return anew(d, ask.ref, said);
  if (!sameRef(field, ask.ref)) d.session.retry = { ref: ask.ref, value: ask.value };
  return goTo(d, field);
}

export function showFix(d: Dialog, ask: AskOf<'fix'>): Prompt {
  return { text: ask.text, choices: fieldChoices(d, undefined, ask.fields) };
}

export function takeFix(d: Dialog, ask: AskOf<'fix'>, said: Said): Next {
  const field = fieldChosen(ask.fields, chosen(showFix(d, ask).choices, said, d.today));
  if (field !== undefined)
    return ask.answer === undefined ? goTo(d, field) : anew(d, field, { kind: 'text', text: ask.answer });
  if (ask.own !== undefined) return anew(d, ask.fields.find((ref) => takes(d, ref, said)) ?? ask.own, said);
  if (said.kind !== 'text' && said.kind !== 'choice') d.lead.push(mediaNotHere(said.kind));
  return 'again';
}

/** Can what was said stand in this field? */
function takes(d: Dialog, ref: Ref, said: Said): boolean {
  const node = nodeOf(ref);
  if (node.kind !== 'field') return false;
  if (said.kind === 'photo' || said.kind === 'file' || said.kind === 'location') return takesMedia(node, said.kind);
  if (said.kind !== 'text' || node.from !== undefined) return false;
  return readAnswer(node.field, said.text, { today: d.today }).kind === 'value';
}
