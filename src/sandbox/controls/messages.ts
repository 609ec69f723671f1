/** GET /sandbox/messages: what arrived where, and the pictures and files of messages. */
import type { Context } from 'koa';
import { allGroups, allMembers, conversationNamed } from '../directory.js';
import { findMessages, type JournalMessage, type MessageQuery, messageById } from '../journal.js';
import { kfCustomers } from '../kf/people.js';
import type { World } from '../world.js';
import { ControlError } from './control-error.js';
import { arrives } from './until.js';

const LIMIT = 200;
const LIMIT_MAX = 20_000;
const WAIT_MAX_MS = 60_000;

/** With `wait` (ms) an empty answer is held back until something arrives. */
export async function listMessages(world: World, query: Record<string, string>): Promise<JournalMessage[]> {
  const wanted = readQuery(world, query);
  const waitMs = Math.min(Number(query.wait ?? 0), WAIT_MAX_MS);
  if (Number.isNaN(waitMs)) throw new ControlError(400, 'wait must be a number', `ms, at most ${WAIT_MAX_MS}`);
  const found = findMessages(world.state, wanted);
  if (found.length > 0 || !(waitMs > 0)) return found;
  await arrives(world, waitMs, () => findMessages(world.state, wanted).length > 0);
  return findMessages(world.state, wanted);
}

function readQuery(world: World, query: Record<string, string>): MessageQuery {
  const limit = query.limit === undefined ? LIMIT : Number(query.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX)
    throw new ControlError(400, 'limit must be a whole number', `1 to ${LIMIT_MAX}, default ${LIMIT}`);
  return {
    to: query.to === undefined || query.to === '' ? undefined : conversationOf(world, query.to),
    both: ['1', 'true'].includes(query.both ?? ''),
    since: query.since === undefined || query.since === '' ? undefined : readSince(query.since),
    type: query.type,
    via: query.via,
    limit,
  };
}

/** @throws ControlError 404 with similar names */
export function conversationOf(world: World, name: string): string {
  const found = conversationNamed(world, name);
  if (found !== undefined) return found;
  const all = [
    ...allMembers(world).map((m) => `${m.userid} (${m.name})`),
    ...allGroups(world).map((g) => `${g.key} (${g.name})`),
    ...kfCustomers(world).map((c) => `${c.externalUserId} (${c.nickname})`),
  ];
  const similar = all.filter((label) => [...name].some((c) => label.includes(c))).slice(0, 8);
  throw new ControlError(
    404,
    `there is no person or group ${name}`,
    `to: userid, name, group key, chatid or group name, e.g. ${(similar.length > 0 ? similar : all.slice(0, 8)).join(', ')}`,
  );
}

/** `m12` or `12`: later messages; an ISO time or ms since the epoch: from then on, by the sandbox clock. */
function readSince(text: string): string | Date {
  if (/^m?\d{1,10}$/.test(text)) return `m${text.replace(/^m/, '')}`;
  const at = /^\d{11,14}$/.test(text) ? new Date(Number(text)) : new Date(text.replace(' ', '+'));
  if (Number.isNaN(at.getTime()))
    throw new ControlError(400, `cannot read since=${text}`, 'a message id (m12), an ISO time, or ms since the epoch');
  return at;
}

/** Answers with the bytes of a message's picture or file. */
export async function sendFile(world: World, ctx: Context, id: string): Promise<void> {
  const message = messageById(world.state, id);
  if (message === undefined)
    throw new ControlError(404, `there is no message ${id}`, 'ids come from GET /sandbox/messages');
  if (message.mediaId === undefined)
    throw new ControlError(404, `message ${id} has no picture or file`, `it is of type ${message.msgtype}`);
  await sendMedia(world, ctx, message.mediaId);
}

export async function sendMedia(world: World, ctx: Context, mediaId: string): Promise<void> {
  const media = world.state.media[mediaId];
  const bytes = await world.blobs.get(mediaId);
  if (media === undefined || bytes === undefined)
    throw new ControlError(410, 'the file is not kept any more', 'the sandbox keeps the latest 256 MB');
  // Only pictures are shown in place; nothing that was uploaded may run in the page.
  const isPicture = media.contentType === 'image/png' || media.contentType === 'image/jpeg';
  ctx.set('content-type', isPicture ? media.contentType : 'application/octet-stream');
  if (!isPicture) ctx.set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(media.fileName)}`);
  ctx.body = bytes;
}
