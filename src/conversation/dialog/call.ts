/** Asking the house: for records, for options, to take a record over. */
import { argsIn } from '../form/args.js';
import { recordOf } from '../form/record.js';
import { chainOf, nodeOf, type Ref, sameRef } from '../form/ref.js';
import { frameOf } from '../form/work.js';
import type { JsonObject } from '../protocol.js';
import type { Dialog } from './dialog.js';
import type { Ask, Said } from './session.js';

type AskOf<T extends Ask['t']> = Extract<Ask, { t: T }>;

/** For evaluating where a node is. */
export function frameFor(d: Dialog, ref: Ref) {
  const { form } = d.session;
  return frameOf(form.context, chainOf(form, ref) ?? [form.root]);
}

/** Fetches the options of a question that was shown before. @param said an answer that needs the options to be read */
export function fetchOptions(d: Dialog, { ref, seen, page }: AskOf<'field'>, said?: Said): Ask {
  const call = startCall(d, 'options', ref);
  return {
    ...call,
    ...(said !== undefined && { said }),
    ...(seen !== undefined && { seen }),
    ...(page !== undefined && { page }),
  };
}

/** Asks the house. What was to be said waits for the answer. */
export function startCall(d: Dialog, what: AskOf<'call'>['what'], ref: Ref): AskOf<'call'> {
  const node = nodeOf(ref);
  const frame = frameFor(d, ref);
  d.session.calls++;
  const call = `${d.session.id}.${d.session.calls}`;
  if (node.kind === 'lookup')
    d.effects.push({ kind: 'do', call, action: node.action, args: argsIn(node.args, frame) as JsonObject });
  else if (node.kind === 'submit') {
    const args = { ...recordOf(d.session.form), ...(argsIn(node.args, frame) as JsonObject) };
    d.effects.push({ kind: 'do', call, action: node.action, args });
  } else if (node.kind === 'field' && node.from !== undefined) {
    d.effects.push({ kind: 'do', call, action: node.from.action, args: argsIn(node.from.args, frame) as JsonObject });
  }
  const lead = d.echo === '' ? d.lead : [d.echo, ...d.lead];
  d.lead = [];
  d.echo = '';
  return {
    t: 'call',
    what,
    ref,
    call,
    lead,
    ...(isAsked(d, ref) && { asked: true }),
  };
}

/** True when the question of a field is the one at hand, whether its options have been fetched yet or not. */
function isAsked({ session: { ask } }: Dialog, ref: Ref): boolean {
  if (ask === null || !('ref' in ask) || !sameRef(ask.ref, ref)) return false;
  return ask.t === 'field' || (ask.t === 'call' && ask.asked === true);
}
