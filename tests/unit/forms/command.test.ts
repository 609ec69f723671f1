/** `npm run flows` as a program uses it: lines of JSON, exit codes, files. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { flowsCommand } from '../../../src/cli/flows.js';
import { writeWorkbook } from '../../../src/forms/xlsform/write-workbook.js';
import { table } from './sheets.js';

const folder = mkdtempSync(join(tmpdir(), 'flows-'));
const file = (name: string, text?: string) => {
  const path = join(folder, name);
  if (text !== undefined) writeFileSync(path, text);
  return path;
};
const FORM = file('clinic.xlsx');

beforeAll(async () => {
  const survey = table(`type|name|label|required|relevant
    integer|age|年龄|yes|
    select_one yn|adult|成年了吗|yes|\${age} > 17`);
  const choices = table(`list_name|name|label
    yn|yes|是
    yn|no|否`);
  await writeWorkbook(FORM, { survey, choices, settings: [{ form_title: '诊所', form_id: 'clinic' }], findings: [] });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...argv: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await flowsCommand(argv, (line) => lines.push(line));
  return { code, lines };
}

test('an XLSForm from a file is played, a line of JSON after each answer', async () => {
  const answers = file(
    'a.json',
    '[{"field":"age","value":17},{"field":"age","value":18},{"field":"adult","value":"no"}]',
  );
  const { code, lines } = await run('play', FORM, '--answers', answers);
  expect(code).toBe(0);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    line('age', { next: null, asked: ['age'], hidden: ['adult'], values: { age: 17 } }),
    line('age', {
      next: 'adult',
      options: ['yes', 'no'],
      values: { age: 18 },
      violations: [{ field: 'adult', kind: 'required' }],
    }),
    line('adult', { next: null, values: { age: 18, adult: 'no' } }),
  ]);
});

function line(field: string, more: object) {
  return {
    ...{
      field,
      next: null,
      asked: ['age', 'adult'],
      hidden: [],
      values: {},
      violations: [],
      options: null,
      refused: null,
    },
    ...more,
  };
}

test('an import plays like the form itself', async () => {
  const answers = file('b.json', '[{"field":"age","value":40},{"field":"adult","value":"maybe"}]');
  const out = file('clinic-two.yaml');
  expect(await run('import', FORM, '--out', out)).toEqual({ code: 0, lines: [] });
  expect(readFileSync(out, 'utf8')).toContain('flow: clinic-two');
  const [form, flow] = [await run('play', FORM, '--answers', answers), await run('play', out, '--answers', answers)];
  expect(flow).toEqual(form);
  expect(JSON.parse(form.lines[1] ?? '')).toMatchObject({ refused: { why: 'type' } });
  const { code } = await run('export', out, '--xlsx', file('again.xlsx'));
  expect(code).toBe(0);
  expect(await run('play', file('again.xlsx'), '--answers', answers)).toEqual(form);
});

test('an answer to a field that is not there is refused, and the exit code says so', async () => {
  const { code, lines } = await run('play', FORM, '--answers', file('c.json', '[{"field":"nope","value":1}]'));
  expect(code).toBe(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ field: 'nope', next: 'age', refused: { why: 'unknown' } });
});

test('a form with errors is not played', async () => {
  const broken = file('broken.xlsx');
  await writeWorkbook(broken, {
    ...{ survey: table('type|name|label\n  geotrace|way|路'), choices: [], settings: [], findings: [] },
  });
  const { code, lines } = await run('play', broken, '--answers', file('d.json', '[]'));
  expect(code).toBe(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    findings: [expect.stringContaining('survey!2 error type_unsupported')],
  });
});

test.each([
  [['play', 'nowhere.yaml', '--answers', 'nowhere.json'], /nowhere\.json/],
  [['play', FORM], /--answers/],
  [['play', FORM, '--answers', file('e.json', '{')], /e\.json/],
  [['play', FORM, '--answers', file('f.json', '[{"field":1}]')], /field/],
  [['play', FORM, '--answers', file('g.json', '[]'), '--today', 'soon'], /soon/],
  [['play', file('text.xlsx', 'no workbook'), '--answers', file('g.json', '[]')], /./],
  [['map', FORM, '--out', 'map.png'], /svg/],
])('%j is wrong use', async (argv, says) => {
  const { code, lines } = await run(...argv);
  expect(code).toBe(2);
  expect((JSON.parse(lines[0] ?? '') as { error: string }).error).toMatch(says);
});

test('help names every command', async () => {
  const { code, lines } = await run('--help');
  expect(code).toBe(0);
  for (const command of ['lint', 'play', 'import', 'export', 'map', 'paper'])
    expect(lines[0]).toContain(`flows -- ${command} `);
  expect((await run('fly')).code).toBe(2);
});
