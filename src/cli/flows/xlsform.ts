/** `flows import` and `flows export`. */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { formFindingLine } from '../../forms/finding-line.js';
import { exportForm } from '../../forms/xlsform/export.js';
import { idOf, importForm } from '../../forms/xlsform/import.js';
import { readWorkbook } from '../../forms/xlsform/sheets.js';
import { writeWorkbook } from '../../forms/xlsform/write-workbook.js';
import type { FlowCommand } from '../flows.js';
import { readFlow } from './read-flow.js';

export const importCommand: FlowCommand = async (path, { out }, print) => {
  if (path === undefined) throw new RangeError('import FORM.xlsx [--out FLOW.yaml]');
  const { workbook, findings } = await readWorkbook(path);
  const imported = importForm(workbook, basename(path), out === undefined ? undefined : idOf(basename(out)));
  const lines = [...findings, ...imported.findings].map((finding) => formFindingLine(path, finding));
  const broken = imported.plan === undefined || findings.length > 0;
  if (out === undefined) {
    // notes go into the file as remarks, so that the output is a flow whatever was noticed
    for (const line of lines) print(`# ${line}`);
    print(imported.yaml.trimEnd());
  } else {
    writeFileSync(out, imported.yaml);
    for (const line of lines) print(line);
  }
  return broken ? 1 : 0;
};

export const exportCommand: FlowCommand = async (path, { xlsx }, print) => {
  if (path === undefined || xlsx === undefined) throw new RangeError('export FLOW --xlsx OUT.xlsx');
  const { plan, lines } = await readFlow(path);
  for (const line of lines) print(line);
  if (plan === undefined) return 1;
  const form = exportForm(plan);
  await writeWorkbook(xlsx, form);
  for (const finding of form.findings) print(formFindingLine(basename(xlsx), finding));
  return 0;
};
