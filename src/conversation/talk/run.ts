/** Sessions begun, gone on with, interrupted, parked and ended. */
import {
  brokenFlow,
  FIRST_TIME,
  flowGone,
  keptAside,
  leftText,
  migrated,
  notAllowed,
  paused,
  resumed,
  startText,
  tooManyTurns,
} from '../../texts/conversation.js';
import { progressOf } from '../dialog/names.js';
import { loadSession, type SavedSession, saveSession } from '../dialog/save-session.js';
import type { Session } from '../dialog/session.js';
import { isOffered, type SessionInput, type SessionStep, stepSession } from '../dialog/step.js';
import { endWork, newForm, setInput } from '../form/change.js';
import { refAt } from '../form/path.js';
import { nodeOf } from '../form/ref.js';
import { loadForm } from '../form/save.js';
import type { Form, FormContext } from '../form/state.js';
import { checkValue } from '../form/value.js';
import { beginWork } from '../form/work.js';
import type { JsonObject } from '../protocol.js';
import { type CompiledFlow, mayStart } from './flows.js';
import { migrate } from './migrate.js';
import { isView, say, secondsOf, type Talking } from './state.js';

/** Messages of one session, at most; then it is parked. */
const TURNS_MAX = 5000;
/** Sessions interrupted by each other, at most; the outermost is parked then. */
const STACK_MAX = 3;

function contextOf({ ctx }: Talking): FormContext {
  const { facts, roles } = ctx.me;
  return { today: ctx.today, me: { ...facts, roles }, checkFacts: { ...ctx.checkFacts } };
}

/** Begins a flow. What is active is interrupted and comes back afterwards. */
export function startFlow(t: Talking, flow: CompiledFlow, args: JsonObject, lead: readonly string[] = []): void {
  if (!mayStart(flow, t.ctx.me.roles)) {
    say(t, notAllowed(flow.title));
    return;
  }
  interrupt(t);
  const form = withGiven(newForm(flow.plan, contextOf(t)), args);
  const session: Session = {
    id: freshId(t),
    form,
    ask: null,
    question: 0,
    shown: 0,
    fails: 0,
    turns: 0,
    calls: 0,
    steps: 0,
    section: -1,
    sure: [],
  };
  const intro = introOf(t, form);
  settleStep(t, stepSession(session, { kind: 'show', lead: [...lead, ...intro] }, t.ctx.today));
}

/** What it is and how long it takes; nothing for what only answers, or asks one thing before it does. */
function introOf({ state }: Talking, form: Form): string[] {
  const { document, root } = form.plan;
  const { texts, minutes, title } = document;
  if (texts?.start === undefined && !root.nodes.some(({ kind }) => kind === 'submit')) return [];
  const hello = texts?.start ?? startText(title, minutes, progressOf(form).all);
  const first = state.seen === true ? [] : [FIRST_TIME];
  state.seen = true;
  return [hello, ...first];
}

/** A session is named after the message that began it; a second one of the same message gets a letter more. */
function freshId({ state, ctx }: Talking): string {
  const taken = [state.active, ...(state.stack ?? []), ...(state.drafts ?? [])].map((each) => each?.id);
  let id = ctx.id;
  while (taken.includes(id)) id += '_';
  return id;
}

function withGiven(form: Form, args: JsonObject): Form {
  const work = beginWork(form);
  for (const [path, value] of Object.entries(args)) {
    const ref = refAt(form, path);
    const node = ref && nodeOf(ref);
    const fits = node?.kind === 'given' || (node?.kind === 'field' && node.from === undefined);
    if (ref !== undefined && fits && checkValue(node.field, value).ok) setInput(work, ref, value);
  }
  return endWork(work);
}

/** The session in hand only shows how things stand: nothing of it is worth coming back to. */
export function isViewing(t: Talking): boolean {
  return t.state.active !== undefined && isView(t, t.state.active);
}

/** It only offers what it has found, and nothing was answered yet: nothing is lost when it goes, and the list may have aged. */
export function onlyOffers({ a, l, p }: SavedSession): boolean {
  return a === undefined && l === undefined && typeof p === 'object' && p.t === 'found';
}

function interrupt(t: Talking): void {
  const { state } = t;
  if (isViewing(t)) delete state.active;
  if (state.active === undefined) return;
  const interrupted = state.active;
  delete state.active;
  if (onlyOffers(interrupted)) return;
  const stack = [...(state.stack ?? []), interrupted];
  while (stack.length > STACK_MAX) state.drafts = [...(state.drafts ?? []), stack.shift() as SavedSession];
  state.stack = stack;
}

/** One step of the active session. What only the talk can do comes back. */
export function stepActive(t: Talking, input: SessionInput): SessionStep['signal'] {
  const session = openSaved(t, t.state.active, false);
  if (session === undefined) return undefined;
  if (session.turns >= TURNS_MAX && input.kind !== 'show') {
    say(t, tooManyTurns(session.form.plan.document.title));
    park(t, { ...session, turns: 0 });
    comeBack(t);
    return undefined;
  }
  const step = stepSession(session, input, t.ctx.today);
  settleStep(t, step);
  return step.signal;
}

