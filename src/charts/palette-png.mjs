// PNG with a palette: a chart has a hundred colours or so, and this takes a third of the bytes of one with four channels.
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;

/**
 * @param {{ pixels: Uint8Array, width: number, height: number }} image opaque, four bytes a pixel
 * @returns {Uint8Array<ArrayBuffer>} colours are rounded when there are more than 256
 */
export function palettePng({ pixels, width, height }) {
  let drop = 0;
  let palette = paletteOf(pixels, drop);
  while (palette === null) palette = paletteOf(pixels, ++drop);
  const stride = width + 1; // each line begins with its filter: none
  const lines = new Uint8Array(stride * height);
  // most pixels have the colour of the one before: looked up once
  let last = -1;
  let place = 0;
  for (let y = 0, from = 0; y < height; y++)
    for (let x = 1; x <= width; x++, from += 4) {
      const colour = colourAt(pixels, from, drop);
      if (colour !== last) place = palette.get(colour);
      last = colour;
      lines[y * stride + x] = place;
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8); // 8 bits, palette
  const colours = Uint8Array.from([...palette.keys()].flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]));
  const chunks = [chunk('IHDR', header), chunk('PLTE', colours), chunk('IDAT', deflateSync(lines)), chunk('IEND', [])];
  return Uint8Array.from(Buffer.concat([SIGNATURE, ...chunks]));
}

/** Colours and their places, or null when there are too many. */
function paletteOf(pixels, drop) {
  const palette = new Map();
  let last = -1;
  for (let i = 0; i < pixels.length; i += 4) {
    const colour = colourAt(pixels, i, drop);
    if (colour === last) continue;
    last = colour;
    if (palette.has(colour)) continue;
    if (palette.size === COLOURS) return null;
    palette.set(colour, palette.size);
  }
  return palette;
}

/** Red, green and blue as one number; of each the lowest `drop` bits are set, so that white stays white. */
function colourAt(pixels, i, drop) {
  const low = (1 << drop) - 1;
  return ((pixels[i] | low) << 16) | ((pixels[i + 1] | low) << 8) | (pixels[i + 2] | low);
}

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(data)]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(named.length - 4, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
