/** A flow as the rows of an XLSForm. What a form cannot say is left out and named. */
import type { FieldDef } from '../../../schemas/field.js';
import type { Block, Expression, Plan, PlanNode, Template } from '../../conversation/index.js';
import { EXPORTED } from '../../texts/forms.js';
import { conditionToXPath, constraintToXPath, NotExpressible, valueToXPath } from '../xpath/from-cel.js';
import type { FormFinding } from './finding.js';
import { formNames, namesInForm } from './form-names.js';
import { boundsOf, LANGUAGE, type Lists, listOf, newLists, typeOf } from './question-types.js';

export type Row = Record<string, string>;

export interface FormSheets {
  survey: Row[];
  choices: Row[];
  settings: Row[];
  findings: FormFinding[];
}

interface Exporter {
  plan: Plan;
  names: ReadonlyMap<PlanNode, string>;
  lists: Lists;
  survey: Row[];
  findings: FormFinding[];
  /** Photos that may come instead of an answer; asked before that question. */
  media: Set<PlanNode>;
  asked: Set<PlanNode>;
  /** Whether the rows are inside a section. */
  grouped: boolean;
}

export function exportForm(plan: Plan): FormSheets {
  const e: Exporter = {
    plan,
    names: namesInForm(plan),
    lists: newLists(),
    survey: [],
    findings: [],
    media: mediaOf(plan),
    asked: new Set(),
    grouped: false,
  };
  addBlock(e, plan.root);
  const { id, version, document } = plan;
  const settings = [{ form_title: document.title, form_id: id, version, default_language: LANGUAGE }];
  return { survey: e.survey, choices: e.lists.rows, settings, findings: e.findings };
}

function mediaOf({ blocks }: Plan): Set<PlanNode> {
  const targets = blocks.flatMap(({ nodes }) =>
    nodes.flatMap((node) => (node.kind === 'field' ? node.media.map(({ slot }) => nodes[slot]) : [])),
  );
  return new Set(targets.filter((node) => node?.kind === 'given'));
}

function addBlock(e: Exporter, block: Block): void {
  let section = -1;
  const outside = e.grouped;
  e.grouped = false;
  const close = () => {
    if (section >= 0) e.survey.push({ type: 'end_group', name: sectionName(block, section) });
    section = -1;
    e.grouped = false;
  };
  for (const node of block.nodes) {
    if (e.media.has(node) || e.asked.has(node)) continue;
    if (!isShown(node)) {
      if (node.kind === 'stop' || node.kind === 'go') left(e, node.gate === 0 ? undefined : node.kind);
      if (node.kind === 'lookup') left(e, `lookup ${node.action}`);
      continue;
    }
    if (node.section !== section) {
      close();
      section = node.section;
      const title = block.sections[section]?.title;
      if (title !== undefined) {
        add(e, { type: 'begin_group', name: sectionName(block, section), label: templateText(e, title) });
        e.grouped = true;
      }
    }
    addNode(e, block, node);
  }
  close();
  e.grouped = outside;
}

function isShown(node: PlanNode): boolean {
  return 'field' in node || node.kind === 'list' || node.kind === 'note';
}

function sectionName(block: Block, section: number): string {
  return `section_${block.index}_${section}`;
}

/** Notes what is left out. */
function left(e: Exporter, what: string | undefined): void {
  if (what === undefined) return;
  e.findings.push({ sheet: 'survey', row: e.survey.length + 2, code: 'not_exported', facts: { what } });
}

function add(e: Exporter, cells: Record<string, string | undefined>): void {
  const written = Object.entries(cells).filter((entry): entry is [string, string] => (entry[1] ?? '') !== '');
  const texts = new Set(['label', 'hint', 'constraint_message']);
  e.survey.push(Object.fromEntries(written.map(([key, text]) => [texts.has(key) ? `${key}::${LANGUAGE}` : key, text])));
}

function addNode(e: Exporter, block: Block, node: PlanNode): void {
  const relevant = relevanceOf(e, block, node.gate);
  const name = e.names.get(node) ?? '';
  // a name that had to be changed is found again by its old one
  const own = 'path' in node && name !== '' && name !== node.path ? { lw_name: node.path } : {};
  switch (node.kind) {
    case 'note':
      add(e, { type: 'note', name: `note_${block.index}_${node.slot}`, label: templateText(e, node.text), relevant });
      return;
    case 'list': {
      const count = node.count === undefined ? undefined : attempt(e, node.count, valueToXPath);
      // a form begins a repeat with one entry where nothing else is said
      const min = count === undefined || node.min > 0 ? String(node.min) : undefined;
      add(e, { type: 'begin_repeat', name, ...own, label: node.title, relevant, repeat_count: count, lw_min: min });
      addBlock(e, node.block);
      e.survey.push({ type: 'end_repeat', name });
      return;
    }
    case 'computed': {
      const calculation = attempt(e, node.value, valueToXPath) ?? "''";
      add(e, { type: 'calculate', name, ...own, relevant, calculation, lw_kind: node.field.kind });
      return;
    }
    case 'given':
      addGiven(e, node, { name, ...own, relevant });
      return;
    case 'field':
      for (const { slot } of node.media) {
        const target = block.nodes[slot];
        if (target?.kind !== 'given' || !e.media.delete(target)) continue;
        addMedia(e, target, { name: e.names.get(target), relevant });
        e.asked.add(target);
      }
      addQuestion(e, node, { name, ...own, relevant });
      return;
    default:
      return;
  }
}

