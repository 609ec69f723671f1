/** The text of a flow file, parsed: its document, what is wrong with its form, and the line and column of every place. */
import { type Document, isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { FlowDocument } from '../../../schemas/flow.js';
import type { Trouble } from '../compile/finding.js';
import type { YamlPath } from '../compile/plan.js';
import { explainIssues } from './explain.js';

export interface Position {
  line: number;
  column: number;
}

export interface Source {
  file: string;
  text: string;
  /** Undefined when the text is not a flow. */
  document: FlowDocument | undefined;
  troubles: Trouble[];
  /**
   * Position of a place; of the nearest place around it when it is not there. `offset`: characters into its text.
   * `key`: of the word before the colon.
   */
  position: (path: YamlPath, offset?: number, key?: boolean) => Position;
}

/** Aliases in one file at most: enough for lists of options used twice. */
const MAX_ALIASES = 100;

export function parseSource(file: string, text: string): Source {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const position = (path: YamlPath, offset = 0, key = false): Position =>
    at(startOf(yaml.contents, path, offset, text, key));
  const source: Source = { file, text, document: undefined, troubles: [], position };
  const mistake = yamlMistake(yaml, text);
  if (mistake !== undefined) {
    const { line, column } = at(mistake.at);
    source.troubles.push({ code: mistake.code, path: [], facts: { detail: mistake.detail, line, column } });
    return source;
  }
  let data: unknown;
  try {
    data = yaml.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    source.troubles.push({ code: 'yaml', path: [], facts: { detail } });
    return source;
  }
  const parsed = FlowDocument.safeParse(data);
  if (parsed.success) source.document = parsed.data;
  else {
    for (const trouble of explainIssues(parsed.error.issues, data)) {
      // `say: {{name}}` is a map to YAML
      const bare = text.startsWith('{{', startOf(yaml.contents, trouble.path, 0, text, false));
      source.troubles.push(bare ? { ...trouble, code: 'quotes_missing', facts: {} } : trouble);
    }
  }
  return source;
}

/** Line and column of every place of a flow file. */
export function positionsOf(text: string): Source['position'] {
  return parseSource('', text).position;
}

/** The first mistake in the YAML itself (it explains the others), with the usual ones of flow authors told apart. */
function yamlMistake(
  { errors, warnings }: Document,
  text: string,
): { code: 'yaml' | 'bang_unquoted' | 'quotes_missing'; at: number; detail: string } | undefined {
  // `when: !has(name)`: YAML takes what follows `!` for a tag
  const tag = warnings.find(({ code }) => code === 'TAG_RESOLVE_FAILED');
  if (tag !== undefined) return { code: 'bang_unquoted', at: tag.pos[0], detail: '' };
  const [error] = errors;
  if (error === undefined) return undefined;
  const [at] = error.pos;
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1).split('\n', 1)[0] ?? '';
  const code = /:\s+(\{\{|["'].*["']\s*\S)|:\s+\S.*:\s/.test(line) ? 'quotes_missing' : 'yaml';
  return { code, at, detail: error.message };
}

/** Where a place begins in the text. Texts in block style (`|`) count from their first line. */
function startOf(root: unknown, path: YamlPath, offset: number, text: string, atKey: boolean): number {
  let node: Node | null = root as Node | null;
  let best = node?.range?.[0] ?? 0;
  for (const [i, key] of path.entries()) {
    const next = childOf(node, key);
    if (next === undefined) return best;
    if (atKey && i === path.length - 1) return next.key;
    node = next.value;
    best = next.start;
  }
  if (offset === 0 || !isScalar(node)) return best;
  const quoted = text[best] === '"' || text[best] === "'";
  return best + offset + (quoted ? 1 : 0);
}

function childOf(
  node: Node | null,
  key: string | number,
): { value: Node | null; key: number; start: number } | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
    if (pair === undefined) return undefined;
    const value = pair.value as Node | null;
    const at = (pair.key as Node).range?.[0] ?? 0;
    return { value, key: at, start: value?.range?.[0] ?? at };
  }
  if (node !== null && typeof node === 'object' && 'items' in node && typeof key === 'number') {
    const value = (node as { items: unknown[] }).items[key] as Node | undefined;
    const start = value?.range?.[0] ?? 0;
    return value === undefined ? undefined : { value, key: start, start };
  }
  return undefined;
}
