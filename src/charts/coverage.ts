/** The picture of a digest: how far each unit below has come. Pure; all words are handed in. */
import type { Standing } from '../../schemas/digest.js';
import { FONT_FAMILY, type Picture } from './painter.js';

export interface CoverageBar {
  name: string;
  /** Over 100 is drawn as full. */
  percent: number;
  /** Where it stood before, as a mark on the bar. */
  before?: number;
  standing: Standing;
  /** `86%`, and the numbers behind it. */
  rate: string;
  numbers: string;
}

/** How far one part of the work has come. */
export interface LightMark {
  label: string;
  numbers: string;
  /** 0 to 1. */
  share: number;
}

/** A number that counts by itself. */
export interface Tile {
  label: string;
  number: string;
  /** Something must be done about it. */
  alert: boolean;
}

export interface CoverageChart {
  title: string;
  date: string;
  /** What the large rate is of. */
  about: string;
  /** What must not be missed, in one line; empty when there is nothing. */
  warning: string;
  lights: readonly LightMark[];
  /** The unit as a whole: large, and as a line among the bars. */
  percent?: number;
  rate: string;
  /** Two lines at most, beside the large rate. */
  lines: readonly string[];
  /** Below the lights; none where the bars tell everything. */
  tiles: readonly Tile[];
  bars: readonly CoverageBar[];
  lineLabel: string;
  /** What the marks and colours mean. */
  legend: readonly { mark: Standing | 'before'; label: string }[];
}

/** Told apart by people who see few colours, and in grey print by their lightness. */
const COLOUR: Record<Standing, string> = {
  leading: '#0b5cad',
  between: '#6ba6d9',
  trailing: '#e08214',
  unranked: '#b8bec6',
};
const INK = '#1c2530';
const MUTED = '#5d6776';
const TRACK = '#eef1f5';
const ALERT = '#fdf0dd';

/** Pixels of a picture that a phone shows at its full width; nothing is written smaller than 24. */
const WIDTH = 1080;
const MARGIN = 48;
const HEAD = 306;
const WARNING = 64;
const LIGHTS_BAND = 214;
const TILES_BAND = 172;
const ROW = 78;
const FOOT = 110;
/** Without a legend. */
const BARE_FOOT = 28;
const BAR_LEFT = 284;
const BAR_RIGHT = 736;
const RATE_RIGHT = 860;
const NAME_WIDTH = BAR_LEFT - MARGIN - 18;
const NUMBERS_WIDTH = WIDTH - MARGIN - RATE_RIGHT - 14;

export function coveragePicture(chart: CoverageChart): Picture {
  const band = (height: number, shown: boolean) => (shown ? height : 0);
  const lightsTop = HEAD + band(WARNING, chart.warning !== '');
  const tilesTop = lightsTop + band(LIGHTS_BAND, chart.lights.length > 0);
  const top = tilesTop + band(TILES_BAND, chart.tiles.length > 0);
  const foot = chart.legend.length === 0 ? BARE_FOOT : FOOT;
  const height = top + chart.bars.length * ROW + foot;
  const bare = {
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { show: false },
  };
  return {
    width: WIDTH,
    height,
    option: {
      grid: { left: BAR_LEFT, right: WIDTH - BAR_RIGHT, top, bottom: foot },
      xAxis: { type: 'value', min: 0, max: 100, ...bare },
      yAxis: { type: 'category', inverse: true, data: chart.bars.map((_bar, row) => row), ...bare },
      series: [barSeries(chart), beforeSeries(chart)],
      graphic: [
        ...head(chart),
        ...warningBand(chart.warning, HEAD - 20),
        ...lightMarks(chart.lights, lightsTop - 24),
        ...tileMarks(chart.tiles, tilesTop - 24),
        ...chart.bars.flatMap((bar, row) => rowTexts(bar, top + row * ROW + ROW / 2)),
        ...legend(chart, height - 52),
      ],
    },
  };
}

const full = (percent: number) => Math.min(percent, 100);