type Cells = Record<string, string | undefined>;

/** A value from outside. */
function addGiven(e: Exporter, node: Extract<PlanNode, { kind: 'given' }>, cells: Cells): void {
  const lw_kind = node.field.kind;
  if (node.value === undefined) add(e, { ...cells, type: 'hidden', lw_kind });
  else {
    const calculation = attempt(e, node.value, valueToXPath) ?? "''";
    add(e, { ...cells, type: 'calculate', calculation, lw_kind });
  }
}

/** What may be sent instead of an answer can be asked for. */
function addMedia(e: Exporter, { field }: Extract<PlanNode, { kind: 'given' }>, cells: Cells): void {
  add(e, { ...cells, type: typeOf(field).type, label: field.label, lw_kind: field.kind });
}

function addQuestion(e: Exporter, node: Extract<PlanNode, { kind: 'field' }>, cells: Cells): void {
  const { field } = node;
  const { type, list } = listOf(e.lists, field);
  if (node.warnIf !== undefined) left(e, `${node.path}: warnIf`);
  if (node.from !== undefined) left(e, `${node.path}: ${node.from.action}`);
  const names = formNames(e.plan, e.names, e.grouped, node);
  const own = node.constraint === undefined ? undefined : attempt(e, node.constraint, constraintToXPath, names);
  const constraint = [...boundsOf(field), ...(own === undefined ? [] : [own])]
    .map((part, _i, parts) => (parts.length > 1 && / or /.test(part) ? `(${part})` : part))
    .join(' and ');
  const hint = node.hint === undefined ? field.help : templateText(e, node.hint);
  add(e, {
    ...cells,
    type: list === undefined ? type : `${type} ${list}`,
    label: node.say === undefined ? field.label : templateText(e, node.say),
    hint: [hint, field.unit === undefined ? undefined : EXPORTED.unit(field.unit)].filter(Boolean).join(' '),
    required: requiredOf(e, node),
    constraint,
    constraint_message: node.message === undefined ? undefined : templateText(e, node.message),
    default: defaultOf(e, node),
    choice_filter: node.filter === undefined ? undefined : attempt(e, node.filter, conditionToXPath),
    ...ownColumns(node, field),
  });
}

/** Columns that only our own import reads. */
function ownColumns(node: Extract<PlanNode, { kind: 'field' }>, field: FieldDef): Cells {
  const text = (n: number | undefined) => (n === undefined ? undefined : String(n));
  return {
    lw_kind: field.options === undefined && /^choices?$/.test(field.kind) ? 'text' : field.kind,
    lw_min: text(field.min),
    lw_max: text(field.max),
    lw_minLength: text(field.minLength),
    lw_maxLength: text(field.maxLength),
    lw_unit: field.unit,
    lw_keep: node.keep ? 'yes' : undefined,
  };
}

function requiredOf(e: Exporter, node: Extract<PlanNode, { kind: 'field' }>): string | undefined {
  if (node.noneAllowed || node.required === false) return undefined;
  return node.required === true ? 'yes' : attempt(e, node.required, conditionToXPath);
}

function defaultOf(e: Exporter, node: Extract<PlanNode, { kind: 'field' }>): string | undefined {
  const { suggestion } = node;
  const text = suggestion === undefined ? undefined : attempt(e, suggestion, valueToXPath);
  // a text or a number stands in a default as it is
  const literal = text === undefined ? undefined : /^'([^']*)'$/.exec(text)?.[1];
  return literal ?? text;
}

/** All conditions around a node. What a form cannot ask (a lookup) finds nothing. */
function relevanceOf(e: Exporter, block: Block, gate: number): string | undefined {
  const parts: string[] = [];
  for (let at = gate; at !== 0; ) {
    const own = block.gates[at];
    if (own === undefined) break;
    if (own.outcome !== undefined && own.outcome.is !== 'none') parts.unshift('false()');
    const when = own.when === undefined ? undefined : attempt(e, own.when, conditionToXPath);
    if (when !== undefined && when !== 'true()') parts.unshift(when);
    at = own.parent;
  }
  const unique = [...new Set(parts)];
  return unique.length === 0
    ? undefined
    : unique.length === 1
      ? unique[0]
      : unique.map((part) => `(${part})`).join(' and ');
}

type Writer = (expression: Expression, names: ReturnType<typeof formNames>) => string;

function attempt(
  e: Exporter,
  expression: Expression,
  write: Writer,
  names: ReturnType<typeof formNames> = formNames(e.plan, e.names, e.grouped),
): string | undefined {
  try {
    return write(expression, names);
  } catch (error) {
    if (!(error instanceof NotExpressible)) throw error;
    left(e, expression.source);
    return undefined;
  }
}

/** A text with `${name}` where it shows a field; what is worked out in a text is left out. */
function templateText(e: Exporter, { parts, source }: Template): string {
  const names = formNames(e.plan, e.names, e.grouped);
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const place = part.name?.is === 'leaf' ? part.name.place : undefined;
      const ref = place === undefined || place.level < 0 ? undefined : names.ref(place);
      if (ref === undefined) left(e, source);
      return ref ?? '…';
    })
    .join('');
}
