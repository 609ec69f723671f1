/** One step of a session: what the person said goes to the question at hand, and the next question is said. Pure. */
import { ANSWER_GREETING, mediaNotHere, STALE_CARD, tooLong } from '../../texts/conversation.js';
import type { FieldNode } from '../compile/plan.js';
import { argsIn } from '../form/args.js';
import { nodeOf, sameRef } from '../form/ref.js';
import type { Effect, JsonObject, Outcome } from '../protocol.js';
import { readCommand, readGreeting } from '../understand/index.js';
import { answerOrKeep, takeCaption } from './beside.js';
import { fetchOptions, frameFor } from './call.js';
import { broken, showFailed, showFound, takeFailed, takeFoundChoice, takeResult } from './calls.js';
import { showCancel, takeCancel, takeCommand } from './commands.js';
import { type Dialog, type Next, openDialog, type Prompt } from './dialog.js';
import {
  showDoubt,
  showFix,
  showRefused,
  showSure,
  showWhich,
  takeDoubt,
  takeDoubtAtEnd,
  takeFix,
  takeMediaOrAnswer,
  takeRefused,
  takeSure,
  takeWhich,
} from './doubts.js';
import { showGroup, takeGroup } from './group.js';
import { showEntries, showEntry, showList, takeEntries, takeEntry, takeList } from './list.js';
import { keepOrRefuse, showMedia, showPhotos, takePhotos } from './media.js';
import { optionsFor } from './options.js';
import { proceed } from './proceed.js';
import { showField, takeField } from './question.js';
import { showReview, takeReview } from './review.js';
import type { Ask, ResultInput, Said, Session } from './session.js';

/** Longest message that is read, in characters. */
export const SAID_MAX = 2000;
/** Calls and results that one message may set going. */
const STEPS_MAX = 50;

export type SessionInput =
  /** Begins, goes on after a pause: the question at hand is shown. */
  | { kind: 'show'; lead?: readonly string[] }
  | { kind: 'said'; said: Said }
  /** A tap: only for the question it was shown with. */
  | { kind: 'tapped'; taskId: string; ids: readonly string[] }
  | ResultInput;

export interface SessionStep {
  session: Session;
  effects: Effect[];
  /** The session is over. */
  end?: Outcome;
  go?: { flow: string; args: JsonObject };
  signal?: 'pause' | 'resume' | 'menu';
}

type AskOf<T extends Ask['t']> = Extract<Ask, { t: T }>;
type Handlers = {
  [T in Exclude<Ask['t'], 'call'>]: {
    show: (d: Dialog, ask: AskOf<T>) => Prompt;
    take: (d: Dialog, ask: AskOf<T>, said: Said) => Next;
  };
};

const HANDLERS: Handlers = {
  field: { show: showField, take: takeField },
  group: { show: showGroup, take: takeGroup },
  sure: { show: showSure, take: takeSure },
  which: { show: showWhich, take: takeWhich },
  doubt: { show: showDoubt, take: takeDoubt },
  refused: { show: showRefused, take: takeRefused },
  list: { show: showList, take: takeList },
  entries: { show: showEntries, take: takeEntries },
  entry: { show: showEntry, take: takeEntry },
  photos: { show: showPhotos, take: takePhotos },
  media: { show: showMedia, take: takeMediaOrAnswer },
  found: { show: showFound, take: takeFoundChoice },
  review: { show: showReview, take: takeReview },
  fix: { show: showFix, take: takeFix },
  'doubt-end': { show: showDoubt, take: takeDoubtAtEnd },
  failed: { show: showFailed, take: takeFailed },
  cancel: { show: showCancel, take: takeCancel },
};

const LEAVING = new Set(['pause', 'menu', 'cancel', 'human']);

/** Where photos, files and places may be an answer. */
const TAKES_MEDIA = new Set<Ask['t']>([
  'field',
  'group',
  'photos',
  'media',
  'sure',
  'which',
  'doubt',
  'refused',
  'fix',
]);

/** The handlers of an ask; that they are the right ones is what the type of the table says. */
interface Handler {
  show: (d: Dialog, ask: never) => Prompt;
  take: (d: Dialog, ask: never, said: Said) => Next;
}

