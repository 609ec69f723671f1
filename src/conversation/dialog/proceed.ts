/** What comes next: the question the person went back to, or the first that is open. Notes are said on the way, calls are made. */
import { refusedText, sectionText } from '../../texts/conversation.js';
import { nodeAt } from '../compile/plan.js';
import { renderTemplate } from '../expressions/template.js';
import { ruleReads } from '../form/answer.js';
import { argsIn } from '../form/args.js';
import { addEntry, setDone, setInput } from '../form/change.js';
import { nextOpen } from '../form/open.js';
import { refAt } from '../form/path.js';
import { chainOf, nodeOf, type Ref } from '../form/ref.js';
import { BAD, type BlockState, DOUBT, NONE, ODD, SURE } from '../form/state.js';
import { failingAtEnd, failingChecks, schemaIssues, violationsOfField } from '../form/violations.js';
import { frameOf } from '../form/work.js';
import type { JsonObject } from '../protocol.js';
import { startCall } from './call.js';
import { broken } from './calls.js';
import { changeForm, type Dialog } from './dialog.js';
import { progressOf } from './names.js';
import { isChoice, optionsFor } from './options.js';
import type { Ask } from './session.js';
import { openGroup } from './slots.js';

/** Nodes that are passed in one step, at most: a flow that says so much without a question is broken. */
const PASSED_MAX = 1000;

/** The next question or call; null when the flow has ended. */
export function proceed(d: Dialog): Ask | null {
  for (let passed = 0; passed < PASSED_MAX && d.end === undefined; passed++) {
    const at = d.session.at;
    if (at !== undefined && !isVisible(d, at)) {
      delete d.session.at;
      continue;
    }
    const ref = at ?? nextOpen(d.session.form);
    if (ref === undefined) {
      d.end = 'stopped';
      return null;
    }
    if (at === undefined) announceSection(d, ref);
    const ask = pass(d, ref, at !== undefined);
    if (ask !== undefined) return ask;
  }
  if (d.end === undefined) broken(d);
  return null;
}

function isVisible(d: Dialog, ref: Ref): boolean {
  const chain = chainOf(d.session.form, ref);
  const state = chain?.at(-1);
  if (chain === undefined || state?.open[nodeOf(ref).gate] !== true) return false;
  const { parent } = ref.block;
  return parent === undefined || chain.at(-2)?.value[parent.slot] !== undefined;
}

/** Undefined when nothing is asked here and the flow goes on. */
function pass(d: Dialog, ref: Ref, wanted: boolean): Ask | null | undefined {
  const node = nodeOf(ref);
  const frame = frameOf(d.session.form.context, chainOf(d.session.form, ref) ?? []);
  switch (node.kind) {
    case 'note':
      d.lead.push(renderTemplate(node.text, frame));
      changeForm(d, (work) => setDone(work, ref, true));
      return undefined;
    case 'lookup':
      return startCall(d, 'lookup', ref);
    case 'list':
      return passList(d, ref, wanted);
    case 'field':
      return passField(d, ref, wanted);
    case 'review':
      return { t: 'review', ref };
    case 'submit':
      return passSubmit(d, ref, node.partial);
    case 'stop':
      d.lead.push(renderTemplate(node.text, frame));
      d.end = 'stopped';
      return null;
    case 'go':
      d.go = { flow: node.flow, args: argsIn(node.args, frame) as JsonObject };
      d.end = 'stopped';
      return null;
    default:
      delete d.session.at;
      return undefined;
  }
}

/** Entries that must be there are begun without a question. */
function passList(d: Dialog, ref: Ref, wanted: boolean): Ask | undefined {
  const node = nodeAt(ref.block, ref.slot);
  if (node.kind !== 'list') return undefined;
  const state = chainOf(d.session.form, ref)?.at(-1) as BlockState;
  const count = (state.value[ref.slot] as { items: readonly unknown[] } | undefined)?.items.length ?? 0;
  if (wanted || (node.count === undefined && count >= node.min)) return { t: 'list', ref };
  changeForm(d, (work) => addEntry(work, ref));
  return undefined;
}