/** True when these are words of an option at the question of the active session. */
export function activeOffers(t: Talking, text: string): boolean {
  const { active } = t.state;
  const flow = active && t.flows.version(active.f, active.v);
  if (active === undefined || flow === undefined) return false;
  return isOffered(loadSession(flow.plan, contextOf(t), active), text, t.ctx.today);
}

/** True when the words are surely an answer to the question at hand. */
export function activeTakes(t: Talking, text: string): boolean {
  const { active } = t.state;
  const flow = active && t.flows.version(active.f, active.v);
  if (active === undefined || flow === undefined) return true;
  const session = loadSession(flow.plan, contextOf(t), active);
  const step = stepSession(session, { kind: 'said', said: { kind: 'text', text } }, t.ctx.today);
  const guessed = step.session.ask?.t === 'sure' || step.session.ask?.t === 'which';
  return step.session.fails <= session.fails && !guessed;
}

/**
 * The session of a stored one. It stays on its version; a draft moves to the current one when that declares how, any
 * session when its version is gone. When the flow is gone altogether it is kept as a draft and the person is told.
 */
function openSaved(t: Talking, saved: SavedSession | undefined, draft: boolean): Session | undefined {
  if (saved === undefined) return undefined;
  const current = t.flows.current(saved.f);
  const own = current?.version === saved.v ? current : t.flows.version(saved.f, saved.v);
  const declared = current?.plan.document.migrate !== undefined && current.version !== saved.v;
  if (own !== undefined && !(draft && declared)) return loadSession(own.plan, contextOf(t), saved);
  if (current !== undefined) return moveTo(t, current, own, saved);
  say(t, flowGone(own?.title ?? saved.f));
  t.state.drafts = [...(t.state.drafts ?? []), saved];
  delete t.state.active;
  return undefined;
}

function moveTo(t: Talking, current: CompiledFlow, own: CompiledFlow | undefined, saved: SavedSession): Session {
  const { saved: moved, aside } = migrate(saved, current.plan);
  say(t, migrated(current.title));
  if (aside.length > 0)
    say(
      t,
      keptAside(
        aside.map((path) => labelIn(own, path)).filter((label) => label !== ''),
        aside.length,
      ),
    );
  return { ...loadSession(current.plan, contextOf(t), moved), form: loadForm(current.plan, contextOf(t), moved) };
}

function labelIn(flow: CompiledFlow | undefined, path: string): string {
  const slot = flow?.plan.root.slots.get(path);
  const node = slot === undefined ? undefined : flow?.plan.root.nodes[slot];
  if (node === undefined) return '';
  return node.kind === 'list' ? node.title : 'field' in node ? node.field.label : '';
}

/** Stores what a step left, and goes on where it ended something. */
function settleStep(t: Talking, step: SessionStep): void {
  t.effects.push(...step.effects);
  const { session, end } = step;
  if (end === undefined && step.signal !== 'pause') {
    t.state.active = { ...saveSession(session), m: secondsOf(t.ctx) };
    return;
  }
  delete t.state.active;
  const { view, texts } = session.form.plan.document;
  if (end === undefined && view === true) say(t, leftText(texts?.['left']));
  else if (end === undefined) {
    const { done, all } = progressOf(session.form);
    say(t, paused(session.form.plan.document.title, done, all));
    park(t, session);
  } else {
    if (end === 'failed') park(t, session);
    t.effects.push({ kind: 'end', outcome: end, flow: session.form.plan.id, session: session.id });
    const next = step.go === undefined ? undefined : t.flows.current(step.go.flow);
    if (step.go !== undefined && next === undefined) say(t, brokenFlow(session.form.plan.document.title));
    if (next !== undefined) {
      startFlow(t, next, step.go?.args ?? {});
      return;
    }
  }
  comeBack(t);
}

export function park(t: Talking, session: Session): void {
  delete t.state.active;
  t.state.drafts = [...(t.state.drafts ?? []), { ...saveSession(session), m: secondsOf(t.ctx) }];
}

/** After an end: the session that was interrupted, else what waits to be begun. */
function comeBack(t: Talking): void {
  const { state } = t;
  const saved = state.stack?.at(-1);
  if (saved !== undefined) {
    state.stack = state.stack?.slice(0, -1) ?? [];
    if (state.stack.length === 0) delete state.stack;
    resumeSaved(t, saved, false);
    return;
  }
  const [next, ...later] = state.next ?? [];
  if (next === undefined) return;
  if (later.length > 0) state.next = later;
  else delete state.next;
  const flow = t.flows.current(next.flow);
  if (flow !== undefined) startFlow(t, flow, next.args ?? {});
}

/** Goes on with a stored session: says so, and shows its question. */
export function resumeSaved(t: Talking, saved: SavedSession, draft: boolean): void {
  interrupt(t);
  const session = openSaved(t, saved, draft);
  if (session === undefined) return;
  const { done, all } = progressOf(session.form);
  const lead = [resumed(session.form.plan.document.title, done, all)];
  settleStep(t, stepSession(session, { kind: 'show', lead }, t.ctx.today));
}
