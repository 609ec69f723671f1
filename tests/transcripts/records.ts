/** What a message did to the records, as short `!` lines. */
import type { Db } from 'mongodb';
import { markedLines } from '../../src/sandbox/transcript.js';

const WATCHED = ['employers', 'labour_use', 'workers', 'visits'] as const;

type Doc = Record<string, unknown> & { _id: string };
export type Records = Map<string, Doc>;

/** Machinery, derived values, and what changes with every write. */
const UNTOLD = new Set([
  ...['_id', 'version', 'createdAt', 'updatedAt', 'at', 'gridPath', 'phoneIndex', 'nameKeys', 'pinyin', 'roadKey'],
  ...['geoCell', 'history', 'idIndex', 'mobileIndex', 'codes', 'identityCode', 'firstCollectedAt', 'firstCollectedBy'],
  ...['collectedAt', 'pastCells', 'past', 'source'],
]);

export async function readRecords(db: Db): Promise<Records> {
  const records: Records = new Map();
  for (const collection of WATCHED)
    for (const doc of await db.collection<Doc>(collection).find().sort({ _id: 1 }).toArray())
      records.set(`${collection} ${doc._id}`, doc);
  return records;
}

/** `! employers + {…}` for a new record, `! employers 某店 {…}` for what changed in one, `! employers - 某店`. */
export function effectLines(before: Records, after: Records): string[] {
  const lines: string[] = [];
  for (const [key, doc] of after) {
    const was = before.get(key);
    const told = Object.entries(doc).filter(
      ([field, value]) => !UNTOLD.has(field) && JSON.stringify(was?.[field]) !== JSON.stringify(value),
    );
    const gone = Object.keys(was ?? {}).filter((field) => !(field in doc));
    if (was !== undefined && told.length === 0 && gone.length === 0) continue;
    const facts = Object.fromEntries([...told.map((entry) => plain(after, entry)), ...gone.map((f) => [f, null])]);
    lines.push(`${collectionOf(key)} ${was === undefined ? '+' : nameOf(after, doc)} ${JSON.stringify(facts)}`);
  }
  for (const [key, doc] of before) if (!after.has(key)) lines.push(`${collectionOf(key)} - ${nameOf(before, doc)}`);
  return lines.flatMap((line) => markedLines('!', line));
}

const collectionOf = (key: string) => key.slice(0, key.indexOf(' '));

function nameOf(records: Records, doc: Doc): string {
  const owner = records.get(`employers ${String(doc.employerId)}`) ?? doc;
  return String(owner.name);
}

/** Ids become names, sealed values and files a word. */
function plain(records: Records, [field, value]: [string, unknown]): [string, unknown] {
  if (field === 'employerId') return ['employer', nameOf(records, { _id: '', employerId: value })];
  if (typeof value === 'string' && value.startsWith('v1.')) return [field, '(sealed)'];
  if (/^photo/.test(field)) return [field, '(file)'];
  return [field, value];
}
