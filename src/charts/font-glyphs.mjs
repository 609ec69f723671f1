// Which characters a font file has glyphs for.

const FORMAT_SEGMENTS = 4;

/**
 * By the segments of its `cmap` table (OpenType specification, format 4), which every font of the basic plane has. The last
 * segment, U+FFFF alone, stands for nothing.
 * @param {Buffer} font a TrueType file
 * @returns {Uint8Array} for each UTF-16 unit 1 or 0; halves of pairs have 0
 * @throws Error for a file without such a table
 */
export function glyphsOf(font) {
  const has = new Uint8Array(0x10000);
  const at = segmentsAt(font);
  const count = font.readUInt16BE(at + 6) / 2;
  const ends = at + 14;
  const starts = ends + 2 * count + 2;
  const deltas = starts + 2 * count;
  const offsets = deltas + 2 * count;
  for (let segment = 0; segment < count; segment++) {
    const end = font.readUInt16BE(ends + 2 * segment);
    const start = font.readUInt16BE(starts + 2 * segment);
    const delta = font.readUInt16BE(deltas + 2 * segment);
    const offset = font.readUInt16BE(offsets + 2 * segment);
    for (let unit = start; unit <= end && unit < 0xffff; unit++) {
      const place = offsets + 2 * segment + offset + 2 * (unit - start);
      const glyph = offset === 0 ? unit : font.readUInt16BE(place);
      has[unit] = glyph !== 0 && ((glyph + delta) & 0xffff) !== 0 ? 1 : 0;
    }
  }
  return has;
}

/** Where the table with segments begins. */
function segmentsAt(font) {
  const tables = font.readUInt16BE(4);
  for (let table = 12; table < 12 + 16 * tables; table += 16) {
    if (font.toString('latin1', table, table + 4) !== 'cmap') continue;
    const cmap = font.readUInt32BE(table + 8);
    for (let entry = cmap + 4; entry < cmap + 4 + 8 * font.readUInt16BE(cmap + 2); entry += 8) {
      const at = cmap + font.readUInt32BE(entry + 4);
      if (font.readUInt16BE(at) === FORMAT_SEGMENTS) return at;
    }
  }
  throw new Error('the font file has no character map of format 4');
}
