/** Accounts, links, servicers and customers of customer service (wecom.md 6.1, 6.9). */
import { z } from 'zod';
import { findMember } from '../directory.js';
import { findServicer, kfAccounts, kfCustomers, servicersOf } from '../kf/people.js';
import { SESSION_MS } from '../kf/sessions.js';
import type { World } from '../world.js';
import { ApiError } from './api-error.js';
import type { Call } from './call.js';
import { checkAccount } from './kf-sync.js';
import { checkStrict, refuse } from './strict.js';

const List = z.strictObject({ offset: z.int().min(0).optional(), limit: z.int().min(1).max(100).optional() });

export const kfAccountList: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { body }) {
    const { offset = 0, limit = 100 } = checkStrict(List, body).value;
    const accounts = kfAccounts(world).slice(offset, offset + limit);
    return {
      account_list: accounts.map(({ openKfId, name }) => ({
        open_kfid: openKfId,
        name,
        avatar: '',
        manage_privilege: true,
      })),
    };
  },
};

const Way = z.strictObject({
  open_kfid: z.string(),
  scene: z
    .string()
    .refine((s) => /^[0-9a-zA-Z_-]{1,32}$/.test(s), refuse(40058, 'scene: 1 to 32 of 0-9 a-z A-Z _ -'))
    .optional(),
});

export const kfAddContactWay: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { body }) {
    const { open_kfid, scene } = checkStrict(Way, body).value;
    checkAccount(world, open_kfid);
    const scenePart = scene === undefined ? '' : `&scene=${scene}`;
    return { url: `${world.baseUrl}/?kf=${encodeURIComponent(open_kfid)}${scenePart}` };
  },
};

export const kfServicerList: Call = {
  method: 'GET',
  auth: 'token',
  run(world, { query }) {
    checkAccount(world, query.open_kfid ?? '');
    const servicers = Object.entries(servicersOf(world, query.open_kfid ?? ''));
    return { servicer_list: servicers.map(([userid, status]) => ({ userid, status })) };
  },
};

const Change = z.strictObject({ open_kfid: z.string(), userid_list: z.array(z.string()).min(1).max(100) });

/** Answers for each userid on its own: 60030 outside the visible scope, 95014 no servicer. */
function changeServicers(change: (world: World, openKfId: string, userid: string) => [number, string]): Call {
  return {
    method: 'POST',
    auth: 'token',
    run(world, { body }) {
      const { open_kfid, userid_list } = checkStrict(Change, body).value;
      checkAccount(world, open_kfid);
      const result_list = userid_list.map((userid) => {
        const [errcode, errmsg] = change(world, open_kfid, userid);
        return { userid, errcode, errmsg };
      });
      world.changed();
      world.publish({ type: 'kf' });
      return { result_list };
    },
  };
}

export const kfServicerAdd = changeServicers((world, openKfId, userid) => {
  const member = findMember(world, userid);
  if (member === undefined) return [60030, 'servicer is not in the visible scope'];
  servicersOf(world, openKfId)[member.userid] ??= 0;
  return [0, 'ok'];
});

export const kfServicerDel = changeServicers((world, openKfId, userid) => {
  const servicer = findServicer(world, openKfId, userid);
  if (servicer === undefined) return [95014, 'not a servicer'];
  delete servicersOf(world, openKfId)[servicer];
  return [0, 'ok'];
});

const Batch = z.strictObject({
  external_userid_list: z.array(z.string()).min(1).max(100),
  need_enter_session_context: z.literal([0, 1]).optional(),
});

/** Only who came or wrote within 48 hours. */
export const kfCustomerBatchGet: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { body }) {
    const { external_userid_list: wanted, need_enter_session_context: withContext } = checkStrict(Batch, body).value;
    if (new Set(wanted).size !== wanted.length) throw new ApiError(40058, 'external_userid_list has repetitions');
    const since = world.clock.now().getTime() - SESSION_MS;
    const sessions = Object.values(world.state.kf.sessions).filter((s) => s.activeAt >= since);
    const customer_list = kfCustomers(world).flatMap(({ externalUserId, nickname }) => {
      const session = sessions.find((s) => s.externalUserId === externalUserId);
      if (session === undefined || !wanted.includes(externalUserId)) return [];
      const { scene = '', sceneParam = '' } = session.scene ?? {};
      const context = { enter_session_context: { scene, scene_param: sceneParam } };
      return [
        { external_userid: externalUserId, nickname, avatar: '', gender: 0, ...(withContext === 1 ? context : {}) },
      ];
    });
    const found = new Set(customer_list.map((c) => c.external_userid));
    return { customer_list, invalid_external_userid: wanted.filter((id) => !found.has(id)) };
  },
};
