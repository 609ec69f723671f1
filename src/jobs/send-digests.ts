/** Making and sending digests that are pending: text, picture and the record of both, once for each unit. */
import type { OutboundMessage } from '../../schemas/message.js';
import { openPainter, type Painter } from '../charts/painter.js';
import { keepDigest, spreadSeconds, type UnitDigest } from '../domain/digests/index.js';
import { quietUntil } from '../lib/quiet-hours.js';
import { type MadeFile, saveFiles } from '../models/file.js';
import type { Tx } from '../models/transaction.js';
import { enqueue } from '../outbox/index.js';
import { digestText } from '../texts/digests.js';
import type { SweepDeps } from './deps.js';
import { paintDigest } from './digest-picture.js';
import { once } from './once.js';

/** Units whose digests are written in one transaction. */
const TOGETHER = 5;
/** Pictures begun before their turn: another thread draws them while this one writes. */
const AHEAD = 10;

export interface Sending {
  /** All groups have theirs by then; the first ones `spreadSeconds` earlier. */
  by: Date;
  /** What else belongs into the transaction that keeps a digest. */
  alongside?: (tx: Tx, digest: UnitDigest) => Promise<unknown>;
}

/** Sends each of them, leaders first. The thread that draws is opened for the first picture and closed at the end. */
export async function sendDigests(
  deps: SweepDeps,
  now: Date,
  digests: readonly UnitDigest[],
  sending: Sending,
  alive: () => Promise<void>,
): Promise<void> {
  if (digests.length === 0) return;
  const pending = digests.map((digest) => ({ ...digest, at: sendAt(deps, digest, sending) }));
  pending.sort((a, b) => a.at.getTime() - b.at.getTime());
  let painter: Promise<Painter> | undefined;
  const paint = () => {
    if (deps.painter !== undefined) return Promise.resolve(deps.painter);
    painter ??= openPainter(deps.fontFolder);
    return painter;
  };
  try {
    const drawn: Promise<MadeFile | undefined>[] = [];
    for (let from = 0; from < pending.length; from += TOGETHER) {
      const to = from + TOGETHER;
      for (const { facts } of pending.slice(drawn.length, to + AHEAD)) drawn.push(drawPicture(deps, facts, paint));
      await alive();
      const pictures = await keepPictures(deps, now, await Promise.all(drawn.slice(from, to)));
      const drawnNow = pending.slice(from, to).map((digest, i) => ({ ...digest, pictureFileId: pictures[i] }));
      await sendSome(deps, now, drawnNow, sending);
    }
  } finally {
    await painter?.then((open) => open.close()).catch(() => undefined); // that it did not open was logged
  }
  const [first] = pending;
  deps.log.info({ kind: first?.facts.kind, day: first?.facts.day, units: pending.length }, 'digests made');
}

interface Drawn extends UnitDigest {
  /** When it is to leave; made up later it leaves at once. */
  at: Date;
  pictureFileId: string | undefined;
}

function sendAt({ settings }: SweepDeps, { unit }: UnitDigest, { by }: Sending): Date {
  const early = settings.spreadSeconds - spreadSeconds(unit, settings.spreadSeconds);
  return new Date(by.getTime() - early * 1_000);
}

/** All of them at once, or one by one when another process has sent any. */
async function sendSome(deps: SweepDeps, now: Date, digests: readonly Drawn[], sending: Sending): Promise<void> {
  const send = (some: readonly Drawn[]) =>
    once(deps, now, async (tx) => {
      for (const digest of some) {
        sendDigest(deps, now, tx, digest);
        await sending.alongside?.(tx, digest);
      }
    });
  if (!(await send(digests))) for (const digest of digests) await send([digest]);
}

function sendDigest(deps: SweepDeps, now: Date, tx: Tx, { unit, facts, at, pictureFileId }: Drawn): void {
  const { kind, day } = facts;
  const text = digestText(facts, deps.digestLink?.(unit._id, kind, day));
  const notBefore = quietUntil(now, deps.quietHours) ?? (at > now ? at : undefined);
  const messages = unit.groups.flatMap(({ purpose }): OutboundMessage[] => {
    const target = { kind: 'group' as const, nodeId: unit._id, ...(purpose === 'leaders' && { purpose }) };
    const effectKey = `${kind}-digest:${day}:${unit._id}:${purpose}`;
    const when = notBefore === undefined ? {} : { notBefore };
    const words: OutboundMessage = { target, body: { kind: 'markdown', text }, effectKey, ...when };
    if (pictureFileId === undefined) return [words];
    const picture = { kind: 'image' as const, fileId: pictureFileId };
    return [words, { target, body: picture, effectKey: `${effectKey}:picture`, ...when }];
  });
  keepDigest(tx, unit, { facts, text, ...(pictureFileId !== undefined && { pictureFileId }) });
  enqueue(tx, messages);
}

/** Undefined for a unit without a picture, and when it cannot be drawn: the text goes all the same. */
async function drawPicture(
  { log }: SweepDeps,
  facts: UnitDigest['facts'],
  paint: () => Promise<Painter>,
): Promise<MadeFile | undefined> {
  if (facts.kind !== 'daily') return undefined;
  try {
    const bytes = await paintDigest(facts, paint);
    if (bytes === null) return undefined;
    return { bytes, name: `${facts.unit.name} ${facts.day}.png`, contentType: 'image/png', kind: 'digest_picture' };
  } catch (error) {
    log.error({ err: error, day: facts.day }, 'a digest goes without its picture');
    return undefined;
  }
}

/** Their ids, in the same order; without any when they cannot be kept. */
async function keepPictures(
  { db, log }: SweepDeps,
  now: Date,
  pictures: readonly (MadeFile | undefined)[],
): Promise<(string | undefined)[]> {
  try {
    const ids = await saveFiles(
      db,
      now,
      pictures.filter((picture) => picture !== undefined),
    );
    return pictures.map((picture) => (picture === undefined ? undefined : ids.shift()));
  } catch (error) {
    log.error({ err: error }, 'digests go without their pictures');
    return [];
  }
}
