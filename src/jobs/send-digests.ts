/** Making and sending digests that are pending: text, picture and the record of both, once for each unit. */
import type { OutboundMessage } from '../../schemas/message.js';
import { openPainter, type Painter } from '../charts/painter.js';
import { keepDigest, type UnitDigest } from '../domain/digests/index.js';
import { quietUntil } from '../lib/quiet-hours.js';
import { saveFile } from '../models/file.js';
import { enqueue } from '../outbox/index.js';
import { digestText } from '../texts/digests.js';
import type { SweepDeps } from './deps.js';
import { paintDigest } from './digest-picture.js';
import { once } from './once.js';

/** Pictures begun before their turn; most units have none, and are written meanwhile. */
const AHEAD = 4;

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
    for (const [i, digest] of pending.entries()) {
      // drawn by the other thread while this one writes
      for (const { facts } of pending.slice(drawn.length, i + 1 + AHEAD))
        drawn.push(drawPicture(deps, now, facts, paint));
      await alive();
      await sendDigest(deps, now, digest, await drawn[i]);
    }
  } finally {
    await painter?.then((open) => open.close()).catch(() => undefined); // that it did not open was logged
  }
  const [first] = pending;
  deps.log.info({ kind: first?.facts.kind, day: first?.facts.day, units: pending.length }, 'digests made');
}

async function sendDigest(
  deps: SweepDeps,
  now: Date,
  { unit, facts }: UnitDigest,
  pictureFileId: string | undefined,
): Promise<void> {
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
  await once(deps, now, (tx) => {
    keepDigest(tx, unit, { facts, text, ...(pictureFileId !== undefined && { pictureFileId }) });
    enqueue(tx, messages);
  });
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
