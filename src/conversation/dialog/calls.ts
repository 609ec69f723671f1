/** What the flow asks of the house, and what comes back: records that were found, options, the receipt of a submit. */
import type { Option } from '../../../schemas/field.js';
import type { Choice } from '../../../schemas/message.js';
import {
  brokenFlow,
  CHOICE,
  DONE,
  FAILED_QUESTION,
  foundUnclear,
  NO_MORE_PAGES,
  pickUnclear,
  SUBMIT_FAILED,
} from '../../texts/conversation.js';
import type { FieldNode, LookupNode, SubmitNode } from '../compile/plan.js';
import { contentHash } from '../compile/version.js';
import { renderTemplate, type Template } from '../expressions/template.js';
import { keyOf } from '../form/args.js';
import { setDone, setInput } from '../form/change.js';
import { refAt } from '../form/path.js';
import { nodeOf, type Ref } from '../form/ref.js';
import { isRequired } from '../form/rules.js';
import { type Finding, NONE } from '../form/state.js';
import type { Json, JsonObject } from '../protocol.js';
import { excerpt } from '../understand/index.js';
import { frameFor } from './call.js';
import { chosen, isPosition, PAGE, yesNoInWords } from './choices.js';
import { changeForm, type Dialog, goTo, type Next, type Prompt } from './dialog.js';
import { fail } from './fail.js';
import { labelOf } from './names.js';
import { takeField } from './question.js';
import type { Ask, ResultInput, Said } from './session.js';

type AskOf<T extends Ask['t']> = Extract<Ask, { t: T }>;

/** Found records that are offered, and options that are taken from a service, at most. */
const FOUND_MAX = 20;
const OPTIONS_MAX = 500;

/** The answer to a call. Late and foreign ones change nothing. */
export function takeResult(d: Dialog, result: ResultInput): Next {
  const { ask } = d.session;
  if (ask?.t !== 'call' || ask.call !== result.call) return 'quiet';
  d.lead.push(...ask.lead);
  if (ask.what === 'lookup') return takeFound(d, ask.ref, result);
  if (ask.what === 'options') return takeOptions(d, ask, result);
  return takeReceipt(d, ask.ref, result);
}

function takeFound(d: Dialog, ref: Ref, result: ResultInput): Next {
  const node = nodeOf(ref) as LookupNode;
  const key = keyOf(node.args, frameFor(d, ref));
  if (!result.ok && result.text !== undefined) d.lead.push(result.text);
  const items = result.ok ? recordsIn(result.value) : [];
  const [first] = items;
  if (first === undefined) return setFound(d, ref, { key, found: 'none' });
  const asks = items.length === 1 ? node.confirm : node.pick;
  if (asks !== undefined) return { t: 'found', ref, items: items.slice(0, FOUND_MAX), key };
  return setFound(d, ref, items.length === 1 ? { key, found: 'one', item: first } : { key, found: 'many' });
}

function recordsIn(value: Json): JsonObject[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((each): each is JsonObject => typeof each === 'object' && each !== null && !Array.isArray(each));
}

function setFound(d: Dialog, ref: Ref, finding: Finding): Next {
  changeForm(d, (work) => setInput(work, ref, finding));
  return 'next';
}

function renderFound(d: Dialog, ref: Ref, template: Template, found: JsonObject): string {
  const frame = frameFor(d, ref);
  return renderTemplate(template, { ...frame, objects: { ...frame.objects, found } });
}

export function showFound(d: Dialog, ask: AskOf<'found'>): Prompt {
  const node = nodeOf(ask.ref) as LookupNode;
  const [first] = ask.items;
  if (ask.items.length === 1 && first !== undefined && node.confirm !== undefined) {
    const choices = [
      { id: 'r0', label: CHOICE.yes },
      { id: 'none', label: CHOICE.no },
    ];
    return { text: renderFound(d, ask.ref, node.confirm, first), choices };
  }
  const label = (item: JsonObject) =>
    node.item === undefined ? nameOfRecord(item) : renderFound(d, ask.ref, node.item, item);
  const choices: Choice[] = ask.items.map((item, i) => ({ id: `r${i}`, label: label(item) }));
  choices.push({ id: 'none', label: CHOICE.noneOfThem });
  return { text: node.pick === undefined ? '' : renderFound(d, ask.ref, node.pick, first ?? {}), choices };
}

function nameOfRecord({ label, name, id }: { [key: string]: Json | undefined }): string {
  return String(label ?? name ?? id ?? '');
}

