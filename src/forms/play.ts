/** A form played by a program: answers in a given order, and after each what follows from it (docs/xlsform.md, part 1). */
import {
  addItem,
  closeList,
  confirmAnswer,
  endIssuesOf,
  type Form,
  type FormReport,
  fillLists,
  type Json,
  nextQuestion,
  optionsOf,
  type Plan,
  reportOf,
  setAnswer,
  skipAnswer,
} from '../conversation/index.js';
import { type Naming, patternOf, toInner, toOuter } from './answer-path.js';
import { type Asked, findNode, patternsOf } from './plan-paths.js';

export interface PlayedAnswer {
  field: string;
  value: Json;
}

/** Why an answer was not taken. `entry`: there is no such entry, or the list is full. `not_asked`: it is worked out or given. */
export type Refusal = 'unknown' | 'hidden' | 'not_asked' | 'entry' | 'type' | 'constraint';

interface Played {
  field: string;
  next: string | null;
  asked: string[];
  hidden: string[];
  values: Record<string, Json>;
  violations: { field: string; kind: 'required' | 'type' | 'constraint'; message?: string }[];
  options: string[] | null;
  refused: { why: Refusal; message?: string } | null;
  /** Taken, but a soft rule doubts it: the same answer again confirms it. */
  doubted?: true;
}

interface Outcome {
  form: Form;
  refused: Played['refused'];
  doubted: boolean;
}

/** The form with the entries that its lists must have, and past the lists: no more entries are asked for by themselves. */
function settle(form: Form): Form {
  let current = fillLists(form);
  for (let at = nextQuestion(current); at?.kind === 'list'; at = nextQuestion(current)) {
    current = closeList(current, at.path);
  }
  return current;
}

function entriesOf(form: Form, list: string): number {
  const { asked, hidden } = reportOf(form);
  const numbers = [...asked, ...hidden]
    .filter((path) => path.startsWith(`${list}[`))
    .map((path) => Number.parseInt(path.slice(list.length + 1), 10) + 1);
  return Math.max(0, ...numbers);
}

/** Plays answers one by one. `unknown` becomes true in the end when an answer named a field that the form does not have. */
export function* playForm(
  plan: Plan,
  start: Form,
  answers: readonly PlayedAnswer[],
  naming: Naming,
): Generator<Played, { unknown: boolean }> {
  let form = settle(start);
  let unknown = false;
  let doubted: PlayedAnswer | undefined;
  for (const answer of answers) {
    const path = toInner(naming, answer.field);
    const again = doubted !== undefined && sameAnswer(doubted, answer);
    const outcome = again ? confirmed(form, path) : answered(plan, form, path, answer.value);
    form = outcome.form;
    doubted = outcome.doubted ? answer : undefined;
    unknown ||= outcome.refused?.why === 'unknown';
    yield lineOf(form, answer.field, path, outcome, naming);
  }
  return { unknown };
}

function sameAnswer(a: PlayedAnswer, b: PlayedAnswer): boolean {
  return a.field === b.field && JSON.stringify(a.value) === JSON.stringify(b.value);
}

function confirmed(form: Form, path: string): Outcome {
  return { form: settle(confirmAnswer(form, path)), refused: null, doubted: false };
}

function answered(plan: Plan, form: Form, path: string, given: Json): Outcome {
  const refuse = (why: Refusal, message = ''): Outcome => ({
    form,
    refused: message === '' ? { why } : { why, message },
    doubted: false,
  });
  const pattern = patternOf(path);
  const node = findNode(plan, pattern);
  if (node === undefined) return refuse(patternsOf(plan).has(pattern) ? 'not_asked' : 'unknown');
  const there = withEntries(form, path);
  if (there === undefined) return refuse(isBelowHidden(form, path) ? 'hidden' : 'entry');
  const { asked } = reportOf(there);
  if (!asked.includes(path)) return refuse('hidden');
  const value = valueFor(node, given);
  if (value === null) {
    const skipped = skipAnswer(there, path);
    const emptied = skipped.taken ? skipped : setAnswer(there, path, null);
    return { form: settle(emptied.form), refused: null, doubted: false };
  }
  const taken = setAnswer(there, path, value);
  if (taken.taken) return { form: settle(taken.form), refused: null, doubted: taken.doubted };
  return refuse(taken.kind === 'type' || taken.kind === 'constraint' ? taken.kind : 'not_asked', taken.message);
}

