/** An answer is taken into the form, or refused with a reason; what it changes elsewhere is told in one line. */
import { brokenText, droppedText, echo, noneRefused, refusedText } from '../../texts/conversation.js';
import { type Tried, tryAnswer } from '../form/answer.js';
import { chainOf, nodeOf, type Ref, sameRef } from '../form/ref.js';
import { NONE } from '../form/state.js';
import type { Dialog, Next } from './dialog.js';
import { fail, sentenceOfFault } from './fail.js';
import { labelOf, shownValue } from './names.js';

/** @param as how the answer was understood, when that should be read back */
export function accept(d: Dialog, ref: Ref, value: unknown, as?: string): Next {
  const tried = tryAnswer(d.session.form, ref, value);
  if (!tried.ok) return refuse(d, ref, value, tried);
  take(d, tried);
  if (as !== undefined) d.echo += echo(as);
  if (d.session.at !== undefined && sameRef(d.session.at, ref)) delete d.session.at;
  retry(d, ref);
  return 'next';
}

function take(d: Dialog, { form, broken, dropped }: Extract<Tried, { ok: true }>): void {
  d.session.form = form;
  d.session.fails = 0;
  const labels = (refs: readonly Ref[]) => [...new Set(refs.map(labelOf))];
  if (broken.length > 0) d.lead.push(brokenText(labels(broken)));
  if (dropped.length > 0) d.lead.push(droppedText(labels(dropped)));
}

/** The answer that was refused before may fit now. */
function retry(d: Dialog, changed: Ref): void {
  const { retry: waiting } = d.session;
  if (waiting === undefined) return;
  delete d.session.retry;
  if (sameRef(waiting.ref, changed)) return;
  const tried = tryAnswer(d.session.form, waiting.ref, waiting.value);
  if (!tried.ok) return;
  take(d, tried);
  const chain = chainOf(d.session.form, waiting.ref) ?? [];
  d.echo += echo(`${labelOf(waiting.ref)} ${shownValue(d.session.form, chain, waiting.ref.slot)}`);
}

function refuse(d: Dialog, ref: Ref, value: unknown, tried: Exclude<Tried, { ok: true }>): Next {
  const node = nodeOf(ref);
  switch (tried.why) {
    case 'gone':
      delete d.session.at;
      return 'next';
    case 'required':
      return fail(d, noneRefused(labelOf(ref)));
    case 'value': {
      if (node.kind !== 'field') return 'next';
      return fail(d, sentenceOfFault(node, tried.fault, tried.message, typeof value === 'object' ? '' : String(value)));
    }
    case 'rule': {
      const text = refusedText(tried.message);
      // only what has been answered can be changed instead
      const chain = chainOf(d.session.form, ref);
      const fields = tried.fields.filter((each) => sameRef(each, ref) || chain?.at(-1)?.input[each.slot] !== undefined);
      if (fields.length < 2 || value === NONE) return fail(d, text);
      return { t: 'refused', ref, value, text, fields };
    }
  }
}
