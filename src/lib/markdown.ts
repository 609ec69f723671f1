/** The markup that the platform's messages share: escaping of people's text, and splits that leave no tag open. */
import { byteLength, cutUtf8 } from './utf8.js';

const FULL_WIDTH: Record<string, string> = { '<': '＜', '>': '＞', '[': '［', ']': '］', '`': '｀', '*': '＊' };

/**
 * People's text inside markdown: what would be read as markup becomes its full-width form, for no escape character is
 * documented (wecom.md 3.3).
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[<>[\]`*]/g, (c) => FULL_WIDTH[c] ?? c)
    .replace(/^(\s*)(#+)/gm, (_all, space: string, marks: string) => space + '＃'.repeat(marks.length));
}

/** Markdown for channels that show none: its words and addresses without the marks. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/<\/?(?:font|a)\b[^>]*>/g, '')
    .replace(/\[([^\]\n]*)\]\(([^)\n]*)\)/g, '$1 $2')
    .replace(/\*\*|`/g, '')
    .replace(/^[ \t]*(?:#{1,6}|>)[ \t]+/gm, '');
}

/** `text` knows `<a>` only, `markdown` bold, inline code, `<font>` and links. */
export type Markup = 'text' | 'markdown';

/** What a cut may not fall into. */
const WHOLE: Record<Markup, RegExp> = {
  text: /<\/?a\b[^>]*>/g,
  markdown: /<\/?(?:font|a)\b[^>]*>|<@[^>\s]+>|\[[^\]\n]*\]\([^)\n]*\)|\*\*|`/g,
};

interface Open {
  name: string;
  opener: string;
  closer: string;
}

/**
 * Splits a text into parts of at most `maxBytes` (64 or more), at line ends where a part stays at least half full, else
 * between characters. Tags, bold and code that are open at a cut are closed before it and opened again after it.
 */
export function splitMarkup(text: string, maxBytes: number, markup: Markup): string[] {
  if (maxBytes < 64) throw new RangeError(`parts of ${maxBytes} bytes have no room for tags`);
  const parts: string[] = [];
  let rest = text;
  while (byteLength(rest) > maxBytes) {
    const { head, dropped, open } = cutMarkup(rest, maxBytes, markup);
    parts.push(head + closersOf(open));
    rest = openersOf(open) + rest.slice(head.length + dropped);
  }
  return [...parts, rest];
}

function cutMarkup(rest: string, maxBytes: number, markup: Markup): { head: string; dropped: number; open: Open[] } {
  for (let reserve = 0; ; ) {
    const hard = cutUtf8(rest, maxBytes - reserve);
    const lineEnd = rest.lastIndexOf('\n', hard.length);
    const atLine = lineEnd > 0 && lineEnd >= hard.length / 2;
    const at = outsideTags(rest, atLine ? lineEnd : hard.length, markup);
    const head = rest.slice(0, at);
    const open = openTags(head, markup);
    const needed = byteLength(head) + byteLength(closersOf(open));
    const advances = at > openersOf(open).length;
    if (!advances) return { head: cutUtf8(rest, maxBytes), dropped: 0, open: [] }; // tags without room: cut as plain text
    if (needed <= maxBytes) return { head, dropped: rest[at] === '\n' ? 1 : 0, open };
    reserve += needed - maxBytes;
  }
}

/** `at`, or the beginning of the tag or link that `at` would cut. */
function outsideTags(text: string, at: number, markup: Markup): number {
  for (const match of text.matchAll(WHOLE[markup])) {
    if (match.index >= at) break;
    if (match.index + match[0].length > at) return match.index;
  }
  return at;
}

/** Tags that are open at the end of `text`, outermost first. */
function openTags(text: string, markup: Markup): Open[] {
  const open: Open[] = [];
  for (const [token] of text.matchAll(WHOLE[markup])) {
    if (token.startsWith('[') || token.startsWith('<@')) continue;
    const name = /^<\/?(\w+)/.exec(token)?.[1] ?? token;
    const at = open.findLastIndex((tag) => tag.name === name);
    if (token.startsWith('</') || (at >= 0 && !token.startsWith('<'))) {
      if (at >= 0) open.splice(at, 1);
    } else open.push({ name, opener: token, closer: token.startsWith('<') ? `</${name}>` : token });
  }
  return open;
}

function openersOf(open: readonly Open[]): string {
  return open.map((tag) => tag.opener).join('');
}

function closersOf(open: readonly Open[]): string {
  return open
    .map((tag) => tag.closer)
    .reverse()
    .join('');
}
