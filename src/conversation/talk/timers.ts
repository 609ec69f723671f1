/** Reminders, parking and expiry, by the clock that is handed in. */
import { expiredText, remindText } from '../../texts/conversation.js';
import type { Plan } from '../compile/plan.js';
import { progressOf } from '../dialog/names.js';
import { loadSession, type SavedSession } from '../dialog/save-session.js';
import { isView, say, secondsOf, type Talking } from './state.js';

const DAY_MS = 86_400_000;

/** Timeouts of a session's flow; those of the current version when its own is gone. */
function planOf({ flows }: Talking, saved: SavedSession): Plan | undefined {
  return (flows.version(saved.f, saved.v) ?? flows.current(saved.f))?.plan;
}

const FALLBACK = { remindMs: DAY_MS / 48, parkMs: DAY_MS / 2, expireMs: 30 * DAY_MS };

function timesOf(t: Talking, saved: SavedSession): { remindAt: number; parkAt: number; expireAt: number } {
  const { remindMs, parkMs, expireMs } = planOf(t, saved)?.timeouts ?? FALLBACK;
  const since = (saved.m ?? secondsOf(t.ctx)) * 1000;
  return { remindAt: since + remindMs, parkAt: since + parkMs, expireAt: since + expireMs };
}

/** Does what is due. Nothing is due twice. */
export function takeTick(t: Talking): void {
  const now = t.ctx.now.getTime();
  parkLate(t, now);
  const { active } = t.state;
  if (active !== undefined && active.r === undefined && !isView(t, active) && timesOf(t, active).remindAt <= now) {
    t.state.active = { ...active, r: 1 };
    remind(t, active);
  }
  expireLate(t, now);
}

function parkLate(t: Talking, now: number): void {
  const { active, stack = [], drafts = [] } = t.state;
  if (active === undefined || timesOf(t, active).parkAt > now) return;
  // a form nobody has answered anything in is not worth keeping
  const worth = [...stack, active].filter(
    (each) => !isView(t, each) && (each.a !== undefined || each.w !== undefined || each.l !== undefined),
  );
  const parked = [...drafts, ...worth].map(({ r: _reminded, ...rest }) => rest);
  if (parked.length > 0) t.state.drafts = parked;
  delete t.state.active;
  delete t.state.stack;
}

function remind(t: Talking, active: SavedSession): void {
  const plan = planOf(t, active);
  if (plan === undefined) return;
  const context = { today: t.ctx.today, me: { ...t.ctx.me.facts, roles: t.ctx.me.roles }, checkFacts: {} };
  const { done, all } = progressOf(loadSession(plan, context, active).form);
  say(t, plan.document.texts?.remind ?? remindText(plan.document.title, Math.max(all - done, 1)));
}

function expireLate(t: Talking, now: number): void {
  const { drafts = [] } = t.state;
  const late = drafts.filter((draft) => timesOf(t, draft).expireAt <= now);
  if (late.length === 0) return;
  const left = drafts.filter((draft) => !late.includes(draft));
  if (left.length > 0) t.state.drafts = left;
  else delete t.state.drafts;
  for (const draft of late) {
    const plan = planOf(t, draft);
    const days = Math.round((plan?.timeouts ?? FALLBACK).expireMs / DAY_MS);
    say(t, expiredText(plan?.document.title ?? draft.f, days));
    t.effects.push({ kind: 'end', outcome: 'expired', flow: draft.f, session: draft.id });
  }
}

/** When the next thing is due; null when nothing ever is. */
export function nextTimer(t: Talking): Date | null {
  const { active, drafts = [] } = t.state;
  const due = drafts.map((draft) => timesOf(t, draft).expireAt);
  if (active !== undefined) {
    const { remindAt, parkAt } = timesOf(t, active);
    due.push(active.r === undefined && !isView(t, active) ? remindAt : parkAt);
  }
  return due.length === 0 ? null : new Date(Math.min(...due));
}
