/** kf/service_state/get and trans (wecom.md 6.8). */
import { z } from 'zod';
import { noteSession } from '../kf/notes.js';
import { customerNamed, findServicer, servicerName, servicersOf } from '../kf/people.js';
import { enterState, issueCode, sessionOf } from '../kf/sessions.js';
import type { KfSession, KfSessionState } from '../kf/state.js';
import type { World } from '../world.js';
import { ApiError } from './api-error.js';
import type { Call } from './call.js';
import { checkAccount } from './kf-sync.js';
import { checkStrict } from './strict.js';

const Session = z.strictObject({ open_kfid: z.string(), external_userid: z.string() });
const Trans = Session.extend({
  service_state: z.literal([0, 1, 2, 3, 4]),
  servicer_userid: z.string().optional(),
});

function openSession(world: World, of: z.infer<typeof Session>): KfSession {
  checkAccount(world, of.open_kfid);
  if (customerNamed(world, of.external_userid)?.externalUserId !== of.external_userid)
    throw new ApiError(40096, 'invalid external userid');
  return sessionOf(world, of.open_kfid, of.external_userid);
}

export const kfStateGet: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { body }) {
    const session = openSession(world, checkStrict(Session, body).value);
    return { service_state: session.state, servicer_userid: session.servicer ?? '' };
  },
};

/** Only forward, out of 4 never; between persons (3 → 3) it is a transfer. */
export const kfStateTrans: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { body }) {
    const { value } = checkStrict(Trans, body);
    const session = openSession(world, value);
    const to = value.service_state as KfSessionState;
    const servicer = to === 3 ? checkServicer(world, value.open_kfid, value.servicer_userid) : undefined;
    const isTransfer = to === 3 && session.state === 3 && session.servicer !== servicer;
    if (session.state === 4 || (to <= session.state && !isTransfer))
      throw new ApiError(95016, `not allow to change from state ${session.state} to ${to}`);
    const from = session.state;
    enterState(world, session, to, servicer);
    if (to >= 2) noteSession(world, session, noteOf(world, to, servicer));
    // reply codes come with the first change to 2 or 3, the code of the end with 4
    if (to === 4) return { msg_code: issueCode(world, session, 'ended') };
    if (to === 2 || (to === 3 && from < 2))
      return { msg_code: issueCode(world, session, to === 2 ? 'queue' : 'person') };
    return {};
  },
};

function noteOf(world: World, to: KfSessionState, servicer: string | undefined): string {
  if (to === 2) return '正在排队等待人工接待';
  return to === 3 ? `已转给 ${servicerName(world, servicer ?? '')}` : '会话已结束';
}

/** @throws ApiError 40058 without, 95014 no servicer, 95016 a servicer who is off duty */
function checkServicer(world: World, openKfId: string, userid: string | undefined): string {
  if (userid === undefined || userid === '') throw new ApiError(40058, 'servicer_userid is needed for state 3');
  const servicer = findServicer(world, openKfId, userid);
  if (servicer === undefined) throw new ApiError(95014, `${userid} is not a servicer`);
  if (servicersOf(world, openKfId)[servicer] !== 0) throw new ApiError(95014, `${userid} is off duty`);
  return servicer;
}