function passField(d: Dialog, ref: Ref, wanted: boolean): Ask | undefined {
  const node = nodeOf(ref);
  const chain = chainOf(d.session.form, ref) ?? [];
  const state = chain.at(-1) as BlockState;
  if (node.kind !== 'field') return undefined;
  const mark = state.mark[ref.slot] ?? 0;
  if (!wanted && state.value[ref.slot] !== undefined && state.input[ref.slot] !== undefined) {
    if ((mark & BAD) !== 0) {
      d.lead.push(refusedText(violationsOfField(d.session.form, chain, ref.slot)[0]?.message ?? ''));
    } else if ((mark & (DOUBT | SURE)) === DOUBT || (mark & ODD) !== 0) {
      return doubt(d, ref);
    }
  }
  if (node.from !== undefined) return startCall(d, 'options', ref);
  if (isChoice(node) && optionsFor(d, node, ref).length === 0) {
    // nothing to choose from: there is no answer to wait for
    changeForm(d, (work) => setInput(work, ref, NONE));
    delete d.session.at;
    return undefined;
  }
  if (node.group >= 0 && !wanted) {
    const [first, ...others] = openGroup(d, ref);
    if (first !== undefined && others.length > 0) return { t: 'group', ref: first };
  }
  return { t: 'field', ref };
}

function doubt(d: Dialog, ref: Ref): Ask {
  const node = nodeOf(ref);
  const { form } = d.session;
  const chain = chainOf(form, ref) ?? [];
  const state = chain.at(-1) as BlockState;
  const [check] = failingChecks(form, chain, ref.slot, 'soft');
  const slots = check?.reads ?? (node.kind === 'field' ? ruleReads(node, ref).map(({ slot }) => slot) : []);
  const others = [...new Set(slots)].filter((slot) => slot !== ref.slot && state.input[slot] !== undefined);
  const asked = others.filter((slot) => nodeAt(ref.block, slot).kind === 'field');
  const own = node.kind === 'field' && node.warn !== undefined && (state.mark[ref.slot] ?? 0) & DOUBT;
  const text = own
    ? renderTemplate(node.warn as NonNullable<typeof node.warn>, frameOf(form.context, chain))
    : (check?.message ?? '');
  return { t: 'doubt', ref, text, fields: [ref, ...asked.map((slot) => ({ ...ref, slot }))] };
}

/** The last look at the whole record, then the call. */
function passSubmit(d: Dialog, ref: Ref, partial: boolean): Ask | null | undefined {
  const { form } = d.session;
  for (const { code, level, message, own, fields } of failingAtEnd(form)) {
    if (level === 'hard') return { t: 'fix', fields, text: refusedText(message), ...(own && { own }) };
    if (!d.session.sure.includes(code)) return { t: 'doubt-end', code, text: message, fields };
  }
  const [issue] = partial ? [] : schemaIssues(form);
  if (issue === undefined) return startCall(d, 'submit', ref);
  const field = refAt(form, issue.path.replace(/\.(\d+)\./g, '[$1].'));
  if (field === undefined || nodeOf(field).kind !== 'field' || !isVisible(d, field)) {
    broken(d);
    return null;
  }
  d.lead.push(refusedText(issue.message));
  d.session.at = field;
  return undefined;
}

/** The title of a section and how far one is, when its first question comes. */
function announceSection(d: Dialog, ref: Ref): void {
  const node = nodeOf(ref);
  if (ref.block !== d.plan.root || node.section === d.session.section || node.kind === 'lookup') return;
  const section = d.plan.root.sections[node.section];
  d.session.section = node.section;
  if (section === undefined) return;
  const { done, all } = progressOf(d.session.form);
  const title = renderTemplate(section.title, frameOf(d.session.form.context, [d.session.form.root]));
  d.lead.push(sectionText(title, Math.min(done + 1, all), all));
}
