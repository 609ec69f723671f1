/** The map as one self-contained SVG: a column of boxes, sections as bands, conditions as labels before the boxes. */
import { escapeXml } from '../escape-xml.js';
import type { Band, Box } from './graph.js';

const WIDTH = 760;
const BOX = { x: 250, width: 440, line: 20, pad: 11 };
const LABEL = { x: 36, width: 196 };
const STEP = 16;
const INDENT = 18;

const LOOKS: Readonly<Record<Box['shape'], { fill: string; stroke: string; radius: number }>> = {
  start: { fill: '#12456b', stroke: '#12456b', radius: 20 },
  question: { fill: '#ffffff', stroke: '#5b8db8', radius: 5 },
  choice: { fill: '#f2f8fd', stroke: '#2b6ca3', radius: 5 },
  note: { fill: '#fffbea', stroke: '#d9b44a', radius: 5 },
  computed: { fill: '#f4f4f4', stroke: '#a5a5a5', radius: 5 },
  lookup: { fill: '#f3eefb', stroke: '#8260b5', radius: 5 },
  list: { fill: '#ffffff', stroke: '#5b8db8', radius: 5 },
  review: { fill: '#eaf6ee', stroke: '#3c8f5a', radius: 5 },
  end: { fill: '#3c8f5a', stroke: '#3c8f5a', radius: 20 },
};

export function svgOf(bands: readonly Band[], title: string): string {
  const parts: string[] = [];
  let y = 24;
  let number = 0;
  for (const band of bands) {
    const top = y;
    const inside: string[] = [];
    if (band.title !== '') {
      const head = wrap(band.condition === undefined ? band.title : `${band.title}　若${band.condition}`, 44);
      const size = 15;
      head.forEach((line, i) => {
        inside.push(text(40, y + 22 + i * 20, line, { size, fill: '#12456b', weight: i === 0 ? 'bold' : 'normal' }));
      });
      y += 34 + (head.length - 1) * 20;
    }
    for (const box of band.boxes) {
      if (box.shape === 'question' || box.shape === 'choice') number++;
      const drawn = drawBox(box, y, box.shape === 'question' || box.shape === 'choice' ? `${number}. ` : '');
      inside.push(drawn.svg);
      y += drawn.height + STEP;
    }
    if (band.title !== '') {
      const x = 22 + band.depth * INDENT;
      const dash = band.repeats ? ' stroke-dasharray="6 4"' : '';
      parts.push(
        `<rect x="${x}" y="${top}" width="${WIDTH - 22 - x}" height="${y - top}" rx="10" fill="#eef4f9" stroke="#c4d6e6"${dash}/>`,
      );
      y += STEP;
    }
    parts.push(...inside);
  }
  const height = y + 12;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="'Noto Sans SC','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif" role="img" aria-label="${escapeXml(title)}">
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#7d93a6"/></marker></defs>
<rect width="100%" height="100%" fill="#ffffff"/>
${parts.join('\n')}
</svg>
`;
}

function drawBox(box: Box, top: number, number: string): { svg: string; height: number } {
  const look = LOOKS[box.shape];
  const dark = box.shape === 'start' || box.shape === 'end';
  const x = BOX.x + box.depth * INDENT;
  const width = BOX.width - box.depth * INDENT;
  const lines = box.lines.flatMap((line, i) =>
    wrap(`${i === 0 ? number : ''}${line}`, i === 0 ? 26 : 30 - box.depth).map((part) => ({ part, first: i === 0 })),
  );
  const conditions = box.condition === undefined ? [] : wrap(`若${box.condition}`, 14);
  const height = Math.max(lines.length * BOX.line + BOX.pad * 2 - 4, conditions.length * 18 + 14);
  const parts = [
    `<path d="M${BOX.x + BOX.width / 2} ${top - STEP}V${top - 1}" stroke="#7d93a6" stroke-width="1.3" marker-end="url(#arrow)" fill="none"/>`,
    `<rect x="${x}" y="${top}" width="${width}" height="${height}" rx="${look.radius}" fill="${look.fill}" stroke="${look.stroke}" stroke-width="1.4"${box.shape === 'computed' ? ' stroke-dasharray="4 3"' : ''}/>`,
  ];
  if (box.shape === 'start') parts.shift();
  if (conditions.length > 0) {
    const right = LABEL.x + LABEL.width;
    parts.push(
      `<rect x="${LABEL.x}" y="${top}" width="${LABEL.width}" height="${conditions.length * 18 + 12}" rx="4" fill="#fff4e5" stroke="#e0a24c"/>`,
      `<path d="M${right} ${top + 14}H${x - 2}" stroke="#e0a24c" stroke-width="1.3" marker-end="url(#arrow)" fill="none"/>`,
      ...conditions.map((line, i) =>
        text(LABEL.x + 8, top + 19 + i * 18, line, { size: 13, fill: '#7a4b0b', weight: 'normal' }),
      ),
    );
  }
  lines.forEach(({ part, first }, i) => {
    const weight = first ? 'bold' : 'normal';
    const fill = dark ? '#ffffff' : first ? '#1c2b38' : '#4c5d6b';
    parts.push(text(x + 14, top + BOX.pad + 12 + i * BOX.line, part, { size: first ? 15 : 13, fill, weight }));
  });
  return { svg: parts.join('\n'), height };
}

function text(x: number, y: number, line: string, look: { size: number; fill: string; weight: string }): string {
  return `<text x="${x}" y="${y}" font-size="${look.size}" fill="${look.fill}" font-weight="${look.weight}">${escapeXml(line)}</text>`;
}

/** Lines of at most so many wide characters; two narrow ones count as one. */
export function wrap(line: string, max: number): string[] {
  const lines: string[] = [];
  let current = '';
  let width = 0;
  for (const piece of line.replace(/\s*\n\s*/g, ' ').match(/[ -~]+?(?=[^!-~]|$)|[^ -~]/gu) ?? []) {
    const own = [...piece].reduce((sum, each) => sum + (each <= '~' ? 0.55 : 1), 0);
    // a line does not begin with a closing mark
    if (width + own > max && current !== '' && !/^[，。、；：？！）”]/.test(piece)) {
      lines.push(current);
      current = '';
      width = 0;
    }
    current += piece;
    width += own;
  }
  if (current !== '') lines.push(current);
  return lines.length === 0 ? [''] : lines;
}
