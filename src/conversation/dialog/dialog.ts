/** The working state of one step: a session that is being changed, what will be said, and how the step ends. */
import type { Choice } from '../../../schemas/message.js';
import type { Plan } from '../compile/plan.js';
import { endWork } from '../form/change.js';
import type { Ref } from '../form/ref.js';
import { beginWork, type Work } from '../form/work.js';
import type { Effect, JsonObject, Outcome } from '../protocol.js';
import type { Ask, Session } from './session.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface Dialog {
  readonly plan: Plan;
  readonly today: string;
  readonly session: Mutable<Session>;
  /** Said before the question. */
  lead: string[];
  /** What was understood; stands directly in front of the question. */
  echo: string;
  effects: Effect[];
  end?: Outcome;
  /** Another flow begins when this one has ended. */
  go?: { flow: string; args: JsonObject };
  /** What only the talk can do. */
  signal?: 'pause' | 'resume' | 'menu';
}

/**
 * How a handler leaves the dialog: `next` goes on with the flow, `again` shows the question at hand once more, `quiet` says
 * nothing, an `Ask` is asked at once.
 */
export type Next = 'next' | 'again' | 'quiet' | Ask;

/** A question as it is shown. */
export interface Prompt {
  text: string;
  choices?: Choice[];
  multiple?: boolean;
}

export function openDialog(session: Session, today: string): Dialog {
  return { plan: session.form.plan, today, session: { ...session }, lead: [], echo: '', effects: [] };
}

/** Changes the form by one or more operations. */
export function changeForm(d: Dialog, on: (work: Work) => void): Work {
  const work = beginWork(d.session.form);
  on(work);
  d.session.form = endWork(work);
  return work;
}

/** Asks a certain field next, whether it has been answered or not. */
export function goTo(d: Dialog, ref: Ref): Next {
  d.session.at = ref;
  return 'next';
}
