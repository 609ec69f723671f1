/** What a person can say at every question: back, skip, help, progress, correct, cancel, … */
import {
  CANCEL_QUESTION,
  CHOICE,
  COMMANDS,
  cancelled,
  cannotSkip,
  FIRST_QUESTION,
  HUMAN,
  helpText,
  leftText,
  NO_EARLIER_PAGES,
  NO_MORE_PAGES,
  NOTHING_FILLED,
  notDoneYet,
  progressText,
  REVIEW_HEAD,
  REVIEW_MIDDLE_FOOT,
  unknownField,
  whichField,
} from '../../texts/conversation.js';
import type { FieldNode } from '../compile/plan.js';
import { renderTemplate } from '../expressions/template.js';
import { removeEntry } from '../form/change.js';
import { chainOf, nodeOf, type Ref, sameRef } from '../form/ref.js';
import { isRequired } from '../form/rules.js';
import { frameOf } from '../form/work.js';
import type { Command } from '../understand/index.js';
import { fetchOptions } from './call.js';
import { chosen, PAGE } from './choices.js';
import { changeForm, type Dialog, goTo, type Next, type Prompt } from './dialog.js';
import { fieldsNamed, labelOf, openFields, progressOf, refsToReview } from './names.js';
import { optionsFor } from './options.js';
import { acceptNone, takeField } from './question.js';
import { reviewLines, turnReview } from './review.js';
import type { Ask, Said } from './session.js';
import { openGroup } from './slots.js';
import { nextOf, previousOf } from './way.js';

/** Undefined when the words are no command at this question; they are an answer then. */
export function takeCommand(d: Dialog, command: Command): Next | undefined {
  const { ask } = d.session;
  switch (command.kind) {
    case 'back':
      return goBack(d, ask);
    case 'skip':
      return skip(d, ask);
    case 'help':
      return help(d, ask);
    case 'progress': {
      const { done, all } = progressOf(d.session.form);
      d.lead.push(progressText(d.plan.document.title, done, all));
      return 'again';
    }
    case 'review':
      return ask?.t === 'review' ? 'again' : showMiddle(d);
    case 'cancel':
      return refsToReview(d.session.form).length === 0 ? drop(d) : { t: 'cancel' };
    case 'human': {
      const field = ask !== null && 'ref' in ask ? nodeOf(ask.ref).path : undefined;
      d.effects.push({ kind: 'human', flow: d.plan.id, ...(field !== undefined && { field }) });
      d.lead.push(HUMAN);
      return 'again';
    }
    case 'correct':
      return correct(d, command.target, command.answer);
    case 'next-page':
    case 'previous-page':
      return turn(d, ask, command.kind === 'next-page' ? 1 : -1);
    case 'resume':
      return 'again';
    case 'done':
    case 'submit':
      if (ask === null || !UNANSWERED.has(ask.t)) return undefined;
      tellOpen(d);
      return 'again';
    case 'pause':
    case 'menu':
      d.signal = command.kind;
      return 'quiet';
    default:
      return undefined;
  }
}

/** Questions at which nothing can be handed over yet. */
const UNANSWERED = new Set<Ask['t']>(['field', 'group', 'sure', 'which', 'refused', 'found']);

function tellOpen(d: Dialog): void {
  const open = openFields(d.session.form);
  const frame = frameOf(d.session.form.context, [d.session.form.root]);
  const skippable = open.every((ref) => {
    const node = nodeOf(ref);
    return node.kind === 'field' && !isRequired(node, frame);
  });
  d.lead.push(notDoneYet(open.map(labelOf), skippable));
}

/** From a question about an answer back to the question itself; from there to the one before. */
function goBack(d: Dialog, ask: Ask | null): Next {
  if (ask === null || !('ref' in ask)) return 'next';
  const { ref } = ask;
  if (ask.t === 'entries' || ask.t === 'entry') return { t: 'list', ref };
  if (ask.t !== 'field' && ask.t !== 'group' && ask.t !== 'list' && ask.t !== 'review' && ask.t !== 'failed') {
    return goTo(d, ref);
  }
  if (isUntouchedEntry(d, ref)) return leaveEntry(d, ref);
  const before = previousOf(d.session.form, ref);
  if (before === undefined) {
    d.lead.push(FIRST_QUESTION);
    return 'again';
  }
  return goTo(d, before);
}

/** An entry that was begun by mistake goes away again. */
function isUntouchedEntry(d: Dialog, ref: Ref): boolean {
  const state = ref.keys.length === 0 ? undefined : chainOf(d.session.form, ref)?.at(-1);
  return state?.input.every((input) => input === undefined) === true;
}

function leaveEntry(d: Dialog, ref: Ref): Next {
  const { parent } = ref.block;
  const key = ref.keys.at(-1);
  if (parent === undefined || key === undefined) return 'next';
  const list = { block: parent.block, keys: ref.keys.slice(0, -1), slot: parent.slot };
  changeForm(d, (work) => removeEntry(work, list, key));
  return goTo(d, list);
}

