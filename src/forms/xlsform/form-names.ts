/** Names of a flow as names of a form: a form can speak of a name only when no other question has it. */
import { type Block, nodeAt, type Place, type Plan, type PlanNode } from '../../conversation/index.js';
import type { FormNames } from '../xpath/from-cel.js';

/** The name of each node that a form asks, repeats or works out. */
export function namesInForm(plan: Plan): Map<PlanNode, string> {
  const names = new Map<PlanNode, string>();
  const taken = new Set<string>();
  for (const { nodes } of plan.blocks) {
    for (const node of nodes) {
      if (!('field' in node) && node.kind !== 'list') continue;
      let name = node.path;
      for (let n = 2; taken.has(name); n++) name = `${node.path}_${n}`;
      taken.add(name);
      names.set(node, name);
    }
  }
  return names;
}

/**
 * @param grouped whether what is written stands in a group of its entry
 * @param self the question whose constraint is written: its answer is `.` there
 */
export function formNames(
  plan: Plan,
  names: ReadonlyMap<PlanNode, string>,
  grouped: boolean,
  self?: PlanNode,
): FormNames {
  return {
    position: grouped ? 'position(../..)' : 'position(..)',
    ref: (place: Place) => {
      const block: Block | undefined = plan.blocks[place.scope];
      const node = block === undefined ? undefined : nodeAt(block, place.slot);
      if (node === undefined) return undefined;
      if (node === self) return '.';
      const name = names.get(node);
      return name === undefined ? undefined : `\${${name}}`;
    },
    column: (attribute) => {
      const own: Readonly<Record<string, string>> = { value: 'name', label: 'label' };
      return Object.hasOwn(own, attribute) ? (own[attribute] ?? attribute) : attribute;
    },
  };
}
