import { readFile } from 'node:fs/promises';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { EMPTY, type RawCell, textCell } from './cell.js';
import { fileFault, UnreadableFile } from './fault.js';
import type { RawRow } from './xlsx.js';

/**
 * A YAML list of records as rows: the first row holds the keys (headings or field names), each other one a record with the
 * line where it stands. The file is read whole; it is meant for a person's editor.
 * @throws UnreadableFile
 */
export async function* readYaml(path: string): AsyncGenerator<RawRow> {
  const lines = new LineCounter();
  const document = parseDocument(await readFile(path, 'utf8'), { lineCounter: lines, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) throw new UnreadableFile(fileFault('yaml_syntax', { line: error.linePos?.[0].line ?? 1 }));
  const list = document.contents;
  if (!isSeq(list) || !list.items.every((item) => isMap(item)))
    throw new UnreadableFile(fileFault('yaml_syntax', { line: 1 }));
  const maps = list.items as YAMLMap[];
  const keys = [...new Set(maps.flatMap((map) => map.items.map(({ key }) => keyOf(key))))];
  yield { row: 1, cells: keys.map(textCell) };
  for (const map of maps) {
    const cells = new Map(map.items.map(({ key, value }) => [keyOf(key), yamlCell(value)]));
    yield { row: lines.linePos(map.range?.[0] ?? 0).line, cells: keys.map((key) => cells.get(key) ?? EMPTY) };
  }
}

function keyOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function yamlCell(node: unknown): RawCell {
  if (isSeq(node)) return textCell(node.items.map(keyOf).join('、'));
  if (!isScalar(node)) return node === null ? EMPTY : { kind: 'error' };
  const { value, source } = node;
  if (value === null || value === undefined) return EMPTY;
  if (typeof value === 'boolean') return { kind: 'yes_no', value };
  // codes of many digits keep all of them: the text as written counts, not the number
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { kind: 'number', value } : textCell(source ?? '');
  return textCell(String(value));
}
