/** The options of a choice at the moment it is asked. */

import type { Option } from '../../../schemas/field.js';
import { CHOICE } from '../../texts/conversation.js';
import type { FieldNode } from '../compile/plan.js';
import { chainOf, type Ref } from '../form/ref.js';
import { offeredOptions } from '../form/rules.js';
import { frameOf } from '../form/work.js';
import type { Dialog } from './dialog.js';
import type { Ask } from './session.js';

const YES_NO: readonly Option[] = [
  { value: 'true', label: CHOICE.yes },
  { value: 'false', label: CHOICE.nay },
];

export function isChoice(node: FieldNode): boolean {
  return node.field.kind === 'choice' || node.field.kind === 'choices';
}

/** Options to choose from; none for other kinds. Those of a service are in the ask while it is handled. */
export function optionsFor(
  d: Dialog,
  node: FieldNode,
  ref: Ref,
  ask?: Extract<Ask, { t: 'field' }>,
): readonly Option[] {
  if (node.field.kind === 'yes_no') return YES_NO;
  if (!isChoice(node)) return [];
  if (node.from !== undefined) return ask?.options ?? [];
  const chain = chainOf(d.session.form, ref);
  return chain === undefined ? [] : offeredOptions(node, frameOf(d.session.form.context, chain));
}