/** The form with the entry that an answer speaks of: the next one of its list is begun by its first answer. */
function withEntries(form: Form, path: string): Form | undefined {
  let current = form;
  for (const match of path.matchAll(/\[(\d+)\]/g)) {
    const list = path.slice(0, match.index);
    const index = Number(match[1]);
    const count = entriesOf(current, list);
    if (index < count) continue;
    const longer = index > count ? undefined : addItem(current, list);
    // a list that has as many as it may have takes no more
    if (longer === undefined || entriesOf(longer, list) <= index) return undefined;
    current = settle(longer);
  }
  return current;
}

function isBelowHidden(form: Form, path: string): boolean {
  return reportOf(form).hidden.some((hidden) => path.startsWith(`${hidden}[`));
}

/**
 * Nothing, an empty text and an empty list are the same: no answer. Several choices may come as one text with spaces, options
 * whose names are numbers as numbers, days and times with what is more exact than they are.
 */
function valueFor({ field }: Pick<Asked, 'field'>, given: Json): Json {
  if (given === null || given === '' || (Array.isArray(given) && given.length === 0)) return null;
  if (typeof given === 'number' && (field.kind === 'choice' || field.kind === 'choices'))
    return valueFor({ field }, String(given));
  if (field.kind === 'choices' && Array.isArray(given))
    return given.map((each) => (typeof each === 'number' ? String(each) : each));
  if (typeof given !== 'string') return given;
  if (field.kind === 'choices') return given.trim().split(/\s+/);
  if (field.kind === 'date') return /^(\d{4}-\d\d-\d\d)T\d\d:\d\d/.exec(given)?.[1] ?? given;
  if (field.kind === 'time') return /^(\d\d:\d\d):\d\d/.exec(given)?.[1] ?? given;
  return given;
}

function lineOf(form: Form, field: string, path: string, { refused, doubted }: Outcome, naming: Naming): Played {
  const report = reportOf(form);
  const out = (inner: string) => toOuter(naming, inner);
  const next = nextQuestion(form);
  const options = next === null ? [] : optionsOf(form, next.path);
  return {
    field,
    next: next === null ? null : out(next.path),
    asked: report.asked.map(out),
    hidden: report.hidden.map(out),
    values: Object.fromEntries(Object.entries(report.values).map(([key, value]) => [out(key), value])),
    violations: violationsOf(form, report, path, refused, next === null).map((each) => ({
      ...each,
      field: out(each.field),
    })),
    options: options.length === 0 ? null : options.map(({ value }) => value),
    refused,
    ...(doubted && { doubted }),
  };
}

/** What is wrong now; an answer that was refused for its value is named too, although the form does not hold it. */
function violationsOf(
  form: Form,
  report: FormReport,
  path: string,
  refused: Played['refused'],
  complete: boolean,
): Played['violations'] {
  const found: Played['violations'] = [...report.violations, ...(complete ? endIssuesOf(form) : [])].map(
    ({ field, kind, message }) => ({
      field,
      kind: kind === 'list' ? 'required' : kind,
      ...(message !== '' && { message }),
    }),
  );
  if (refused === null || (refused.why !== 'type' && refused.why !== 'constraint')) return found;
  const { why: kind, message } = refused;
  const own = { field: path, kind, ...(message !== undefined && { message }) };
  const at = found.findIndex(({ field }) => field === path);
  return at < 0 ? [...found, own] : found.with(at, own);
}
