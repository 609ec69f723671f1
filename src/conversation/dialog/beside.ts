/**
 * What a person says beside the question (`aside` in the head of a flow): a sentence where a choice or photos are asked, more
 * than the choice that was made, words below photos. It is kept once, and the question waits.
 */
import type { FieldKind } from '../../../schemas/field.js';
import { BESIDE_KEPT, echo } from '../../texts/conversation.js';
import { setInput } from '../form/change.js';
import type { Ref } from '../form/ref.js';
import { chainOf, nodeOf } from '../form/ref.js';
import { isRequired } from '../form/rules.js';
import { isCaption } from '../understand/index.js';
import { frameFor } from './call.js';
import { changeForm, type Dialog, type Next } from './dialog.js';
import { optionsFor } from './options.js';
import type { Ask } from './session.js';

type Asked = Exclude<Ask, { t: 'call' }>;

/** Where a sentence is no answer; at numbers and days it may be one that was not understood. */
const CHOOSING = new Set<Ask['t']>(['found', 'photos', 'review', 'sure', 'which', 'media']);
const CHOSEN_KINDS = new Set<FieldKind>(['choice', 'choices', 'yes_no', 'photo', 'photos', 'file', 'location', 'text']);
/** Letters of what is worth keeping: where it is surely no answer, where it may have been meant as one, beside one, instead of one. */
const LEAST = { choosing: 2, reading: 4, answered: 6, story: 12 };
/** Said again in full when it is as short as this. */
const ECHO_MAX = 20;

/** Words below a photo, kept at every question but one that may be left out, whose answer they are. */
export function takeCaption(d: Dialog, ask: Asked, text: string): Next | undefined {
  if (d.plan.aside === undefined || !isCaption(text) || isFreeText(d, ask)) return undefined;
  return keep(d, text) ? goOn(ask) : undefined;
}

/**
 * Tries a text as an answer, by `take`. What is none is kept; 是的，老板一分没给 is an answer and something beside it.
 */
export function answerOrKeep(d: Dialog, ask: Asked, text: string, take: (text: string) => Next): Next {
  if (d.plan.aside === undefined) return take(text);
  const was: Before = { session: { ...d.session }, leads: d.lead.length };
  const letters = lettersIn(text);
  const choosing = CHOOSING.has(ask.t) || (ask.t === 'field' && CHOSEN_KINDS.has(kindOf(ask.ref)));
  const next = take(text);
  const outcome = outcomeOf(d, was, next);
  if (outcome === 'taken') {
    if (choosing && ask.t !== 'review' && !isText(ask) && letters >= LEAST.answered) keep(d, text, 'quietly');
    return next;
  }
  if (!choosing) {
    if (outcome === 'refused' && letters >= LEAST.reading) keep(d, text);
    return next;
  }
  if (letters < (outcome === 'guessed' ? LEAST.answered : LEAST.choosing)) return next;
  // is it meant so? the words stay either way
  if (outcome === 'guessed' && letters < LEAST.story && isNamed(d, ask, text)) {
    keep(d, text, 'quietly');
    return next;
  }
  undo(d, was);
  const clauses = text.split(/[，,。；;！!\s]+/).filter((clause) => clause !== '');
  const ends = clauses.length > 1 ? [clauses[0], clauses.at(-1)] : [];
  for (const clause of ends as string[]) {
    const onward = take(clause);
    if (outcomeOf(d, was, onward) === 'taken' && keep(d, text, 'quietly')) return onward;
    undo(d, was);
  }
  return keep(d, text) ? goOn(ask) : take(text);
}

/** More than a character of an option stands in the text: 管不管 does not say 不用了. */
function isNamed(d: Dialog, ask: Asked, text: string): boolean {
  const node = 'ref' in ask ? nodeOf(ask.ref) : undefined;
  const options = 'ref' in ask && node?.kind === 'field' ? optionsFor(d, node, ask.ref) : [];
  return options.some(({ label, synonyms = [] }) =>
    [label, ...synonyms].some((name) => name.length > 1 && text.includes(name)),
  );
}

/** How the dialog stood before. */
interface Before {
  session: Dialog['session'];
  leads: number;
}

function outcomeOf(d: Dialog, was: Before, next: Next): 'taken' | 'refused' | 'guessed' {
  if (next === 'again' || d.session.fails > was.session.fails) return 'refused';
  return typeof next === 'object' && (next.t === 'sure' || next.t === 'which') ? 'guessed' : 'taken';
}

function undo(d: Dialog, { session: { form, fails, at }, leads }: Before): void {
  Object.assign(d.session, { form, fails });
  if (at === undefined) delete d.session.at;
  else d.session.at = at;
  d.lead.length = leads;
  d.echo = '';
}

function lettersIn(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}

/** Another question may come first now; photos and what was found are still in hand. */
function goOn(ask: Asked): Next {
  return ask.t === 'field' || ask.t === 'group' || ask.t === 'sure' || ask.t === 'which' ? 'next' : 'again';
}

/** False when there is no room. The same words again add nothing. */
function keep(d: Dialog, text: string, how?: 'quietly'): boolean {
  const slot = d.plan.aside;
  const state = d.session.form.root;
  const node = slot === undefined ? undefined : d.plan.root.nodes[slot];
  if (slot === undefined || node?.kind !== 'given') return false;
  const said = text.trim();
  const lines = ((state.value[slot] ?? '') as string).split('\n').filter((line) => line !== '');
  const all = lines.join('\n').includes(said) ? lines.join('\n') : [...lines, said].join('\n');
  if (all.length > (node.field.maxLength ?? Number.POSITIVE_INFINITY)) return false;
  changeForm(d, (work) => setInput(work, { block: d.plan.root, keys: [], slot }, all));
  if (how !== 'quietly') d.lead.push([...said].length <= ECHO_MAX ? echo(said) : BESIDE_KEPT);
  return true;
}

function kindOf(ref: Ref): FieldKind {
  const node = nodeOf(ref);
  return node.kind === 'field' ? node.field.kind : 'text';
}

function isText(ask: Asked): boolean {
  return ask.t === 'field' && kindOf(ask.ref) === 'text';
}

/** A text that may be left out: whatever is written there is its answer. */
function isFreeText(d: Dialog, ask: Asked): boolean {
  if (ask.t !== 'field' || kindOf(ask.ref) !== 'text') return false;
  const node = nodeOf(ask.ref);
  return (
    node.kind === 'field' && chainOf(d.session.form, ask.ref) !== undefined && !isRequired(node, frameFor(d, ask.ref))
  );
}
