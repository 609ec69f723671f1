/** Preview of a digest: the text, and the picture as a file. Sends and keeps nothing. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Digest, DigestFacts, DigestKind } from '../../schemas/digest.js';
import { openPainter } from '../charts/painter.js';
import { type DigestDeps, digestFacts, sentDigest, spanEnd } from '../domain/digests/index.js';
import { findNodes } from '../domain/grid/index.js';
import { systemScope } from '../domain/rights/index.js';
import { paintDigest } from '../jobs/digest-picture.js';
import { type Day, dayOf, isDay } from '../lib/day.js';
import { loadFile } from '../models/file.js';
import { inTransaction, type TransactionDeps } from '../models/transaction.js';
import { DIGEST_HELP, noSuchDay, noSuchUnit, pictureLine, previewHead } from '../texts/digest-preview.js';
import { digestText } from '../texts/digests.js';

export interface PreviewDeps extends TransactionDeps, Omit<DigestDeps, 'tx'> {
  fontFolder: string;
}

const KINDS: readonly DigestKind[] = ['daily', 'weekly', 'monthly'];

type Found = { facts: DigestFacts; sent: Digest | null };

/** `digest --unit NAME | --level N [--date DAY] [--kind weekly] [--png FILE] [--fresh]`. Returns the exit code: 0 shown, 1 no such unit, 2 not understood. */
export async function digest(
  deps: PreviewDeps,
  args: readonly string[],
  print: (line: string) => void,
): Promise<0 | 1 | 2> {
  const asked = readArguments(args);
  const kind = KINDS.find((each) => each === (asked?.kind ?? 'daily'));
  if (asked === null || asked.help === true || kind === undefined || (asked.unit ?? asked.level) === undefined) {
    print(DIGEST_HELP);
    return asked?.help === true ? 0 : 2;
  }
  const today = dayOf(deps.clock());
  const { unit, png } = asked;
  if (!isDay(asked.date ?? today)) {
    print(noSuchDay(asked.date ?? today));
    return 2;
  }
  const date = spanEnd(kind, asked.date ?? today);
  if (unit === undefined) return showLevel(deps, Number(asked.level), date, kind, print);
  const found = await find(deps, unit, date, kind, asked.fresh === true);
  if (Array.isArray(found)) {
    print(noSuchUnit(unit, found));
    return 1;
  }
  print(previewHead(date, today, found.sent?.madeAt));
  print(found.sent?.text ?? digestText(found.facts));
  if (png !== undefined) print(pictureLine(png, await savePicture(deps, found, png)));
  return 0;
}

function readArguments(args: readonly string[]) {
  const options = {
    unit: { type: 'string' },
    level: { type: 'string' },
    date: { type: 'string' },
    kind: { type: 'string' },
    png: { type: 'string' },
    fresh: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch {
    return null; // an option that does not exist
  }
}

/** All units of a level, reckoned now. */
async function showLevel(
  deps: PreviewDeps,
  level: number,
  day: Day,
  kind: DigestKind,
  print: (line: string) => void,
): Promise<0 | 1> {
  const all = await inTransaction(deps, (tx) => digestFacts({ ...deps, tx }, systemScope(day), day, kind));
  const texts = all.filter(({ unit }) => unit.level.level === level).map(({ facts }) => digestText(facts));
  for (const text of texts) print(`${text}\n`);
  return texts.length > 0 ? 0 : 1;
}

/** The digest, or the names of the units that the text may mean. */
async function find(
  deps: PreviewDeps,
  text: string,
  day: Day,
  kind: DigestKind,
  fresh: boolean,
): Promise<Found | string[]> {
  return inTransaction(deps, async (tx) => {
    const scope = systemScope(day);
    const matches = findNodes(await deps.grid(tx, day), scope, text);
    const [match, ...others] = matches;
    if (match === undefined || others.length > 0) return matches.map(({ node }) => `${node.name} ${node.code ?? ''}`);
    const sent = fresh ? null : await sentDigest(tx, match.node, day, kind);
    if (sent !== null) return { facts: sent.facts, sent };
    const all = await digestFacts({ ...deps, tx }, scope, day, kind);
    const own = all.find((each) => each.unit._id === match.node._id);
    return own === undefined ? [] : { facts: own.facts, sent: null };
  });
}

/** The picture that was sent, else drawn now. False when the unit has none. */
async function savePicture(deps: PreviewDeps, { facts, sent }: Found, path: string): Promise<boolean> {
  const kept = sent?.pictureFileId === undefined ? null : await loadFile(deps.db, sent.pictureFileId);
  const png = kept?.bytes ?? (await draw(deps.fontFolder, facts));
  if (png === null) return false;
  await writeFile(path, png);
  return true;
}

async function draw(fontFolder: string, facts: DigestFacts): Promise<Buffer | null> {
  const painter = await openPainter(fontFolder);
  try {
    return await paintDigest(facts, async () => painter);
  } finally {
    await painter.close();
  }
}
