/** An XLSForm as a flow: the workbook's rows become a document, which is linted like any other flow. */
import { stringify } from 'yaml';
import type { Step } from '../../../schemas/flow-steps.js';
import { type Finding, loadFlows, type Plan, positionsOf, type Registry } from '../../conversation/index.js';
import { IMPORTED } from '../../texts/forms.js';
import { readChoices } from './choices.js';
import { type FormFinding, isFormError } from './finding.js';
import type { Model } from './model.js';
import { nameItems, outerNames, plainName } from './names.js';
import type { Workbook } from './sheets.js';
import { type Builder, stepsOf } from './steps.js';
import { readSurvey } from './survey.js';

export interface Imported {
  /** Text of the flow file; there even when something is missing in it. */
  yaml: string;
  id: string;
  /** Undefined when there are errors. */
  plan?: Plan;
  findings: FormFinding[];
  /** For answers that use the form's own names. */
  outer: ReadonlyMap<string, string>;
}

const TITLE_MAX = 20;
/** Forms need nothing of the house. */
const NO_HOUSE: Registry = { records: new Map(), actions: new Map(), me: {} };

/** @param id name for the flow; without it the form's own */
export function importForm(workbook: Workbook, fileName: string, id?: string): Imported {
  const settings = workbook.settings.rows[0]?.cells ?? new Map<string, string>();
  const defaultLanguage = settings.get('default_language');
  const survey = readSurvey(workbook.survey);
  const choices = readChoices(workbook.choices, defaultLanguage);
  const { named, around, findings } = nameItems(survey.items);
  const model: Model = {
    named,
    around,
    lists: choices.lists,
    findings: [...survey.findings, ...choices.findings, ...findings],
    calculated: new Map(),
  };
  const b: Builder = {
    model,
    choices,
    defaultLanguage,
    fields: {},
    repeats: {},
    takes: [],
    used: new Set(),
    rows: new Map(),
  };
  const steps = stepsOf(b, survey.items);
  const title = titleOf(settings.get('form_title'), model.findings);
  const flow = id ?? idOf(settings.get('form_id') ?? fileName);
  const lists = Object.fromEntries([...b.used].map((list) => [list, choices.lists.get(list) ?? []]));
  const document = {
    flow,
    title,
    ...(Object.keys(b.fields).length > 0 && { fields: b.fields }),
    ...(Object.keys(b.repeats).length > 0 && { repeats: b.repeats }),
    ...(b.takes.length > 0 && { takes: b.takes }),
    ...(Object.keys(lists).length > 0 && { lists }),
    steps: [...steps, 'review', { stop: IMPORTED.done }],
  };
  const yaml = `# yaml-language-server: $schema=../schemas/flow.schema.json\n${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`;
  const loaded = loadFlows([{ file: `${flow}.yaml`, text: yaml }], NO_HOUSE);
  const found = [...model.findings, ...lintFindings(loaded.findings, yaml, document.steps as Step[], b)];
  const plan = found.some(isFormError) ? undefined : loaded.flows[0]?.plan;
  return { yaml, id: flow, findings: inOrder(found), outer: outerNames(named), ...(plan !== undefined && { plan }) };
}

function titleOf(title: string | undefined, findings: FormFinding[]): string {
  const full = title ?? IMPORTED.title;
  const characters = [...full];
  if (characters.length <= TITLE_MAX) return full;
  const cut = characters.slice(0, TITLE_MAX).join('');
  findings.push({ sheet: 'settings', row: 2, code: 'title_cut', facts: { title: cut } });
  return cut;
}

export function idOf(name: string): string {
  const plain = plainName(name.replace(/\.\w+$/, ''), 1)
    .toLowerCase()
    .replace(/_+/g, '-')
    .replace(/^-+/, '');
  return /^[a-z]/.test(plain) ? plain : `form-${plain}`;
}

/** Columns that keys of steps come from. */
const COLUMNS: Readonly<Record<string, string>> = {
  when: 'relevant',
  constraint: 'constraint',
  required: 'required',
  value: 'calculation',
  default: 'default',
  filter: 'choice_filter',
  count: 'repeat_count',
  say: 'label',
};

/** What the linter found in the flow, told for the row it came from. */
function lintFindings(findings: readonly Finding[], yaml: string, steps: readonly Step[], b: Builder): FormFinding[] {
  const position = positionsOf(yaml);
  const lines: { line: number; row: number }[] = [];
  const walk = (inner: readonly Step[], path: (string | number)[]) => {
    inner.forEach((step, i) => {
      const at = [...path, i];
      const row = b.rows.get(step);
      if (row !== undefined) lines.push({ line: position(at).line, row });
      if (typeof step === 'string') return;
      if ('section' in step) walk(step.steps, [...at, 'steps']);
      if ('repeat' in step && Array.isArray(step.each)) walk(step.each, [...at, 'each']);
    });
  };
  walk(steps, ['steps']);
  const texts = yaml.split('\n');
  return findings.map(({ line, code, message, hint, severity }): FormFinding => {
    const row = lines.findLast((each) => each.line <= line)?.row ?? 0;
    const column = COLUMNS[/^\s*(?:- )?(\w+):/.exec(texts[line - 1] ?? '')?.[1] ?? ''];
    return {
      sheet: 'survey',
      row,
      ...(column !== undefined && { column }),
      code: severity === 'error' ? 'not_a_flow' : 'flow_doubt',
      facts: { message: `${message}。${hint}`, lint: code },
    };
  });
}

function inOrder(findings: readonly FormFinding[]): FormFinding[] {
  const seen = new Set<string>();
  return findings
    .filter((finding) => {
      const key = JSON.stringify(finding);
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => a.sheet.localeCompare(b.sheet) || a.row - b.row);
}
