/** Workbooks and plays for tests, without files. */
import { type Json, type JsonObject, loadFlows, openForm, type Plan } from '../../../src/conversation/index.js';
import { baseOf } from '../../../src/forms/answer-path.js';
import { type PlayedAnswer, playForm } from '../../../src/forms/play.js';
import type { FormSheets, Row } from '../../../src/forms/xlsform/export.js';
import { type Imported, importForm } from '../../../src/forms/xlsform/import.js';
import type { Workbook } from '../../../src/forms/xlsform/sheets.js';

/** A table with `|` between its cells; the first line names the columns. */
export function table(text: string): Row[] {
  const [head = '', ...lines] = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const columns = head.split('|').map((cell) => cell.trim());
  return lines.map((line) => {
    const cells = line.split('|').map((cell) => cell.trim().replaceAll('¦', '|'));
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']).filter(([, cell]) => cell !== ''));
  });
}

export function workbookOf({ survey, choices, settings }: Omit<FormSheets, 'findings'>): Workbook {
  const sheet = (rows: readonly Row[]) => ({
    columns: [...new Set(['type', 'name', 'list_name', ...rows.flatMap((row) => Object.keys(row))])],
    rows: rows.map((cells, i) => ({ row: i + 2, cells: new Map(Object.entries(cells)) })),
  });
  return { survey: sheet(survey), choices: sheet(choices), settings: sheet(settings) };
}

export function formOf(survey: string, choices = ''): Imported {
  return importForm(workbookOf({ survey: table(survey), choices: table(choices), settings: [] }), 'form.xlsx');
}

/** @throws when the form has errors */
export function planOf(imported: Imported): Plan {
  if (imported.plan === undefined) throw new Error(JSON.stringify(imported.findings, null, 1) + imported.yaml);
  return imported.plan;
}

export function yamlPlan(text: string): Plan {
  const id = /^flow: (\S+)/m.exec(text)?.[1] ?? '';
  const { flows, findings } = loadFlows([{ file: `${id}.yaml`, text }], {
    records: new Map(),
    actions: new Map(),
    me: {},
  });
  const plan = flows[0]?.plan;
  if (plan === undefined) throw new Error(JSON.stringify(findings, null, 1));
  return plan;
}

export const TODAY = '2010-08-10';

export function play(plan: Plan, answers: readonly PlayedAnswer[], outer = new Map<string, string>()) {
  const form = openForm(plan, { today: TODAY, me: {}, checkFacts: {} }, {} as JsonObject);
  return [...playForm(plan, form, answers, { base: baseOf(answers.map(({ field }) => field)), outer })];
}

/** `[['age', 3], …]` as answers. */
export function answers(...pairs: [string, Json][]): PlayedAnswer[] {
  return pairs.map(([field, value]) => ({ field, value }));
}

export type Pairs = Parameters<typeof answers>;

/** What follows from the last of some answers. */
export function last(survey: string, choices: string, ...pairs: Pairs) {
  const imported = formOf(survey, choices);
  const line = play(planOf(imported), answers(...pairs), new Map(imported.outer)).at(-1);
  if (line === undefined) throw new Error('no answers');
  return line;
}
