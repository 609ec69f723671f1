/** The map as Mermaid text: for wikis and editors that draw it. */
import type { Band, Box } from './graph.js';

const SHAPES: Readonly<Record<Box['shape'], readonly [string, string]>> = {
  start: ['([', '])'],
  question: ['[', ']'],
  choice: ['{{', '}}'],
  note: ['>', ']'],
  computed: ['[/', '/]'],
  lookup: ['[(', ')]'],
  list: ['[[', ']]'],
  review: ['[', ']'],
  end: ['([', '])'],
};

export function mermaidOf(bands: readonly Band[]): string {
  const lines = ['flowchart TD'];
  const boxes: { box: Box; condition: string }[] = [];
  bands.forEach((band, i) => {
    const titled = band.title !== '' && band.boxes.length > 0;
    if (titled) lines.push(`  subgraph s${i}["${quoted(heading(band))}"]`);
    for (const box of band.boxes) {
      const [open, close] = SHAPES[box.shape];
      lines.push(`  ${titled ? '  ' : ''}${box.id}${open}"${box.lines.map(quoted).join('<br/>')}"${close}`);
      boxes.push({ box, condition: box.condition ?? '' });
    }
    if (titled) lines.push('  end');
  });
  for (const [i, { box, condition }] of boxes.entries()) {
    const before = boxes[i - 1];
    if (before === undefined || (before.box.shape === 'end' && before.condition === '')) continue;
    lines.push(
      condition === ''
        ? `  ${before.box.id} --> ${box.id}`
        : `  ${before.box.id} -->|"${quoted(condition)}"| ${box.id}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

export function heading({ title, condition }: Band): string {
  return condition === undefined ? title : `${title}（${condition}）`;
}

function quoted(text: string): string {
  return text.replaceAll('"', '#quot;').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}
