/** Lengths and cuts of texts whose limits are bytes of UTF-8. A cut never falls inside what a person sees as one character. */

/** Bytes of the longest code point; every limit must hold at least one. */
const CODE_POINT_MAX_BYTES = 4;

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
const encoder = new TextEncoder();

/** Bytes of `text` in UTF-8. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/**
 * The longest beginning of `text` that fits into `maxBytes` and ends between two characters as people see them (emoji
 * sequences and combining marks stay whole). One character longer than the limit is cut between code points.
 */
export function cutUtf8(text: string, maxBytes: number): string {
  const { read } = encoder.encodeInto(text, new Uint8Array(Math.max(maxBytes, 0)));
  if (read >= text.length) return text;
  // Where a character starts depends only on what precedes it, so nothing beyond the next code point is looked at.
  const start = graphemes.segment(text.slice(0, read + 2)).containing(read)?.index ?? read;
  return text.slice(0, start > 0 ? start : read);
}

/**
 * Splits `text` into parts of at most `maxBytes` (4 or more), at line ends where a part stays at least half full, else
 * between characters. The line end of such a split belongs to neither part; nothing else is dropped.
 */
export function splitUtf8(text: string, maxBytes: number): string[] {
  if (maxBytes < CODE_POINT_MAX_BYTES) throw new RangeError(`a part of ${maxBytes} bytes may hold no character`);
  const parts: string[] = [];
  let rest = text;
  for (;;) {
    const head = cutUtf8(rest, maxBytes);
    if (head.length === rest.length) break;
    const lineEnd = rest.lastIndexOf('\n', head.length);
    const atLineEnd = lineEnd > 0 && lineEnd >= head.length / 2;
    parts.push(atLineEnd ? rest.slice(0, lineEnd) : head);
    rest = rest.slice(atLineEnd ? lineEnd + 1 : head.length);
  }
  if (rest !== '' || parts.length === 0) parts.push(rest);
  return parts;
}
