/** An answer that was not taken: why, and from the third time on what else can be done. */

import type { UnclearCode } from '../../../schemas/reading.js';
import { stuckText } from '../../texts/conversation.js';
import { sayUnclear } from '../../texts/understand.js';
import type { FieldNode } from '../compile/plan.js';
import { chainOf, nodeOf } from '../form/ref.js';
import { isRequired } from '../form/rules.js';
import type { ValueFault } from '../form/value.js';
import { frameOf } from '../form/work.js';
import type { Dialog, Next } from './dialog.js';
import type { Ask } from './session.js';

/** Failures at one question after which help is offered. */
const STUCK_AFTER = 3;

export function fail(d: Dialog, sentence: string, ask: Ask | null = d.session.ask): Next {
  d.session.fails++;
  d.lead.push(sentence);
  if (d.session.fails >= STUCK_AFTER) d.lead.push(stuckText(canSkip(d, ask)));
  return ask ?? 'again';
}

function canSkip({ session }: Dialog, ask: Ask | null): boolean {
  if (ask === null || !('ref' in ask)) return false;
  const node = nodeOf(ask.ref);
  const chain = chainOf(session.form, ask.ref);
  return node.kind === 'field' && chain !== undefined && !isRequired(node, frameOf(session.form.context, chain));
}

const CODES: Readonly<Record<ValueFault, UnclearCode>> = {
  type: 'rejected',
  option: 'not_an_option',
  small: 'too_small',
  large: 'too_large',
  short: 'too_short',
  long: 'too_long',
  schema: 'rejected',
};

/** Why a value cannot stand in a field. */
export function sentenceOfFault(node: FieldNode, fault: ValueFault, message: string, read: string): string {
  const { field } = node;
  const money = (n: number | undefined) => (n !== undefined && field.kind === 'money' ? n / 100 : n);
  const facts = {
    read,
    message,
    length: [...read].length,
    count: field.options?.length ?? 0,
    min: money(field.min) ?? field.minLength ?? 0,
    max: money(field.max) ?? field.maxLength ?? 0,
  };
  return sayUnclear({ kind: 'unclear', code: CODES[fault], facts }, field);
}
