/** What came of a replay: its transcript, and the folder with the page and the pictures. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from 'mongodb';
import type { Digest } from '../../schemas/digest.js';
import { loadFile } from '../models/file.js';
import { pageOf } from './page.js';
import type { Replayed } from './run.js';

/** Every message of every group as text, in order: what the golden test compares. */
export function transcriptOf({ messages }: Pick<Replayed, 'messages'>): string {
  const lines = messages.map(({ day, time, group, text }) => {
    const plain = text.replace(/(\/digests\/[^\s)]+\/)[\w-]{22}/g, '$1…').replaceAll('\n', '\n  ');
    return `# ${day} ${time} ${group}\n  ${plain}`;
  });
  return `${lines.join('\n')}\n`;
}

/** Writes `index.html` and the pictures into a folder. @returns the page's path */
export async function writeReport(result: Replayed, db: Db, folder: string): Promise<string> {
  const pictures = await writePictures(result.digests, db, folder);
  const file = join(folder, 'index.html');
  writeFileSync(file, pageOf(result, pictures));
  return file;
}

/** The pictures' names by `<node> <day>`. */
async function writePictures(digests: readonly Digest[], db: Db, folder: string): Promise<Map<string, string>> {
  mkdirSync(join(folder, 'pictures'), { recursive: true });
  const names = new Map<string, string>();
  for (const { day, nodeId, pictureFileId } of digests) {
    const kept = pictureFileId === undefined ? null : await loadFile(db, pictureFileId);
    if (kept === null) continue;
    const name = `pictures/${day}-${nodeId}.png`;
    writeFileSync(join(folder, name), kept.bytes);
    names.set(`${nodeId} ${day}`, name);
  }
  return names;
}
