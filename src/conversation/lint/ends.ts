/** Does the flow end, and is every step reached? */

import type { Report } from '../compile/finding.js';
import type { Block, Plan, PlanNode } from '../compile/plan.js';

const ENDS = new Set<PlanNode['kind']>(['submit', 'stop', 'go']);

export function lintEnds({ root, blocks, document }: Plan, report: Report): void {
  // what only tells (a list, one's own data) or sends on needs no question
  const kinds = new Set(blocks.flatMap(({ nodes }) => nodes.map(({ kind }) => kind)));
  if (!kinds.has('field') && !kinds.has('stop') && !kinds.has('go')) report('no_question', ['steps']);
  const ends = root.nodes.filter(({ kind }) => ENDS.has(kind));
  // what nobody can begin and only takes is a part of others (`use`): it ends with them
  const isPart = document.start === undefined && document.takes !== undefined;
  if (ends.length === 0 && !isPart) report('no_end', ['steps']);
  else if (ends.length > 0 && !ends.some(({ gate }) => gate === 0)) report('may_not_end', ['steps']);
  lintUnreached(root, report);
  lintReview(root, report);
}

/** What stands behind an end, under the same condition or a narrower one. */
function lintUnreached(block: Block, report: Report): void {
  for (const end of block.nodes.filter(({ kind }) => ENDS.has(kind))) {
    const behind = block.nodes.find(
      (node) => node.slot > end.slot && isStep(node) && isWithin(block, node.gate, end.gate),
    );
    if (behind !== undefined) {
      report('not_reached', behind.at);
      return;
    }
  }
}

function isStep({ kind }: PlanNode): boolean {
  return kind !== 'given' && kind !== 'computed';
}

function isWithin(block: Block, gate: number, outer: number): boolean {
  for (let g = gate; ; g = block.gates[g]?.parent ?? 0) {
    if (g === outer) return true;
    if (g === 0) return false;
  }
}

function lintReview({ nodes }: Block, report: Report): void {
  const submit = nodes.findLast(({ kind }) => kind === 'submit');
  if (submit === undefined) return;
  const review = nodes.findLast(({ kind, slot }) => kind === 'review' && slot < submit.slot);
  // a form of a few questions is its own review
  const asked = nodes.filter(({ kind, slot }) => kind === 'field' && slot < submit.slot);
  if (review === undefined) {
    if (asked.length > 3) report('no_review', submit.at);
    return;
  }
  const late = asked.find(({ slot }) => slot > review.slot);
  if (late !== undefined) report('asked_after_review', late.at, { path: late.path });
}
