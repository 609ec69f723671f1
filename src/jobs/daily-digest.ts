import type { OutboundMessage } from '../../schemas/message.js';
import { openPainter, type Painter } from '../charts/painter.js';
import {
  DAILY_DIGEST,
  dailyDueOn,
  keepDigest,
  noteMissedDays,
  pendingDigests,
  type UnitDigest,
} from '../domain/digests/index.js';
import { systemScope } from '../domain/rights/index.js';
import { quietUntil } from '../lib/quiet-hours.js';
import { saveFile } from '../models/file.js';
import { inTransaction } from '../models/transaction.js';
import { enqueue } from '../outbox/index.js';
import { digestText } from '../texts/digests.js';
import type { SweepDeps } from './deps.js';
import { paintDigest } from './digest-picture.js';
import { once } from './once.js';
import type { Sweep } from './scheduler.js';

const TIME = '08:30';

/** 日报: on working days, to every group of every unit, from the cell up. Until midnight a missed one is made up. */
export function dailyDigest(deps: SweepDeps): Sweep {
  return { name: DAILY_DIGEST, cron: '30 8 * * *', run: (now, alive) => sendDigests(deps, now, alive) };
}

async function sendDigests(deps: SweepDeps, now: Date, alive: () => Promise<void>): Promise<void> {
  const { calendar, log, fontFolder } = deps;
  const day = dailyDueOn(calendar, now, TIME);
  if (day === null) return;
  const work = { ...deps, clock: () => now };
  const pending = await inTransaction(work, (tx) => pendingDigests({ ...deps, tx }, systemScope(day), day));
  if (pending.length === 0) return;
  const missed = await inTransaction(work, (tx) => noteMissedDays(tx, calendar, day));
  if (missed.length > 0) log.warn({ missed }, 'digests of these days were not sent');
  let painter: Promise<Painter> | undefined;
  const paint = () => {
    painter ??= openPainter(fontFolder);
    return painter;
  };
  try {
    for (const digest of pending) {
      await alive();
      await sendDigest(deps, now, digest, paint);
    }
  } finally {
    await painter?.then((open) => open.close()).catch(() => undefined); // that it did not open was logged
  }
  log.info({ day, units: pending.length }, 'daily digests made');
}

async function sendDigest(
  deps: SweepDeps,
  now: Date,
  { unit, facts }: UnitDigest,
  paint: () => Promise<Painter>,
): Promise<void> {
  const text = digestText(facts);
  const pictureFileId = await drawPicture(deps, now, facts, paint);
  const notBefore = quietUntil(now, deps.quietHours);
  const messages = unit.groups.flatMap(({ purpose }): OutboundMessage[] => {
    const target = { kind: 'group' as const, nodeId: unit._id, ...(purpose === 'leaders' && { purpose }) };
    const effectKey = `${DAILY_DIGEST}:${facts.day}:${unit._id}:${purpose}`;
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
