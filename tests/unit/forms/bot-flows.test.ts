/** Every flow of the house as an XLSForm: the reference converter takes it, and it comes back as a flow. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { registryForAuthors } from '../../../src/cli/flows/registry.js';
import { loadFlows } from '../../../src/conversation/index.js';
import { readFlowFiles } from '../../../src/flow-loader.js';
import { exportForm } from '../../../src/forms/xlsform/export.js';
import { isFormError } from '../../../src/forms/xlsform/finding.js';
import { importForm } from '../../../src/forms/xlsform/import.js';
import { readWorkbook } from '../../../src/forms/xlsform/sheets.js';
import { writeWorkbook } from '../../../src/forms/xlsform/write-workbook.js';
import { convertForms, pythonWithPyxform } from '../../support/pyxform.js';

const folder = mkdtempSync(join(tmpdir(), 'forms-'));
const { flows } = loadFlows(readFlowFiles('bot-flows'), registryForAuthors());
// what only shows something has nothing to fill in
const asking = flows.filter(({ plan }) => plan.blocks.some(({ nodes }) => nodes.some(({ kind }) => kind === 'field')));
const fileOf = (id: string) => join(folder, `${id}.xlsx`);

beforeAll(async () => {
  for (const { id, plan } of asking) await writeWorkbook(fileOf(id), exportForm(plan));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the reference converter takes every flow', () => {
  const python = pythonWithPyxform();
  if (python === undefined) {
    process.stderr.write('pyxform: skipped, there is no python3 or PyPI cannot be reached\n');
    return;
  }
  const results = convertForms(
    python,
    asking.map(({ id }) => fileOf(id)),
  );
  const refused = Object.entries(results).flatMap(([path, { error }]) =>
    error === undefined ? [] : [`${path}: ${error}`],
  );
  expect(refused).toEqual([]);
  expect(Object.keys(results)).toHaveLength(asking.length);
  for (const { xform } of Object.values(results)) expect(xform).toContain('<h:html');
}, 300_000);

test.each(asking.map(({ id }) => id))('%s comes back as a flow', async (id) => {
  const { workbook, findings } = await readWorkbook(fileOf(id));
  expect(findings).toEqual([]);
  const imported = importForm(workbook, `${id}.xlsx`);
  expect(imported.findings.filter(isFormError)).toEqual([]);
  expect(imported.plan).toBeDefined();
});
