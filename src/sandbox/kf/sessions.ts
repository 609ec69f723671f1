/** Sessions between customers and accounts: their states, and the codes that changes give (wecom.md 6.7, 6.8). */
import type { World } from '../world.js';
import type { KfCode, KfSession, KfSessionState } from './state.js';

const HOUR_MS = 3_600_000;
export const SESSION_MS = 48 * HOUR_MS;

const LIFE_MS: Record<KfCode['for'], number> = {
  welcome: 20_000,
  queue: SESSION_MS,
  person: SESSION_MS,
  ended: 20_000,
};

/** The session as it stands now; one that nobody has begun, or that is idle for 48 h, is in state 4. */
export function sessionOf(world: World, openKfId: string, externalUserId: string): KfSession {
  const now = world.clock.now().getTime();
  const { sessions } = world.state.kf;
  const key = `${openKfId} ${externalUserId}`;
  let session = sessions[key];
  if (session === undefined) {
    session = { openKfId, externalUserId, state: 4, activeAt: now, sent: 0 };
    sessions[key] = session;
  }
  if (session.state !== 4 && now - session.activeAt >= SESSION_MS) {
    session.state = 4;
    delete session.servicer;
  }
  return session;
}

export function enterState(world: World, session: KfSession, state: KfSessionState, servicer?: string): void {
  session.state = state;
  session.activeAt = world.clock.now().getTime();
  if (servicer === undefined) delete session.servicer;
  else session.servicer = servicer;
  world.changed();
  world.publish({ type: 'kf' });
}

/** A code for one message about what has just happened. */
export function issueCode(world: World, session: KfSession, about: KfCode['for']): string {
  const code = `${about.toUpperCase()}${world.random(18).toString('hex')}`;
  const now = world.clock.now().getTime();
  const { codes } = world.state.kf;
  for (const [old, { until }] of Object.entries(codes)) if (until < now) delete codes[old];
  codes[code] = {
    openKfId: session.openKfId,
    externalUserId: session.externalUserId,
    for: about,
    ...(about === 'welcome' ? {} : { state: session.state }),
    until: now + LIFE_MS[about],
    used: false,
  };
  return code;
}