function skip(d: Dialog, ask: Ask | null): Next | undefined {
  if (ask?.t === 'list' || ask === null) return undefined;
  const { at } = d.session;
  if (at !== undefined && 'ref' in ask && sameRef(at, ask.ref) && isAnswered(d, at)) {
    const next = nextOf(d.session.form, at);
    if (next === undefined) delete d.session.at;
    else d.session.at = next;
    return 'next';
  }
  if (ask.t !== 'field' && ask.t !== 'group') return 'again';
  const asked = ask.t === 'group' ? openGroup(d, ask.ref) : [ask.ref];
  const chain = chainOf(d.session.form, ask.ref) ?? [];
  const frame = frameOf(d.session.form.context, chain);
  const skipped = asked.filter((ref) => !isRequired(nodeOf(ref) as FieldNode, frame));
  if (skipped.length === 0) {
    d.lead.push(cannotSkip(labelOf(ask.ref)));
    return 'again';
  }
  for (const ref of skipped) acceptNone(d, ref, nodeOf(ref) as FieldNode);
  return 'next';
}

function isAnswered(d: Dialog, ref: Ref): boolean {
  return chainOf(d.session.form, ref)?.at(-1)?.input[ref.slot] !== undefined;
}

function help(d: Dialog, ask: Ask | null): Next {
  const node = ask !== null && 'ref' in ask ? nodeOf(ask.ref) : undefined;
  if (node?.kind === 'field') {
    const { label, help: why, example } = node.field;
    d.lead.push(helpText(label, why, example));
    const chain = ask !== null && 'ref' in ask ? chainOf(d.session.form, ask.ref) : undefined;
    if (node.hint !== undefined && ask?.t !== 'field' && chain !== undefined) {
      d.lead.push(renderTemplate(node.hint, frameOf(d.session.form.context, chain)));
    }
  } else if (d.plan.document.about !== undefined) d.lead.push(d.plan.document.about);
  d.lead.push(COMMANDS);
  return 'again';
}

/** What was filled in so far, in the middle of the form. */
function showMiddle(d: Dialog): Next {
  const { lines } = reviewLines(d, 0);
  d.lead.push(...(lines.length === 0 ? [NOTHING_FILLED] : [REVIEW_HEAD, ...lines, REVIEW_MIDDLE_FOOT]));
  return 'again';
}

function correct(d: Dialog, target: string, answer: string | undefined): Next {
  const number = /^\d{1,3}$/.test(target.normalize('NFKC')) ? Number(target.normalize('NFKC')) : undefined;
  const byNumber = number === undefined ? undefined : refsToReview(d.session.form)[number - 1];
  const found = number === undefined ? fieldsNamed(d.session.form, target) : byNumber === undefined ? [] : [byNumber];
  const [ref, ...others] = found;
  if (ref === undefined) {
    d.lead.push(unknownField(target));
    return 'again';
  }
  if (others.length > 0) {
    return { t: 'fix', fields: found, text: whichField(target), ...(answer !== undefined && { answer }) };
  }
  if (answer === undefined || nodeOf(ref).kind !== 'field') return goTo(d, ref);
  d.session.at = ref;
  const node = nodeOf(ref) as FieldNode;
  if (node.from !== undefined) return fetchOptions(d, { t: 'field', ref }, { kind: 'text', text: answer });
  const next = takeField(d, { t: 'field', ref }, { kind: 'text', text: answer });
  return next === 'again' ? { t: 'field', ref } : next;
}

function turn(d: Dialog, ask: Ask | null, by: 1 | -1): Next | undefined {
  if (ask?.t === 'review') return turnReview(d, ask, by) ?? 'again';
  if (ask?.t !== 'field' && ask?.t !== 'entries') return undefined;
  const page = (ask.page ?? 0) + by;
  // options of a service are counted when they are there
  if (ask.t === 'field' && (nodeOf(ask.ref) as FieldNode).from !== undefined && page >= 0) return { ...ask, page };
  const size =
    ask.t === 'field' ? optionsFor(d, nodeOf(ask.ref) as FieldNode, ask.ref, ask).length : entriesIn(d, ask.ref);
  if (page >= 0 && page * PAGE < size) return { ...ask, page };
  d.lead.push(by > 0 ? NO_MORE_PAGES : NO_EARLIER_PAGES);
  return 'again';
}

function entriesIn(d: Dialog, ref: Ref): number {
  const list = chainOf(d.session.form, ref)?.at(-1)?.value[ref.slot] as { items: readonly unknown[] } | undefined;
  return list?.items.length ?? 0;
}

const CANCEL_CHOICES = [
  { id: 'discard', label: CHOICE.discard },
  { id: 'keep', label: CHOICE.keepDraft },
  { id: 'on', label: CHOICE.goOn },
];

export function showCancel(): Prompt {
  return { text: CANCEL_QUESTION, choices: CANCEL_CHOICES };
}

export function takeCancel(d: Dialog, _ask: Ask, said: Said): Next {
  const choice = chosen(CANCEL_CHOICES, said, d.today);
  if (choice === 'discard') return drop(d);
  if (choice === 'keep') {
    d.signal = 'pause';
    return 'quiet';
  }
  return 'next';
}

function drop(d: Dialog): Next {
  const { title, view } = d.plan.document;
  d.lead.push(view === true ? leftText(d.plan.document.texts?.['left']) : cancelled(title));
  d.end = 'cancelled';
  return 'next';
}
