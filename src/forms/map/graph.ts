/** A flow as boxes in the order in which they are met: what is asked, under which condition, where it ends. */
import type { Block, Expression, Plan, PlanNode } from '../../conversation/index.js';
import { conditionText, MAP } from '../../texts/flow-map.js';

export interface Box {
  id: string;
  shape: 'start' | 'question' | 'choice' | 'note' | 'computed' | 'lookup' | 'list' | 'review' | 'end';
  lines: string[];
  /** Only when this holds, in words. */
  condition?: string;
  depth: number;
}

export interface Band {
  /** Title of the section or of the repeat; '' between sections. */
  title: string;
  condition?: string;
  depth: number;
  repeats: boolean;
  boxes: Box[];
}

export function bandsOf(plan: Plan): Band[] {
  const { title, minutes } = plan.document;
  const lines = minutes === undefined ? [title] : [title, MAP.minutes(minutes)];
  const start: Band = {
    title: '',
    depth: 0,
    repeats: false,
    boxes: [{ id: 'start', shape: 'start', lines, depth: 0 }],
  };
  return [start, ...bandsIn(plan, plan.root, 0, 'n')].filter(({ boxes, repeats }) => boxes.length > 0 || repeats);
}

function bandsIn(plan: Plan, block: Block, depth: number, prefix: string): Band[] {
  const bands: Band[] = [];
  let section = -2;
  for (const node of block.nodes) {
    if (node.kind === 'given') continue;
    const gate = node.section < 0 ? 0 : (block.sections[node.section]?.gate ?? 0);
    if (node.kind === 'list') {
      const condition = conditionOf(plan, block, node.gate, 0);
      bands.push({
        title: MAP.each(node.title),
        depth: depth + 1,
        repeats: true,
        boxes: [],
        ...(condition !== '' && { condition }),
      });
      bands.push(...bandsIn(plan, node.block, depth + 1, `${prefix}${node.slot}_`));
      section = -2;
      continue;
    }
    if (section !== node.section) {
      section = node.section;
      const condition = section < 0 ? '' : conditionOf(plan, block, gate, 0);
      const title = section < 0 ? '' : (block.sections[section]?.title.source ?? '');
      bands.push({ title, depth, repeats: false, boxes: [], ...(condition !== '' && { condition }) });
    }
    const condition = conditionOf(plan, block, node.gate, gate);
    bands
      .at(-1)
      ?.boxes.push({ ...boxOf(node, `${prefix}${node.slot}`, depth), ...(condition !== '' && { condition }) });
  }
  return bands;
}

/** The conditions from a gate up to another one, in words. */
function conditionOf(plan: Plan, block: Block, gate: number, upTo: number): string {
  const parts: string[] = [];
  for (let at = gate; at !== upTo && at !== 0; ) {
    const own = block.gates[at];
    if (own === undefined) break;
    if (own.outcome !== undefined) parts.unshift(MAP.found[own.outcome.is]);
    else if (own.when !== undefined) parts.unshift(whenText(plan, own.when));
    at = own.parent;
  }
  return [...new Set(parts)].join(MAP.and);
}

/** A condition as a person would say it; as it is written when there are no words for it. */
export function whenText(plan: Plan, when: Expression): string {
  const reads = when.reads.map(({ scope, slot }) => plan.blocks[scope]?.nodes[slot]);
  if (reads.some((node) => node?.kind === 'lookup')) return MAP.byRecord;
  const find = (path: string) => {
    const found = reads.find((node) => node !== undefined && (node.path === path || node.path.endsWith(`.${path}`)));
    if (found === undefined) return undefined;
    return 'field' in found ? found.field : { label: found.kind === 'list' ? found.title : found.path };
  };
  return conditionText(when.tree?.ast, find) ?? when.source;
}

function boxOf(node: PlanNode, id: string, depth: number): Box {
  const box = (shape: Box['shape'], ...lines: string[]): Box => ({ id, shape, lines, depth });
  switch (node.kind) {
    case 'field': {
      const say = node.say?.source.replace(/\{\{[^}]*\}\}/g, '…');
      const options = node.field.options ?? [];
      const asked = say === undefined || say === node.field.label ? [node.field.label] : [node.field.label, say];
      if (options.length === 0) return box('question', ...asked);
      return box(
        'choice',
        ...asked,
        options
          .slice(0, 8)
          .map(({ label }) => label)
          .join(MAP.between) + (options.length > 8 ? '…' : ''),
      );
    }
    case 'computed':
      return box('computed', MAP.computed(node.field.label));
    case 'note':
      return box('note', node.text.source.replace(/\{\{[^}]*\}\}/g, '…'));
    case 'lookup':
      return box(
        'lookup',
        MAP.lookup,
        ...(node.confirm === undefined ? [] : [node.confirm.source.replace(/\{\{[^}]*\}\}/g, '…')]),
      );
    case 'review':
      return box('review', MAP.review);
    case 'submit':
      return box('end', MAP.submit);
    case 'stop':
      return box('end', MAP.stop, node.text.source.replace(/\{\{[^}]*\}\}/g, '…'));
    case 'go':
      return box('end', MAP.go(node.flow));
    default:
      return box('note', node.path);
  }
}