export function takeFoundChoice(d: Dialog, ask: AskOf<'found'>, said: Said): Next {
  const { key, ref } = ask;
  let choice = chosen(showFound(d, ask).choices, said, d.today);
  const yes = said.kind === 'text' && choice === undefined ? yesNoInWords(said.text) : null;
  if (yes === 'no') choice = 'none';
  if (yes === 'yes' && ask.items.length === 1) choice = 'r0';
  if (choice === undefined) {
    if (said.kind !== 'text') return 'again';
    const isOne = ask.items.length === 1 && (nodeOf(ref) as LookupNode).confirm !== undefined;
    return fail(d, isOne ? foundUnclear(excerpt(said.text)) : pickUnclear(excerpt(said.text)), ask);
  }
  const item = choice === 'none' ? undefined : ask.items[Number(choice.slice(1))];
  return setFound(d, ref, item === undefined ? { key, found: 'none' } : { key, found: 'one', item });
}

function takeOptions(d: Dialog, ask: AskOf<'call'>, result: ResultInput): Next {
  const { ref, said } = ask;
  const node = nodeOf(ref) as FieldNode;
  const options = result.ok ? optionsIn(result.value) : [];
  if (options.length === 0) {
    if (!result.ok && result.text !== undefined) d.lead.push(result.text);
    if (isRequired(node, frameFor(d, ref))) return broken(d);
    changeForm(d, (work) => setInput(work, ref, NONE));
    return 'next';
  }
  const seen = contentHash(options.map(({ value, label }) => `${value}\t${label}`).join('\n'));
  const field: AskOf<'field'> = { t: 'field', ref, options, seen, ...pageIn(d, options, ask.page) };
  if (said === undefined) return field;
  d.session.ask = field;
  // a number means the list that was shown; when that has changed, it means nothing
  if (ask.seen !== seen && said.kind === 'text' && isPosition(said.text)) return field;
  return takeField(d, field, said);
}

/** The page that was asked for, or the last one there is. */
function pageIn(d: Dialog, options: readonly Option[], page = 0): { page?: number } {
  const last = Math.ceil(options.length / PAGE) - 1;
  if (page > last) d.lead.push(NO_MORE_PAGES);
  const shown = Math.min(page, last);
  return shown === 0 ? {} : { page: shown };
}

function optionsIn(value: Json): Option[] {
  return recordsIn(value)
    .slice(0, OPTIONS_MAX)
    .flatMap(({ value: v, label, synonyms }) => {
      if (typeof v !== 'string' || typeof label !== 'string') return [];
      const words = Array.isArray(synonyms) ? synonyms.filter((each) => typeof each === 'string') : [];
      return [{ value: v, label, ...(words.length > 0 && { synonyms: words }) }];
    });
}

function takeReceipt(d: Dialog, ref: Ref, result: ResultInput): Next {
  const node = nodeOf(ref) as SubmitNode;
  if (result.ok) {
    const frame = frameFor(d, ref);
    const objects = { ...frame.objects, result: result.value };
    d.lead.push(node.done === undefined ? DONE : renderTemplate(node.done, { ...frame, objects }));
    d.end = 'submitted';
    return 'next';
  }
  if (result.text !== undefined) d.lead.push(result.text);
  d.lead.push(SUBMIT_FAILED);
  const fields = (result.fields ?? []).flatMap((path) => refAt(d.session.form, path) ?? []);
  return { t: 'failed', ref, fields };
}

/** The flow cannot go on: the person is told, the draft is kept. */
export function broken(d: Dialog): Next {
  d.lead.push(brokenFlow(d.plan.document.title));
  d.end = 'failed';
  return 'next';
}

export function showFailed(_d: Dialog, ask: AskOf<'failed'>): Prompt {
  const choices: Choice[] = [{ id: 'retry', label: CHOICE.retry }];
  choices.push(...ask.fields.slice(0, 3).map((ref, i) => ({ id: `f${i}`, label: CHOICE.changeField(labelOf(ref)) })));
  if (ask.fields.length === 0) choices.push({ id: 'fix', label: CHOICE.fix });
  choices.push({ id: 'keep', label: CHOICE.keepDraft });
  return { text: FAILED_QUESTION, choices };
}

export function takeFailed(d: Dialog, ask: AskOf<'failed'>, said: Said): Next {
  const choice = chosen(showFailed(d, ask).choices, said, d.today);
  if (choice === undefined) return 'again';
  if (choice === 'retry') return 'next';
  if (choice === 'keep') {
    d.signal = 'pause';
    return 'quiet';
  }
  const field = choice.startsWith('f') ? ask.fields[Number(choice.slice(1))] : undefined;
  if (field !== undefined) return goTo(d, field);
  const [review] = d.plan.reviews;
  if (review === undefined) return 'again';
  changeForm(d, (work) => setDone(work, { block: d.plan.root, keys: [], slot: review }, false));
  return 'next';
}
