/** The review: a numbered list; every line can be changed by its number. */
import {
  NO_EARLIER_PAGES,
  NO_MORE_PAGES,
  NOTHING_FILLED,
  notInReview,
  REVIEW_HEAD,
  reviewFoot,
  reviewLine,
} from '../../texts/conversation.js';
import type { ReviewNode } from '../compile/plan.js';
import { renderTemplate } from '../expressions/template.js';
import { setDone } from '../form/change.js';
import { nodeOf, type Ref } from '../form/ref.js';
import { frameOf } from '../form/work.js';
import { excerpt, readCommand } from '../understand/index.js';
import { yesNoInWords } from './choices.js';
import { changeForm, type Dialog, goTo, type Next, type Prompt } from './dialog.js';
import { fail } from './fail.js';
import { fieldsNamed, labelOf, refsToReview, shownValue } from './names.js';
import type { Ask, Said } from './session.js';
import { takeSlots } from './slots.js';

type ReviewAsk = Extract<Ask, { t: 'review' }>;

/** Lines of one message: 20 lines of about 30 characters stay below the 2,048 bytes of an app text. */
const LINES = 20;

const ACCEPTED = /^(提交|确认|没问题|没错|无误|核对无误|可以|上报|提交吧|交吧)[。.!！吧了]*$/;

/** The lines of a page, numbered through all pages. */
export function reviewLines(d: Dialog, page: number): { lines: string[]; more: boolean } {
  const { form } = d.session;
  const refs = refsToReview(form);
  const first = page * LINES;
  const lines = refs
    .slice(first, first + LINES)
    .map((ref, i) => reviewLine(first + i + 1, labelOf(ref), shownValue(form, [form.root], ref.slot)));
  return { lines, more: refs.length > first + LINES };
}

export function showReview(d: Dialog, ask: ReviewAsk): Prompt {
  const { form } = d.session;
  const node = nodeOf(ask.ref) as ReviewNode;
  const head = node.text === undefined ? REVIEW_HEAD : renderTemplate(node.text, frameOf(form.context, [form.root]));
  const { lines, more } = reviewLines(d, ask.page ?? 0);
  if (lines.length === 0) return { text: `${NOTHING_FILLED}${reviewFoot(false)}` };
  return { text: [head, ...lines, reviewFoot(more)].join('\n') };
}

export function takeReview(d: Dialog, ask: ReviewAsk, said: Said): Next {
  if (said.kind !== 'text') return 'again';
  const text = said.text.trim();
  const command = readCommand(text)?.kind;
  if (ACCEPTED.test(text) || command === 'done' || command === 'submit' || yesNoInWords(text) === 'yes') {
    changeForm(d, (work) => setDone(work, ask.ref, true));
    d.session.fails = 0;
    return 'next';
  }
  const line = lineMeant(d, text);
  if (line !== undefined) return goTo(d, line);
  const [first] = refsToReview(d.session.form).filter((ref) => nodeOf(ref).kind === 'field');
  const slots = first === undefined ? undefined : takeSlots(d, first, text);
  return slots ?? fail(d, notInReview(excerpt(text)), ask);
}

/** A line by its number, or by the whole label of its field. */
function lineMeant(d: Dialog, text: string): Ref | undefined {
  const number = /^(?:第)?([\d０-９]{1,3})(?:项|条|行)?$/.exec(text)?.[1];
  if (number !== undefined) return refsToReview(d.session.form)[Number(number.normalize('NFKC')) - 1];
  const [ref, ...others] = fieldsNamed(d.session.form, text);
  return others.length === 0 ? ref : undefined;
}

/** The next or the previous page; undefined when there is none. */
export function turnReview(d: Dialog, ask: ReviewAsk, by: 1 | -1): ReviewAsk | undefined {
  const page = (ask.page ?? 0) + by;
  if (page < 0 || reviewLines(d, page).lines.length === 0) {
    d.lead.push(by > 0 ? NO_MORE_PAGES : NO_EARLIER_PAGES);
    return undefined;
  }
  return { ...ask, page };
}