function handlerOf(ask: Exclude<Ask, { t: 'call' }>): Handler {
  return HANDLERS[ask.t];
}

/** @param today day of the message, for reading dates */
export function stepSession(session: Session, input: SessionInput, today: string): SessionStep {
  const d = openDialog(session, today);
  if (input.kind === 'result') d.session.steps++;
  else {
    d.session.steps = 0;
    if (input.kind !== 'show') d.session.turns++;
  }
  const next = d.session.steps > STEPS_MAX ? broken(d) : take(d, input);
  finish(d, next);
  const step: SessionStep = { session: d.session, effects: d.effects };
  if (d.end !== undefined) step.end = d.end;
  if (d.go !== undefined) step.go = d.go;
  if (d.signal !== undefined) step.signal = d.signal;
  return step;
}

function take(d: Dialog, input: SessionInput): Next {
  const { ask } = d.session;
  switch (input.kind) {
    case 'result':
      return takeResult(d, input);
    case 'show':
      d.lead.push(...(input.lead ?? []));
      if (ask?.t === 'cancel') return 'next';
      return ask === null || ask.t === 'call' ? 'next' : 'again';
    case 'tapped':
      if (isFor(d.session, input.taskId)) return takeSaid(d, { kind: 'choice', ids: input.ids });
      d.lead.push(STALE_CARD);
      return ask === null || ask.t === 'call' ? 'next' : 'again';
    case 'said':
      return takeSaid(d, input.said);
  }
}

/** Names the question and the showing; every showing has a card of its own. */
function taskIdOf({ id, question, shown }: Session): string {
  return `${id}@${question}@${shown}`;
}

/** A card belongs to the question at hand, whichever of its showings it is. */
function isFor({ id, question }: Session, taskId: string): boolean {
  return taskId.startsWith(`${id}@${question}@`);
}

function takeSaid(d: Dialog, said: Said): Next {
  const { ask } = d.session;
  if (ask === null || ask.t === 'call') return takeWhileWaiting(d, said);
  if (said.kind === 'text') {
    const most = Math.max(SAID_MAX, longestAnswer(d, ask));
    if (said.text.length > most) {
      d.lead.push(tooLong(most));
      return 'again';
    }
    const isLabel = isOptionLabel(d, ask, said.text);
    const next = isLabel ? undefined : (takeWords(d, said.text) ?? takeCaption(d, ask, said.text));
    if (next !== undefined) return next;
    if (!isLabel && !isServed(ask)) {
      return answerOrKeep(d, ask, said.text, (text) => handlerOf(ask).take(d, ask as never, { kind: 'text', text }));
    }
  }
  if (said.kind !== 'text' && said.kind !== 'choice' && !TAKES_MEDIA.has(ask.t)) {
    if (said.kind === 'photo' && d.plan.aside !== undefined) return keepOrRefuse(d, said.fileId);
    d.lead.push(mediaNotHere(said.kind));
    return 'again';
  }
  if (isServed(ask)) return fetchOptions(d, ask, said);
  return handlerOf(ask).take(d, ask as never, said);
}

/** The options of the question come from a service. */
function isServed(ask: Ask): ask is AskOf<'field'> {
  return ask.t === 'field' && (nodeOf(ask.ref) as FieldNode).from !== undefined;
}

/** Of a field for stories; of the one that keeps what is said beside the question. */
function longestAnswer({ plan }: Dialog, ask: Ask): number {
  const aside = plan.aside === undefined ? undefined : plan.root.nodes[plan.aside];
  const nodes = [ask.t === 'field' ? nodeOf(ask.ref) : undefined, aside];
  return Math.max(...nodes.map((node) => (node !== undefined && 'field' in node ? (node.field.maxLength ?? 0) : 0)));
}

/** Words that are no answer to any question; undefined for what may be one. */
function takeWords(d: Dialog, text: string): Next | undefined {
  const command = readCommand(text, d.plan.labels);
  if (command !== null) return takeCommand(d, command);
  const greeting = readGreeting(text);
  if (greeting === null) return undefined;
  d.lead.push(ANSWER_GREETING[greeting]);
  return 'again';
}

