/** POST kf/sync_msg (wecom.md 6.3). */
import { z } from 'zod';
import { findAccount } from '../kf/people.js';
import { cursorAt, entriesAfter, isNudgeToken, readCursor } from '../kf/stream.js';
import { withinLimit } from '../limits.js';
import type { World } from '../world.js';
import { ApiError } from './api-error.js';
import type { Call } from './call.js';
import { bytes, checkStrict } from './strict.js';

const PAGE_MAX = 1_000;

const Sync = z.strictObject({
  cursor: bytes(64).optional(),
  token: bytes(128).optional(),
  limit: z.int().min(1).max(PAGE_MAX).optional(),
  voice_format: z.literal([0, 1]).optional(),
  // The documents call it optional; callers who omitted it lost messages.
  open_kfid: z.string(),
});

/** @throws ApiError 95004 for an account that does not exist */
export function checkAccount(world: World, openKfId: string): void {
  if (findAccount(world, openKfId) === undefined) throw new ApiError(95004, `open_kfid ${openKfId} does not exist`);
}

/** Faults: `emptyPage` answers a page without entries though there are more, `replay` the last three days once more. */
export const kfSyncMsg: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { body, fault }) {
    const { value } = checkStrict(Sync, body);
    const { open_kfid: openKfId, token, limit = PAGE_MAX, cursor = '' } = value;
    checkAccount(world, openKfId);
    if (token !== undefined && token !== '') {
      if (!isNudgeToken(world, openKfId, token)) throw new ApiError(95007, 'invalid msg token');
    } else if (!withinLimit(world, 'kfSyncWithoutToken', openKfId))
      throw new ApiError(45009, 'api freq out of limit: sync_msg without token');
    const place = cursor === '' ? 0 : readCursor(openKfId, cursor);
    if (place === undefined) throw new ApiError(40058, 'invalid cursor');
    const turn = world.random(6).toString('hex');
    if (fault?.emptyPage === true) return { next_cursor: cursorAt(openKfId, place, turn), has_more: 1, msg_list: [] };
    const from = fault?.replay === true ? 0 : place;
    const found = entriesAfter(world, openKfId, from, limit + 1);
    const page = found.slice(0, limit);
    const reached = page.at(-1)?.n ?? Math.max(place, from);
    return {
      next_cursor: cursorAt(openKfId, reached, turn),
      has_more: found.length > limit ? 1 : 0,
      msg_list: page.map(({ entry }) => entry),
    };
  },
};
