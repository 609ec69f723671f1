import { parseGridCode } from '../../../schemas/codes.js';
import type { GridNode } from '../../../schemas/grid.js';
import { toPinyin } from '../../lib/pinyin.js';
import { namesOf, plainName, readPlace, shortName } from './names.js';
import { type GridTree, isInForce } from './tree.js';

export interface GridMatch {
  node: GridNode;
  by: 'code' | 'old_code' | 'name' | 'old_name' | 'short_name' | 'part' | 'sound';
}

/**
 * The nodes in force that a text may mean: a code, a name, a body's name (毛庄村工作站), a part of a name, its pinyin or
 * initials. Only the best kind of match is returned; several nodes mean that one must ask. What has been split or merged
 * leads to its successors.
 */
export function findNodes(tree: GridTree, area: { prefixes: readonly string[] }, text: string): GridMatch[] {
  const plain = plainName(text);
  if (plain === '') return [];
  const { name, level } = readPlace(text);
  const kinds = /^\d+$/.test(plain) || /^[a-z\d]*\d[a-z\d]*$/.test(plain) ? byCode(tree, text) : [];
  for (const [by, test] of [...kinds, ...byName(name)]) {
    const found = tree.all
      .filter((node) => (level === undefined || node.level.level === level) && test(node))
      .flatMap((node) => successorsInForce(tree, node))
      .filter((node) => area.prefixes.some((prefix) => node.gridPath.startsWith(prefix)));
    if (found.length > 0) return [...new Set(found)].map((node) => ({ node, by }));
  }
  return [];
}

type Kind = [GridMatch['by'], (node: GridNode) => boolean];

function byCode(tree: GridTree, text: string): Kind[] {
  const read = parseGridCode(text);
  const wanted = new Set([plainName(text), ...(read.ok ? [read.value] : [])]);
  const is = (code: string | undefined) => code !== undefined && wanted.has(plainName(code));
  return [
    ['code', (node) => isInForce(node, tree.day) && (is(node.code) || is(node.cityCode))],
    ['old_code', (node) => node.codes.some(({ value }) => is(value))],
  ];
}

function byName(name: string): Kind[] {
  const short = shortName(name);
  const some = (names: string[], test: (plain: string) => boolean) => names.some((n) => test(plainName(n)));
  const kinds: Kind[] = [
    ['name', (node) => name === '' || some(namesOf(node).now, (n) => n === name)],
    ['old_name', (node) => some(namesOf(node).old, (n) => n === name)],
    ['short_name', (node) => some(namesOf(node).now, (n) => shortName(n) === short)],
  ];
  if (/^[a-z]{2,}$/.test(name)) kinds.push(['sound', (node) => some(namesOf(node).now, (n) => sounds(n, name))]);
  else if ([...short].length >= 2) kinds.push(['part', (node) => some(namesOf(node).now, (n) => n.includes(short))]);
  return kinds;
}

function sounds(plain: string, typed: string): boolean {
  return [plain, shortName(plain)].some((form) => {
    const { full, initials } = toPinyin(form);
    return full === typed || initials === typed;
  });
}

function successorsInForce(tree: GridTree, node: GridNode): GridNode[] {
  if (isInForce(node, tree.day)) return [node];
  return node.successorIds.flatMap((id) => {
    const successor = tree.node(id);
    return successor === undefined ? [] : successorsInForce(tree, successor);
  });
}
