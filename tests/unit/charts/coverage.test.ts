import { fileURLToPath } from 'node:url';
import { crc32, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CoverageBar, type CoverageChart, coveragePicture } from '../../../src/charts/coverage.js';
import { openPainter, type Painter } from '../../../src/charts/painter.js';
// @ts-expect-error plain JavaScript, because it runs in a worker thread
import { palettePng } from '../../../src/charts/palette-png.mjs';

const FONTS = fileURLToPath(new URL('../../../assets/fonts', import.meta.url));
let painter: Painter;
beforeAll(async () => {
  painter = await openPainter(FONTS);
});
afterAll(() => painter.close());

const bar = (name: string, percent: number, more: Partial<CoverageBar> = {}): CoverageBar => ({
  name,
  percent,
  standing: 'between',
  rate: `${percent}%`,
  numbers: `${percent * 14}/1,400`,
  ...more,
});
const chart = (bars: CoverageBar[], more: Partial<CoverageChart> = {}): CoverageChart => ({
  title: '古荥镇 采集覆盖率',
  date: '11月23日 周一',
  percent: 75,
  rate: '75%',
  about: '采集覆盖率',
  warning: '',
  lights: [],
  lines: ['1,204/1,600 户', '昨日 +14 户'],
  tiles: [],
  bars,
  lineLabel: '全镇 75%',
  legend: [{ mark: 'before', label: '一周前' }],
  ...more,
});

interface Pixels {
  width: number;
  height: number;
  /** Red, green, blue of a pixel. */
  at(x: number, y: number): readonly [number, number, number];
  /** Pixels in a region that are not white. */
  ink(x: number, y: number, width: number, height: number): number;
}

/** Reads the PNGs we write: a palette, one byte a pixel, no filters. */
function readPng(png: Buffer): Pixels {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  expect([...png.subarray(24, 29)]).toEqual([8, 3, 0, 0, 0]);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const length = png.readUInt32BE(at);
    expect(crc32(png.subarray(at + 4, at + 8 + length))).toBe(png.readUInt32BE(at + 8 + length));
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
  const palette = chunks.get('PLTE')!;
  const raw = inflateSync(chunks.get('IDAT')!);
  const at = (x: number, y: number) => {
    const i = raw[y * (width + 1) + 1 + x]! * 3;
    return [palette[i]!, palette[i + 1]!, palette[i + 2]!] as const;
  };
  const dark = Array.from({ length: palette.length / 3 }, (_, i) =>
    palette.subarray(i * 3, i * 3 + 3).some((v) => v < 200),
  );
  return {
    width,
    height,
    at,
    ink(x0, y0, w, h) {
      let count = 0;
      for (let y = y0; y < y0 + h; y++)
        for (let i = y * (width + 1) + 1 + x0; i < y * (width + 1) + 1 + x0 + w; i++) if (dark[raw[i]!]) count++;
      return count;
    },
  };
}

/** Where the texts of a row stand: its name, its rate, its numbers. */
const rowAt = (row: number) => 306 + row * 78;

