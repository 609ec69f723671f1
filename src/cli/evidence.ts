/** `lw evidence pack`: what a unit shows when the city comes to inspect (S55), as one archive or a folder. */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Zippable, zipSync } from 'fflate';
import { type AssessmentDeps, assess } from '../domain/assessment/index.js';
import { type BodyEvidence, evidenceOf } from '../domain/evidence/index.js';
import { findNodes } from '../domain/grid/index.js';
import { systemScope } from '../domain/rights/index.js';
import { dayOf } from '../lib/day.js';
import { loadFile } from '../models/file.js';
import { inTransaction, type TransactionDeps } from '../models/transaction.js';
import { assessmentTitle, printedSheets } from '../texts/assessment-sheet.js';
import { EVIDENCE_HELP, evidencePage, folderTaken, packedLine } from '../texts/evidence-page.js';
import { writePdf } from './assess-pdf.js';

type Deps = TransactionDeps & Omit<AssessmentDeps, 'tx'> & { fontFolder: string };
type Print = (line: string) => void;

const INDEX = '目录.html';
const SHEET = '考核表.pdf';
const PHOTOS = '照片';
const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'application/pdf': '.pdf',
};

/** Returns the exit code: 0 written, 1 no such unit or the place is taken, 2 not understood. */
export async function evidenceCommand(deps: Deps, args: readonly string[], print: Print): Promise<0 | 1 | 2> {
  const asked = readArguments(args);
  if (asked === null) {
    print(EVIDENCE_HELP);
    return args.includes('--help') || args.includes('-h') ? 0 : 2;
  }
  const out = resolve(asked.out);
  if (await isThere(out)) {
    print(folderTaken(asked.out));
    return 1;
  }
  const found = await read(deps, asked.unit);
  if (found === null) {
    print(`没有找到或不止一个“${asked.unit}”。`);
    return 1;
  }
  const folder = await mkdtemp(join(dirname(out), '.evidence-'));
  try {
    const { kept, missing } = await writePhotos(deps, folder, found.bodies);
    const page = evidencePage({ unit: found.unit, day: found.day, bodies: found.bodies, photos: kept, sheet: SHEET });
    await writeFile(join(folder, INDEX), page);
    const sheets = printedSheets(found.span, found.scores).slice(0, 2);
    await writePdf(join(folder, SHEET), assessmentTitle(found.span), sheets, deps.fontFolder);
    if (extname(out).toLowerCase() === '.zip') await writeArchive(folder, out);
    else await rename(folder, out);
    print(packedLine(asked.out, found.bodies.length, kept.size, missing));
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function readArguments(args: readonly string[]): { unit: string; out: string } | null {
  try {
    const text = { type: 'string' } as const;
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { unit: text, out: text },
    });
    const { unit, out } = values;
    if (positionals.length !== 1 || positionals[0] !== 'pack' || unit === undefined || out === undefined) return null;
    return { unit, out };
  } catch {
    return null; // an option that does not exist
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** The unit with what it shows, and its points from the beginning of the year; null for no unit or several. */
async function read(deps: Deps, name: string) {
  const day = dayOf(deps.clock());
  const scope = systemScope(day);
  const span = { from: `${day.slice(0, 4)}-01-01`, to: day };
  return inTransaction(deps, async (tx) => {
    const [unit, ...others] = findNodes(await deps.grid(tx, day), scope, name).map(({ node }) => node);
    if (unit === undefined || others.length > 0) return null;
    const bodies = await evidenceOf({ ...deps, tx }, scope, unit);
    const level = unit.level.level === 3 ? 3 : 2;
    const scores = await assess({ ...deps, tx }, { ...scope, prefixes: [unit.gridPath] }, span, { level });
    return { unit: unit.name, day, bodies, span, scores };
  });
}

/** Writes each photo once. Returns their relative addresses by id, and how many could not be had. */
async function writePhotos({ db }: Deps, folder: string, bodies: readonly BodyEvidence[]) {
  const ids = new Set(
    bodies.flatMap(({ milestones, records }) => [...milestones, ...records].flatMap(({ photos }) => photos)),
  );
  const kept = new Map<string, string>();
  if (ids.size > 0) await mkdir(join(folder, PHOTOS));
  for (const id of ids) {
    const file = await loadFile(db, id);
    if (file === null) continue;
    const name = `${String(kept.size + 1).padStart(3, '0')}${ENDINGS[file.contentType] ?? extname(file.name)}`;
    await writeFile(join(folder, PHOTOS, name), file.bytes);
    kept.set(id, `${PHOTOS}/${name}`);
  }
  return { kept, missing: ids.size - kept.size };
}

/** Photos and the sheet are packed already: they are stored as they are. */
async function writeArchive(folder: string, out: string): Promise<void> {
  const files: Zippable = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    files[name] = [await readFile(path), { level: name === INDEX ? 6 : 0 }];
  }
  const part = `${out}.part`;
  await writeFile(part, zipSync(files));
  await rename(part, out);
}
