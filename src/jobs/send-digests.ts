/** Making and sending digests that are pending: text, picture and the record of both, once for each unit. */
import type { OutboundMessage } from '../../schemas/message.js';
import { openPainter, type Painter } from '../charts/painter.js';
import { keepDigest, type UnitDigest } from '../domain/digests/index.js';
import { quietUntil } from '../lib/quiet-hours.js';
import { saveFile } from '../models/file.js';
import type { Tx } from '../models/transaction.js';
import { enqueue } from '../outbox/index.js';
import { digestText } from '../texts/digests.js';
import type { SweepDeps } from './deps.js';
import { paintDigest } from './digest-picture.js';
import { once } from './once.js';

/** Units whose digests are written in one transaction. */
const TOGETHER = 10;
/** Pictures begun before their turn: another thread draws them while this one writes. */
const AHEAD = 10;

/** Sends each of them. The thread that draws is opened for the first picture and closed at the end. */
export async function sendDigests(
  deps: SweepDeps,
  now: Date,
  pending: readonly UnitDigest[],
  alive: () => Promise<void>,
): Promise<void> {
  if (pending.length === 0) return;
  let painter: Promise<Painter> | undefined;
  const paint = () => {
    if (deps.painter !== undefined) return Promise.resolve(deps.painter);
    painter ??= openPainter(deps.fontFolder);
    return painter;
  };
  try {
    const drawn: Promise<string | undefined>[] = [];
    for (let from = 0; from < pending.length; from += TOGETHER) {
      const to = from + TOGETHER;
      for (const { facts } of pending.slice(drawn.length, to + AHEAD)) drawn.push(drawPicture(deps, now, facts, paint));
      await alive();
      const pictures = await Promise.all(drawn.slice(from, to));
      await sendSome(
        deps,
        now,
        pending.slice(from, to).map((digest, i) => [digest, pictures[i]]),
      );
    }
  } finally {
    await painter?.then((open) => open.close()).catch(() => undefined); // that it did not open was logged
  }
  const [first] = pending;
  deps.log.info({ kind: first?.facts.kind, day: first?.facts.day, units: pending.length }, 'digests made');
}

type Drawn = readonly [digest: UnitDigest, pictureFileId: string | undefined];

/** All of them at once, or one by one when another process has sent any. */
async function sendSome(deps: SweepDeps, now: Date, digests: readonly Drawn[]): Promise<void> {
  const together = await once(deps, now, (tx) => {
    for (const digest of digests) sendDigest(deps, now, tx, digest);
  });
  if (!together) for (const digest of digests) await once(deps, now, (tx) => sendDigest(deps, now, tx, digest));
}

function sendDigest(deps: SweepDeps, now: Date, tx: Tx, [{ unit, facts }, pictureFileId]: Drawn): void {
  const { kind, day } = facts;
  const text = digestText(facts, deps.digestLink?.(unit._id, kind, day));
  const notBefore = quietUntil(now, deps.quietHours);
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

/** The id of the kept picture; undefined for a unit without one, and when it cannot be drawn: the text goes all the same. */
async function drawPicture(
  { db, log }: SweepDeps,
  now: Date,
  facts: UnitDigest['facts'],
  paint: () => Promise<Painter>,
): Promise<string | undefined> {
  if (facts.kind !== 'daily') return undefined;
  try {
    const bytes = await paintDigest(facts, paint);
    if (bytes === null) return undefined;
    const name = `${facts.unit.name} ${facts.day}.png`;
    return await saveFile(db, now, { bytes, name, contentType: 'image/png', kind: 'digest_picture' });
  } catch (error) {
    log.error({ err: error, day: facts.day }, 'a digest goes without its picture');
    return undefined;
  }
}