describe('the picture of a digest', () => {
  test('holds every label: title, date, rate, both lines, names, numbers, line and legend', async () => {
    const bars = [
      bar('花园口镇', 96),
      bar('古荥镇', 86, { before: 80 }),
      bar('大河路街道', 12, { standing: 'unranked' }),
    ];
    const png = await painter.paint(coveragePicture(chart(bars)));
    const pixels = readPng(png);
    expect([pixels.width, pixels.height]).toEqual([1080, 306 + 3 * 78 + 110]);
    const regions: [string, number, number, number, number][] = [
      ['title', 48, 30, 500, 60],
      ['date', 800, 40, 240, 50],
      ['rate', 40, 110, 300, 120],
      ['first line', 372, 125, 300, 50],
      ['second line', 372, 180, 300, 50],
      ['line label', 560, 260, 180, 40],
      ['legend', 90, pixels.height - 72, 120, 40],
      ...bars.flatMap((_bar, row): [string, number, number, number, number][] => [
        [`name ${row}`, 48, rowAt(row), 225, 78],
        [`rate ${row}`, 770, rowAt(row), 95, 78],
        [`numbers ${row}`, 872, rowAt(row), 165, 78],
      ]),
    ];
    const blank = regions.filter(([, x, y, w, h]) => pixels.ink(x, y, w, h) < 150).map(([name]) => name);
    expect(blank).toEqual([]);
    expect(png.length).toBeLessThan(60_000);
  });

  test('a bar ends where its number says, in the colour of its standing', async () => {
    const pixels = readPng(
      await painter.paint(
        coveragePicture(chart([bar('甲村', 50, { standing: 'trailing' }), bar('乙村', 130)], { percent: 90 })),
      ),
    );
    const half = 284 + (736 - 284) / 2;
    const y = rowAt(0) + 30;
    expect(pixels.at(half - 8, y)).toEqual([0xe0, 0x82, 0x14]);
    expect(pixels.at(half + 8, y)).toEqual([0xee, 0xf1, 0xf5]);
    expect(pixels.at(736 - 10, rowAt(1) + 30)).toEqual([0x6b, 0xa6, 0xd9]);
    expect(pixels.ink(738, rowAt(1), 20, 78)).toBe(0);
  });

  test('draws rare letters and signs, in names and in bold', async () => {
    const letters = [...'镕喆堃玥荥昇龑赟㛃𬭼✓㎡◇'];
    const bars = letters.map((letter) => bar(letter, 0, { rate: letter }));
    const pixels = readPng(await painter.paint(coveragePicture(chart(bars, { percent: 90 }))));
    const blank = letters.filter(
      (_letter, row) => pixels.ink(232, rowAt(row), 36, 78) < 40 || pixels.ink(820, rowAt(row), 42, 78) < 40,
    );
    expect(blank).toEqual([]);
  });

  test('a long name stays whole: it is written smaller, or on two lines', async () => {
    const names = ['黄河生态文化社区', '黄河生态文化旅游产业园社区', '某某某某某某某某某某某某某某某某某某某某村'];
    const pixels = readPng(await painter.paint(coveragePicture(chart(names.map((n) => bar(n, 50))))));
    for (const row of names.keys()) {
      expect(pixels.ink(0, rowAt(row), 40, 78)).toBe(0);
      expect(pixels.ink(44, rowAt(row), 60, 78)).toBeGreaterThan(50);
    }
  });

  test('a number that asks for something is seen without colours, by a sign beside it', async () => {
    const tiles = [
      { label: '还没采集', number: '1,231 户', alert: false },
      { label: '逾期', number: '2 项', alert: true },
    ];
    const pixels = readPng(await painter.paint(coveragePicture(chart([], { tiles, legend: [] }))));
    expect(pixels.height).toBe(306 + 172 + 28);
    for (const x of [48, 548]) expect(pixels.ink(x + 60, 306, 420, 100)).toBeGreaterThan(500);
    expect(pixels.at(548 + 36, 306 - 24 + 60)).toEqual([0xe0, 0x82, 0x14]);
  });

  test('30 units, 1 unit and none: each is a picture', async () => {
    const many = await painter.paint(
      coveragePicture(chart(Array.from({ length: 30 }, (_, i) => bar(`第${i}村`, i * 3)))),
    );
    const one = await painter.paint(coveragePicture(chart([bar('甲村', 0)])));
    const { percent: _none, ...without } = chart([], { rate: '—' });
    const none = await painter.paint(coveragePicture(without));
    expect(many.length).toBeLessThan(150_000);
    for (const png of [many, one, none]) expect(png.subarray(1, 4).toString()).toBe('PNG');
  });
});

describe('the painter', () => {
  test('says when a font is missing instead of drawing without text', async () => {
    await expect(openPainter('/no/such/folder')).rejects.toThrow('ENOENT');
  });

  test('a picture that cannot be drawn is an error of that picture only', async () => {
    const bad = painter.paint({ option: { series: [{ type: 'bar' }] }, width: 0, height: 0 });
    await expect(bad).rejects.toThrow('cannot be drawn');
    await expect(painter.paint(coveragePicture(chart([bar('甲村', 50)])))).resolves.toBeInstanceOf(Buffer);
  });

  test('what still waits when it is closed is refused', async () => {
    const short = await openPainter(FONTS);
    const waiting = short.paint(coveragePicture(chart([bar('甲村', 50)])));
    await Promise.all([expect(waiting).rejects.toThrow('has ended'), short.close()]);
  });
});

describe('palettePng', () => {
  test('rounds colours when there are too many, and leaves white white', () => {
    const [width, height] = [64, 32];
    const pixels = new Uint8Array(width * height * 4).fill(255);
    for (let i = 1; i < width * height; i++) pixels.set([i & 255, (i * 3) & 255, i >> 3, 255], i * 4);
    const read = readPng(Buffer.from(palettePng({ pixels, width, height })));
    expect(read.at(0, 0)).toEqual([255, 255, 255]);
    const off = Math.max(
      ...Array.from({ length: width * height }, (_, i) => i).flatMap((i) =>
        read.at(i % width, Math.floor(i / width)).map((v, channel) => Math.abs(v - pixels[i * 4 + channel]!)),
      ),
    );
    expect(off).toBeGreaterThan(0);
    expect(off).toBeLessThan(64);
  });
});

test('a thread that has ended refuses at once, so that the text goes without its picture', async () => {
  const other = await openPainter(FONTS);
  await other.close();
  await expect(other.paint(coveragePicture(chart([])))).rejects.toThrow('has ended');
});
