/** The stream of an account that sync_msg reads, and the nudges that announce it (wecom.md 6.2, 6.3). */
import { createHash } from 'node:crypto';
import { buildXml } from '../../channels/wecom/xml.js';
import { type Delivery, deliver, newDelivery } from '../callback/delivery.js';
import type { World } from '../world.js';
import type { KfStreamEntry } from './state.js';

/** sync_msg reaches back so far. */
const REACH_MS = 3 * 86_400_000;
const TOKEN_LIFE_MS = 600_000;

/** Adds an entry with an id and a time. @param fields without msgid and send_time */
export function addEntry(world: World, openKfId: string, fields: Record<string, unknown>): string {
  const { kf } = world.state;
  const at = world.clock.now().getTime();
  const msgid = `kfm${world.random(15).toString('base64url')}`;
  kf.lastEntry += 1;
  const entry = { msgid, send_time: Math.floor(at / 1_000), ...fields };
  kf.stream.push({ n: kf.lastEntry, at, openKfId, entry });
  const firstKept = kf.stream.findIndex((e) => at - e.at <= REACH_MS);
  if (firstKept > 0) kf.stream.splice(0, firstKept);
  world.changed();
  return msgid;
}

/** Adds an event of a customer, or of none. */
export function addEvent(world: World, openKfId: string, eventType: string, fields: Record<string, unknown>): string {
  return addEntry(world, openKfId, {
    origin: 4,
    msgtype: 'event',
    event: { event_type: eventType, open_kfid: openKfId, ...fields },
  });
}

/** Tells the service that something waits: a callback of its own, tried again like every callback. */
export function nudge(world: World, openKfId: string, about: string): { delivery: Delivery; finished: Promise<void> } {
  const token = `ENC${world.random(24).toString('base64url')}`;
  const now = world.clock.now().getTime();
  const { tokens } = world.state.kf;
  for (const [old, { at }] of Object.entries(tokens)) if (now - at > TOKEN_LIFE_MS) delete tokens[old];
  tokens[token] = { openKfId, at: now };
  const xml = buildXml({
    ToUserName: world.credentials.corpId,
    CreateTime: Math.floor(now / 1_000),
    MsgType: 'event',
    Event: 'kf_msg_or_event',
    Token: token,
    OpenKfId: openKfId,
  });
  const delivery = newDelivery(world, about, 'kf_msg_or_event', xml);
  const finished = deliver(world, delivery).then(
    () => undefined,
    (err: unknown) => {
      world.log?.error({ err }, 'sandbox: a nudge failed');
      delivery.errors.push(`the sandbox failed: ${(err as Error).message}`);
    },
  );
  return { delivery, finished };
}

/** True for a token of this account that is at most ten minutes old. */
export function isNudgeToken(world: World, openKfId: string, token: string): boolean {
  const known = world.state.kf.tokens[token];
  return known?.openKfId === openKfId && world.clock.now().getTime() - known.at <= TOKEN_LIFE_MS;
}

/** An opaque place in the stream of one account, at most 64 bytes. `turn` makes cursors of the same place differ. */
export function cursorAt(openKfId: string, n: number, turn: string): string {
  return `KC${mark(openKfId)}${n.toString(36)}.${turn}`;
}

/** The place; undefined for what is no cursor of this account. */
export function readCursor(openKfId: string, cursor: string): number | undefined {
  const [, account, place] = /^KC([0-9a-f]{8})([0-9a-z]+)\.\w+$/.exec(cursor) ?? [];
  return account === mark(openKfId) && place !== undefined ? Number.parseInt(place, 36) : undefined;
}

function mark(openKfId: string): string {
  return createHash('sha256').update(openKfId).digest('hex').slice(0, 8);
}

/** Entries of an account after a place, of the last three days. */
export function entriesAfter(world: World, openKfId: string, n: number, limit: number): KfStreamEntry[] {
  const since = world.clock.now().getTime() - REACH_MS;
  const { stream } = world.state.kf;
  const found: KfStreamEntry[] = [];
  // places rise, so what follows one is at the end
  for (let i = stream.findLastIndex((e) => e.n <= n) + 1; i < stream.length && found.length < limit; i++) {
    const entry = stream[i];
    if (entry?.openKfId === openKfId && entry.at >= since) found.push(entry);
  }
  return found;
}
