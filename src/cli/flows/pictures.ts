/** `flows map` and `flows paper`. */
import { writeFileSync } from 'node:fs';
import { bandsOf } from '../../forms/map/graph.js';
import { mermaidOf } from '../../forms/map/mermaid.js';
import { svgOf } from '../../forms/map/svg.js';
import { paperOf } from '../../forms/paper/paper.js';
import type { FlowCommand } from '../flows.js';
import { readFlow } from './read-flow.js';

export const mapCommand: FlowCommand = async (path, { out }, print) => {
  if (path === undefined) throw new RangeError('map FLOW [--out MAP.svg|MAP.mmd]');
  if (out !== undefined && !/\.(svg|mmd)$/.test(out)) throw new RangeError(`--out ${out}: .svg or .mmd`);
  const { plan, lines } = await readFlow(path);
  if (plan === undefined) {
    for (const line of lines) print(line);
    return 1;
  }
  const bands = bandsOf(plan);
  if (out === undefined) print(mermaidOf(bands).trimEnd());
  else writeFileSync(out, out.endsWith('.svg') ? svgOf(bands, plan.document.title) : mermaidOf(bands));
  return 0;
};

export const paperCommand: FlowCommand = async (path, { out }, print) => {
  if (path === undefined || out === undefined) throw new RangeError('paper FLOW --out FORM.html');
  const { plan, lines } = await readFlow(path);
  if (plan === undefined) {
    for (const line of lines) print(line);
    return 1;
  }
  writeFileSync(out, paperOf(plan));
  return 0;
};
