import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { readCsv } from './csv.js';
import { fileFault, UnreadableFile } from './fault.js';
import { type RawRow, readXlsx } from './xlsx.js';
import { readYaml } from './yaml.js';

const READERS: Record<string, { read: (path: string) => AsyncGenerator<RawRow>; maxMb: number }> = {
  '.xlsx': { read: readXlsx, maxMb: 20 },
  '.csv': { read: readCsv, maxMb: 256 },
  '.yaml': { read: readYaml, maxMb: 4 },
  '.yml': { read: readYaml, maxMb: 4 },
};

/**
 * The rows of a file, one at a time; its kind is told by the ending of its name.
 * @throws UnreadableFile when it is missing, too large, of another kind or with more than `maxRows` rows
 */
export async function* openRows(path: string, maxRows: number): AsyncGenerator<RawRow> {
  const kind = READERS[extname(path).toLowerCase()];
  if (kind === undefined) throw new UnreadableFile(fileFault('file_kind', { ending: extname(path) }));
  const size = await stat(path).then(
    (found) => found.size,
    (cause) => {
      throw new UnreadableFile(fileFault('file_missing'), { cause });
    },
  );
  if (size > kind.maxMb * 1_048_576) throw new UnreadableFile(fileFault('file_too_large', { maxMb: kind.maxMb }));
  let rows = 0;
  for await (const row of kind.read(path)) {
    // the heading is one row more
    if (++rows > maxRows + 1) throw new UnreadableFile(fileFault('too_many_rows', { max: maxRows }));
    yield row;
  }
}
