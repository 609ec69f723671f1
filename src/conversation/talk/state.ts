/** State of one person's conversation: plain JSON, stored as it stands. */
import type { SavedSession } from '../dialog/save-session.js';
import type { Effect, JsonObject, TalkContext } from '../protocol.js';
import type { Flows } from './flows.js';

export type { SavedSession } from '../dialog/save-session.js';

export interface TalkState {
  /** The session that runs; those it interrupted, innermost last; parked drafts, latest last. */
  active?: SavedSession;
  stack?: SavedSession[];
  drafts?: SavedSession[];
  /** Flows to begin when the form in hand is finished. */
  next?: { flow: string; args?: JsonObject }[];
  /** A list that was offered: flows, or drafts by session id. */
  menu?: { id: string; of: 'flows' | 'drafts'; ids: string[] /** Page that 更多 shows. */; next?: number };
  /** The first form of this person has been begun. */
  seen?: true;
}

export interface TalkStep {
  state: TalkState;
  effects: Effect[];
  /** When to send a `tick`; null: never. */
  nextTimerAt: Date | null;
}

/** One message being handled. */
export interface Talking {
  flows: Flows;
  ctx: TalkContext;
  state: TalkState;
  effects: Effect[];
}

/** Now, in seconds: the unit of stored instants. */
export function secondsOf(ctx: TalkContext): number {
  return Math.floor(ctx.now.getTime() / 1000);
}

/** The flow of a session only shows how things stand (`view`). */
export function isView({ flows }: Talking, saved: SavedSession): boolean {
  return (flows.version(saved.f, saved.v) ?? flows.current(saved.f))?.plan.document.view === true;
}

export function say(t: Talking, text: string): void {
  t.effects.push({ kind: 'say', text });
}

/** The versions a stored state needs, to be loaded before `talk`. */
export function versionsNeeded(state: TalkState | null): { flow: string; version: string }[] {
  const sessions = [state?.active, ...(state?.stack ?? []), ...(state?.drafts ?? [])];
  const needed = new Map<string, { flow: string; version: string }>();
  for (const session of sessions) {
    if (session !== undefined) needed.set(`${session.f} ${session.v}`, { flow: session.f, version: session.v });
  }
  return [...needed.values()];
}
