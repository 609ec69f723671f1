/** Is everything asked that the record needs, and nothing defined in vain? */
import type { Compiled } from '../compile/compile.js';
import type { Report } from '../compile/finding.js';
import { type Block, type Plan, type PlanNode, prefixOf } from '../compile/plan.js';

export function lintFields({ plan, main }: Compiled, report: Report): void {
  lintUnused(plan, report);
  lintDefaults(plan, report);
  const { record } = plan;
  const whole = plan.root.nodes.some((node) => node.kind === 'submit' && !node.partial);
  if (record?.schema !== undefined && whole) {
    const lists = record.lists.filter(({ path }) => plan.root.slots.has(path));
    const needed = [...record.fields, ...lists.flatMap(({ fields }) => fields)].filter(({ required }) => required);
    for (const { path, label } of needed) lintNeeded(plan, path, label, report);
  }
  for (const path of Object.keys(main.document.fields ?? {})) {
    if (findNode(plan, path) === undefined) report('field_not_asked', ['fields', path], { path });
  }
}

function lintNeeded(plan: Plan, path: string, label: string, report: Report): void {
  const found = findNode(plan, path);
  if (found === undefined) {
    report('required_never_asked', ['steps'], { path, label });
    return;
  }
  const { node } = found;
  if (node.gate !== 0) report('required_may_be_hidden', [...node.at, 'when'], { path });
  if (node.kind !== 'field') return;
  if (node.noneAllowed || node.required === false) report('required_may_be_empty', node.at, { path });
}

/** A node by the path of its field in the record: `workers[].name`. */
function findNode({ blocks }: Plan, path: string): { block: Block; node: PlanNode } | undefined {
  for (const block of blocks) {
    const prefix = prefixOf(block);
    if (!path.startsWith(prefix)) continue;
    const slot = block.slots.get(path.slice(prefix.length));
    const node = slot === undefined ? undefined : block.nodes[slot];
    if (node !== undefined) return { block, node };
  }
  return undefined;
}

/** Entries without words of their own. */
function lintUnused({ blocks }: Plan, report: Report): void {
  for (const { nodes } of blocks) {
    for (const node of nodes) {
      if (node.kind === 'list' && node.item === undefined && node.count === undefined)
        report('repeat_without_item', node.at);
    }
  }
}

function lintDefaults({ blocks }: Plan, report: Report): void {
  for (const { nodes } of blocks) {
    for (const node of nodes) {
      if (node.kind === 'field' && node.keep && node.suggestion === undefined) {
        report('keep_without_default', [...node.at, 'keep']);
      }
    }
  }
}