/** A call whose answer never came is made again, unless the person wants to leave. */
function takeWhileWaiting(d: Dialog, said: Said): Next {
  const command = said.kind === 'text' ? readCommand(said.text, d.plan.labels) : null;
  const leaves = command !== null && LEAVING.has(command.kind);
  return (leaves ? takeCommand(d, command) : undefined) ?? 'next';
}

/** True when the text is the name of something on offer at the question at hand. */
export function isOffered(session: Session, text: string, today: string): boolean {
  const { ask } = session;
  return ask !== null && ask.t !== 'call' && isOptionLabel(openDialog(session, today), ask, text);
}

/** An option called 取消 is an answer where it is offered. */
function isOptionLabel(d: Dialog, ask: Exclude<Ask, { t: 'call' }>, text: string): boolean {
  const said = text.trim();
  const node = 'ref' in ask ? nodeOf(ask.ref) : undefined;
  if ('ref' in ask && node?.kind === 'field') {
    const options = optionsFor(d, node, ask.ref, ask.t === 'field' ? ask : undefined);
    if (options.some(({ label, synonyms }) => label === said || synonyms?.includes(said) === true)) return true;
    if (ask.t === 'field') return false;
  }
  const { choices } = handlerOf(ask).show(d, ask as never);
  return choices?.some(({ label }) => label === said) === true;
}

/** Goes on until something is asked, called or ended, and says it. */
function finish(d: Dialog, next: Next): void {
  if (next === 'quiet') return;
  let ask = next === 'next' ? proceed(d) : next === 'again' ? d.session.ask : next;
  if (d.end !== undefined || ask === null) {
    goBack(d);
    say(d, { text: '' }, false);
    return;
  }
  // options of a service are not kept: they are fetched for every showing
  if (ask.t === 'field' && (nodeOf(ask.ref) as FieldNode).from !== undefined && ask.options === undefined) {
    ask = fetchOptions(d, ask);
  }
  setAsk(d, ask);
  if (ask.t === 'call') return;
  d.session.shown++;
  say(d, handlerOf(ask).show(d, ask as never), true);
}

/** `back` in the head of the flow: where the person is afterwards, unless the flow itself has led on or is broken. */
function goBack(d: Dialog): void {
  const { back, root } = d.plan;
  if (back === undefined || d.go !== undefined || d.end === undefined || d.end === 'failed') return;
  const frame = frameFor(d, { block: root, keys: [], slot: 0 });
  if (back.when === undefined || back.when.evaluate(frame) === true)
    d.go = { flow: back.flow, args: argsIn(back.args, frame) as JsonObject };
}

function setAsk(d: Dialog, ask: Ask): void {
  const { ask: before } = d.session;
  d.session.ask = ask;
  if (ask.t === 'call' || (before !== null && isSameQuestion(before, ask))) return;
  d.session.question++;
  d.session.shown = 0;
  d.session.fails = 0;
}

/** A call in between does not make another question of it. */
function isSameQuestion(a: Ask, b: Ask): boolean {
  if (!('ref' in a) || !('ref' in b) || !sameRef(a.ref, b.ref)) return a.t === b.t && !('ref' in a);
  return a.t === b.t || (a.t === 'call' && a.asked === true && b.t === 'field');
}

function say(d: Dialog, prompt: Prompt, question: boolean): void {
  // what was understood stands directly in front of a short question, else above everything
  const short = d.lead.length === 0 && !prompt.text.includes('\n');
  const text = short ? d.echo + prompt.text : [d.echo, ...d.lead, prompt.text].filter((line) => line !== '').join('\n');
  if (text === '') return;
  const said: Extract<Effect, { kind: 'say' }> = { kind: 'say', text };
  if (question && prompt.choices !== undefined && prompt.choices.length > 0) {
    said.choices = prompt.choices;
    said.taskId = taskIdOf(d.session);
    if (prompt.multiple === true) said.multiple = true;
  }
  d.effects.push(said);
}