function barSeries({ bars, percent, lineLabel }: CoverageChart): object {
  return {
    type: 'bar',
    barWidth: 38,
    showBackground: true,
    backgroundStyle: { color: TRACK, borderRadius: 6 },
    data: bars.map((bar) => ({
      value: full(bar.percent),
      itemStyle: { color: COLOUR[bar.standing], borderRadius: 6 },
    })),
    ...(percent !== undefined && {
      markLine: {
        symbol: 'none',
        lineStyle: { color: INK, width: 3, type: [10, 8] },
        label: { formatter: lineLabel, position: 'start', color: INK, fontSize: 28, distance: 12 },
        data: [{ xAxis: full(percent) }],
      },
    }),
  };
}

function beforeSeries({ bars }: CoverageChart): object {
  return {
    type: 'scatter',
    symbol: 'diamond',
    symbolSize: 20,
    itemStyle: { color: '#ffffff', opacity: 1, borderColor: INK, borderWidth: 3 },
    data: bars.flatMap((bar, row) => (bar.before === undefined ? [] : [[full(bar.before), row]])),
    z: 5,
  };
}

function head(chart: CoverageChart): object[] {
  const lines = chart.lines.slice(0, 2);
  const top = lines.length === 2 ? 166 : 184;
  return [
    text(chart.title, MARGIN, 60, { size: fitting(chart.title, 48, 660), bold: true }),
    text(chart.date, WIDTH - MARGIN, 62, { size: 34, fill: MUTED, align: 'right' }),
    text(chart.rate, MARGIN - 4, 172, { size: 116, bold: true, fill: COLOUR.leading }),
    text(chart.about, 372, 118, { size: 28, fill: MUTED }),
    ...lines.map((line, i) => text(line, 372, top + i * 52, { size: 38, fill: i === 0 ? INK : MUTED })),
  ];
}

function rowTexts(bar: CoverageBar, y: number): object[] {
  return [
    ...nameTexts(bar.name, y),
    text(bar.rate, RATE_RIGHT, y, { size: 36, bold: true, align: 'right' }),
    text(bar.numbers, WIDTH - MARGIN, y, {
      size: fitting(bar.numbers, 26, NUMBERS_WIDTH),
      fill: MUTED,
      align: 'right',
    }),
  ];
}

/** On a band of its own, with a mark that is seen without colours. */
function warningBand(warning: string, y: number): object[] {
  if (warning === '') return [];
  const box = { x: MARGIN, y: y - 28, width: WIDTH - 2 * MARGIN, height: 56, r: 10 };
  return [
    { type: 'rect', shape: box, style: { fill: ALERT } },
    warningSign(MARGIN + 40, y),
    text(warning, MARGIN + 78, y, { size: fitting(warning, 36, WIDTH - 2 * MARGIN - 100), bold: true }),
  ];
}

function warningSign(x: number, y: number): object {
  const points = [
    [x, y - 17],
    [x + 20, y + 17],
    [x - 20, y + 17],
  ];
  return { type: 'polygon', shape: { points }, style: { fill: COLOUR.trailing } };
}

/** Boxes side by side, each with its number and what it is of; the sign stands in those that ask for something. */
function tileMarks(tiles: readonly Tile[], top: number): object[] {
  const gap = 16;
  const width = (WIDTH - 2 * MARGIN + gap) / tiles.length - gap;
  return tiles.flatMap(({ label, number, alert }, i) => {
    const x = MARGIN + i * (width + gap);
    const middle = x + width / 2;
    const box = { x, y: top, width, height: 148, r: 10 };
    const room = width - (alert ? 100 : 20);
    return [
      { type: 'rect', shape: box, style: { fill: alert ? ALERT : TRACK } },
      ...(alert ? [warningSign(x + 36, top + 54)] : []),
      text(number, middle + (alert ? 24 : 0), top + 54, {
        size: fitting(number, 56, room),
        bold: true,
        align: 'center',
      }),
      text(label, middle, top + 114, { size: fitting(label, 32, width - 20), fill: MUTED, align: 'center' }),
    ];
  });
}

