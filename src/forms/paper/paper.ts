/** A flow as a form on paper: A4, numbered boxes, options to tick, conditions in words, signatures at the end. */
import type { FieldDef } from '../../../schemas/field.js';
import type { Block, Plan, PlanNode } from '../../conversation/index.js';
import { hintOnPaper, PAPER } from '../../texts/flow-map.js';
import { escapeXml } from '../escape-xml.js';
import { whenText } from '../map/graph.js';
import { PAPER_STYLE } from './style.js';

export function paperOf(plan: Plan): string {
  const { title, about } = plan.document;
  const count = { n: 0 };
  const body = blockHtml(plan, plan.root, count);
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeXml(title)}</title>
<style>${PAPER_STYLE}</style>
</head>
<body>
<header>
<p class="no">${PAPER.sheetNo}<span></span></p>
<h1>${escapeXml(title)}</h1>
${about === undefined ? '' : `<p class="about">${escapeXml(about)}</p>`}
</header>
<main>
${body}
</main>
<section class="sign">
<p><b>${PAPER.unitSeal}</b><span></span></p>
<p><b>${PAPER.signature}</b><span></span></p>
<p><b>${PAPER.date}</b><span>${PAPER.day}</span></p>
</section>
<footer>${escapeXml(PAPER.foot(plan.id, plan.version))}</footer>
</body>
</html>
`;
}

interface Count {
  n: number;
}

function blockHtml(plan: Plan, block: Block, count: Count): string {
  const parts: string[] = [];
  let section = -2;
  let open = false;
  const close = () => {
    if (open) parts.push('</section>');
    open = false;
  };
  for (const node of block.nodes) {
    if (node.kind !== 'field' && node.kind !== 'list' && node.kind !== 'note') continue;
    if (node.section !== section) {
      close();
      section = node.section;
      const own = block.sections[section];
      const condition = own === undefined ? '' : conditionOf(plan, block, own.gate, 0);
      parts.push('<section>');
      open = true;
      if (own !== undefined)
        parts.push(`<h2>${escapeXml(plainText(own.title.source))}${conditionHtml(condition)}</h2>`);
    }
    const upTo = section < 0 ? 0 : (block.sections[section]?.gate ?? 0);
    parts.push(nodeHtml(plan, node, conditionOf(plan, block, node.gate, upTo), count));
  }
  close();
  return parts.join('\n');
}

function conditionOf(plan: Plan, block: Block, gate: number, upTo: number): string {
  const parts: string[] = [];
  for (let at = gate; at !== upTo && at !== 0; ) {
    const own = block.gates[at];
    if (own === undefined) break;
    if (own.when !== undefined) parts.unshift(whenText(plan, own.when));
    at = own.parent;
  }
  return [...new Set(parts)].join('，且');
}

function conditionHtml(condition: string): string {
  return condition === '' ? '' : `<span class="if">${escapeXml(PAPER.fillIf(condition))}</span>`;
}

type Shown = Extract<PlanNode, { kind: 'field' | 'list' | 'note' }>;

function nodeHtml(plan: Plan, node: Shown, condition: string, count: Count): string {
  if (node.kind === 'note') return `<p class="note">${escapeXml(plainText(node.text.source))}</p>`;
  if (node.kind === 'list') return listHtml(plan, node, condition, count);
  count.n += 1;
  const { field } = node;
  const say = plainText(node.say?.source ?? '');
  const hint = hintOnPaper(plainText(node.hint?.source ?? field.help ?? ''));
  const mark = node.required === false || node.noneAllowed ? '' : `<i class="must" title="${PAPER.required}">*</i>`;
  const asked = say !== '' && say !== field.label ? `<span class="say">${escapeXml(say)}</span>` : '';
  return `<div class="q">
<div class="label"><b>${count.n}.</b> ${escapeXml(field.label)}${mark}${asked}${conditionHtml(condition)}</div>
<div class="answer">${answerHtml(field)}${hint === '' ? '' : `<span class="hint">${escapeXml(hint)}</span>`}</div>
</div>`;
}

/** Rows of a table for short entries; else one frame after the other. */
function listHtml(plan: Plan, node: Extract<PlanNode, { kind: 'list' }>, condition: string, count: Count): string {
  const fields = node.block.nodes.filter((each) => each.kind === 'field');
  const head = `<h3>${escapeXml(PAPER.each(node.title))}${conditionHtml(condition)}</h3>`;
  const nested = node.block.nodes.some(({ kind }) => kind === 'list');
  if (nested || fields.length > 6) {
    const entry = `<div class="entry">${blockHtml(plan, node.block, { n: 0 })}</div>`;
    return `<div class="list">${head}${entry}${entry}</div>`;
  }
  count.n += 1;
  const columns = fields.map(({ field }) => `<th>${escapeXml(field.label)}${optionsShort(field)}</th>`).join('');
  const row = (i: number) => `<tr><td class="n">${i}</td>${fields.map(() => '<td></td>').join('')}</tr>`;
  const rows = [1, 2, 3, 4, 5, 6].map(row).join('');
  return `<div class="list">${head}<table><thead><tr><th class="n"></th>${columns}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function optionsShort({ options, unit }: FieldDef): string {
  if (options !== undefined && options.length <= 5) {
    return `<small>${options.map(({ label }) => escapeXml(label)).join('／')}</small>`;
  }
  return unit === undefined ? '' : `<small>${escapeXml(unit)}</small>`;
}

/** Widths in characters of fields that are written one character a box. */
const BOXES: Readonly<Record<string, number>> = { id_number: 18, uscc: 18, mobile: 11, reg_no: 15, org_code: 9 };

function answerHtml({ kind, options, unit, maxLength }: FieldDef): string {
  const boxes = BOXES[kind];
  if (boxes !== undefined) return `<span class="boxes">${'<i></i>'.repeat(boxes)}</span>`;
  if (kind === 'yes_no') return `${ticks([PAPER.yes, PAPER.no])}`;
  if (options !== undefined && options.length <= 40) {
    const several = kind === 'choices' ? `<span class="hint">${PAPER.several}</span>` : '';
    return ticks(options.map(({ label }) => label)) + several;
  }
  switch (kind) {
    case 'date':
      return `<span class="line">${PAPER.day}</span>`;
    case 'month':
      return `<span class="line">${PAPER.month}</span>`;
    case 'time':
      return `<span class="line">${PAPER.time}</span>`;
    case 'money':
      return `<span class="line short"></span>${PAPER.yuan}`;
    case 'integer':
    case 'decimal':
      return `<span class="line short"></span>${escapeXml(unit ?? '')}`;
    case 'photo':
    case 'photos':
    case 'file':
      return ticks([PAPER.attach]);
    case 'location':
      return `<span class="line"></span><span class="hint">${PAPER.place}</span>`;
    default:
      return (maxLength ?? 0) >= 200 ? '<span class="area"></span>' : '<span class="line"></span>';
  }
}

function ticks(labels: readonly string[]): string {
  return `<span class="ticks">${labels.map((label) => `<label>☐ ${escapeXml(label)}</label>`).join('')}</span>`;
}

function plainText(template: string): string {
  return template.replace(/\{\{[^}]*\}\}/g, '＿＿').trim();
}
