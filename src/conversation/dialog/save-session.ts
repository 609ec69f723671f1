/** A session as plain JSON, and back: flow, version, answers and position by field path. */
import type { Plan } from '../compile/plan.js';
import { parseRef, type Ref, refText } from '../form/ref.js';
import { loadForm, type SavedForm, saveForm } from '../form/save.js';
import type { Form, FormContext } from '../form/state.js';
import type { JsonObject } from '../protocol.js';
import type { Ask, Session } from './session.js';

/** Short keys: it is written with every message. */
export interface SavedSession extends SavedForm {
  id: string;
  /** Flow and version. */
  f: string;
  v: string;
  /** The question at hand: a path, or more about it. */
  p?: string | SavedAsk;
  /** Where the person went back to. */
  g?: string;
  /** The refused answer to be tried again. */
  rt?: [string, unknown];
  /** Number of the question, showings, failures, turns, calls, steps, section. */
  n: readonly number[];
  /** Confirmed doubts about the whole record. */
  u?: string[];
  /** Answers kept aside. */
  k?: JsonObject;
  /** When the person last said something, in seconds; 1 when reminded since. */
  m?: number;
  r?: 1;
}
interface SavedAsk {
  t: Ask['t'];
  ref?: string;
  fields?: string[];
  own?: string;
  options?: unknown;
  [part: string]: unknown;
}

export function saveSession(session: Session): SavedSession {
  const { form, question, shown, fails, turns, calls, steps, section } = session;
  const saved: SavedSession = {
    id: session.id,
    f: form.plan.id,
    v: form.plan.version,
    n: [question, shown, fails, turns, calls, steps, section],
  };
  saveForm(form, saved);
  if (session.ask !== null) saved.p = saveAsk(session.ask);
  if (session.at !== undefined) saved.g = refText(session.at);
  if (session.retry !== undefined) saved.rt = [refText(session.retry.ref), session.retry.value];
  if (session.sure.length > 0) saved.u = [...session.sure];
  if (session.kept !== undefined) saved.k = session.kept;
  return saved;
}

function saveAsk(ask: Ask): string | SavedAsk {
  const { t } = ask;
  if (t === 'field' && ask.page === undefined && ask.seen === undefined) return refText(ask.ref);
  const { options: _fetched, ...rest } = ask as unknown as SavedAsk;
  const saved: SavedAsk = { ...rest, t };
  if ('ref' in ask) saved.ref = refText(ask.ref);
  if ('fields' in ask) saved.fields = ask.fields.map(refText);
  if ('own' in ask && ask.own !== undefined) saved.own = refText(ask.own);
  return saved;
}

/** The session that was saved with this plan. */
export function loadSession(plan: Plan, context: FormContext, saved: SavedSession): Session {
  return sessionWith(loadForm(plan, context, saved), saved);
}

function sessionWith(form: Form, saved: SavedSession): Session {
  const { plan } = form;
  const [question = 0, shown = 0, fails = 0, turns = 0, calls = 0, steps = 0, section = -1] = saved.n;
  const at = saved.g === undefined ? undefined : parseRef(plan, saved.g);
  const retry = saved.rt === undefined ? undefined : parseRef(plan, saved.rt[0]);
  const session: Session = {
    id: saved.id,
    form,
    ask: saved.p === undefined ? null : loadAsk(plan, saved.p),
    question,
    shown,
    fails,
    turns,
    calls,
    steps,
    section,
    sure: saved.u ?? [],
  };
  if (at === undefined && retry === undefined && saved.k === undefined) return session;
  return {
    ...session,
    ...(at !== undefined && { at }),
    ...(retry !== undefined && { retry: { ref: retry, value: saved.rt?.[1] } }),
    ...(saved.k !== undefined && { kept: saved.k }),
  };
}

/** Null when the question is not there; the next open one is asked then. */
function loadAsk(plan: Plan, saved: string | SavedAsk): Ask | null {
  if (typeof saved === 'string') {
    const ref = parseRef(plan, saved);
    return ref === undefined ? null : { t: 'field', ref };
  }
  const ref = saved.ref === undefined ? undefined : parseRef(plan, saved.ref);
  if (saved.ref !== undefined && ref === undefined) return null;
  const fields = saved.fields?.map((each) => parseRef(plan, each)).filter((each): each is Ref => each !== undefined);
  const own = saved.own === undefined ? undefined : parseRef(plan, saved.own);
  return { ...saved, ...(ref && { ref }), ...(fields && { fields }), ...(own && { own }) } as unknown as Ask;
}