/** A disc for each: as full as the work is done; ticked when all is done, empty with a thick rim when nothing is. */
function lightMarks(lights: readonly LightMark[], top: number): object[] {
  const step = (WIDTH - 2 * MARGIN) / lights.length;
  const r = 40;
  return lights.flatMap(({ label, numbers, share }, i) => {
    const [cx, cy] = [MARGIN + step * (i + 0.5), top + r + 8];
    const done = share >= 1;
    const none = share <= 0;
    const rim = { fill: '#ffffff', stroke: none ? COLOUR.trailing : COLOUR.leading, lineWidth: none ? 7 : 4 };
    const from = -Math.PI / 2;
    const pie = { cx, cy, r0: 0, r, startAngle: from, endAngle: from + 2 * Math.PI * share };
    const tick = [
      [cx - 18, cy + 1],
      [cx - 5, cy + 14],
      [cx + 19, cy - 13],
    ];
    return [
      { type: 'circle', shape: { cx, cy, r }, style: done ? { fill: COLOUR.leading } : rim },
      ...(done || none ? [] : [{ type: 'sector', shape: pie, style: { fill: COLOUR.between } }]),
      ...(done
        ? [{ type: 'polyline', shape: { points: tick }, style: { stroke: '#ffffff', lineWidth: 8, fill: 'none' } }]
        : []),
      text(label, cx, top + 116, { size: 34, bold: true, align: 'center' }),
      text(numbers, cx, top + 154, { size: fitting(numbers, 28, step - 8), fill: MUTED, align: 'center' }),
    ];
  });
}

/** Whole, whatever its length: smaller letters for a long name, two lines for a very long one. */
function nameTexts(name: string, y: number): object[] {
  const right = BAR_LEFT - 18;
  const size = fitting(name, 34, NAME_WIDTH);
  if (size >= 26) return [text(name, right, y, { size, align: 'right' })];
  const letters = [...name];
  const half = Math.ceil(letters.length / 2);
  const parts = [letters.slice(0, half).join(''), letters.slice(half).join('')];
  return parts.map((part, i) =>
    text(part, right, y - 17 + i * 34, { size: fitting(part, 28, NAME_WIDTH), align: 'right' }),
  );
}

function legend(chart: CoverageChart, y: number): object[] {
  let x = MARGIN;
  return chart.legend.flatMap(({ mark, label }) => {
    const drawn = legendMark(mark, x, y);
    const words = text(label, x + 44, y, { size: 26, fill: MUTED });
    x += 44 + widthOf(label) * 26 + 34;
    return [...drawn, words];
  });
}

function legendMark(mark: CoverageChart['legend'][number]['mark'], x: number, y: number): object[] {
  if (mark === 'before') {
    const points = [
      [x + 16, y - 11],
      [x + 27, y],
      [x + 16, y + 11],
      [x + 5, y],
    ];
    return [{ type: 'polygon', shape: { points }, style: { fill: '#ffffff', stroke: INK, lineWidth: 3 } }];
  }
  return [{ type: 'rect', shape: { x, y: y - 13, width: 32, height: 26, r: 5 }, style: { fill: COLOUR[mark] } }];
}

/** Width of a text in letters of full width; Latin ones and digits take about half of one. */
function widthOf(content: string): number {
  let width = 0;
  for (const letter of content) width += letter.charCodeAt(0) < 0x250 ? 0.58 : 1;
  return width;
}

/** The size in pixels, `most` or less, at which a text fits. */
function fitting(content: string, most: number, room: number): number {
  return Math.min(most, Math.floor(room / widthOf(content)));
}

interface TextLook {
  size: number;
  fill?: string;
  bold?: boolean;
  align?: 'left' | 'right' | 'center';
}

function text(content: string, x: number, y: number, { size, fill = INK, bold, align = 'left' }: TextLook): object {
  const font = { fontSize: size, fontWeight: bold ? 'bold' : 'normal', fontFamily: FONT_FAMILY };
  return { type: 'text', x, y, style: { text: content, fill, ...font, align, verticalAlign: 'middle' } };
}
