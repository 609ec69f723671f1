import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { PlanTemplate } from '../../../../schemas/plan.js';
// @ts-expect-error a plain script
import { planDoc, planTexts } from '../../../../scripts/plan-doc.mjs';
import { loadCalendar } from '../../../../src/domain/calendar/index.js';
import { PLAN_FINDINGS } from '../../../../src/domain/plans/finding.js';
import { lintPlan, loadPlans } from '../../../../src/domain/plans/index.js';
import { planFindingText } from '../../../../src/texts/plan-lint.js';

const root = join(import.meta.dirname, '../../../..');
const calendar = loadCalendar(join(root, 'calendar'));
const HUIJI = readFileSync(join(root, 'plans/huiji-2010.yaml'), 'utf8');

const ITEM_LINES = 6;

/** The plan with one line changed, and where that line begins to differ. */
function mutated(from: string | RegExp, to: string): { text: string; line: number } {
  const text = HUIJI.replace(from, to);
  if (text === HUIJI) throw new Error(`nothing like ${from}`);
  const lines = HUIJI.split('\n');
  return { text, line: text.split('\n').findIndex((line, i) => line !== lines[i]) + 1 };
}

describe('plans/huiji-2010', () => {
  test('has no errors, and warns of the two odd dates of the document', () => {
    const { plan, findings } = lintPlan('plans/huiji-2010.yaml', HUIJI, calendar);
    expect(plan?.title).toContain('两网化');
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(findings.map(({ code, facts }) => `${code} ${facts['id']}`)).toEqual([
      'due_before_plan command-centre',
      'due_on_rest_day command-centre',
      'due_on_rest_day city-network',
      'due_on_rest_day jinbao-network',
    ]);
  });

  test('makes something of each of S1–S64', () => {
    const plan = PlanTemplate.parse(lintPlan('huiji-2010.yaml', HUIJI, calendar).plan);
    const numbers = Array.from({ length: 64 }, (_, i) => `S${i + 1}`);
    expect(Object.keys(plan.requirements)).toEqual(numbers);
    const covered = new Set(
      [...plan.milestones, ...plan.duties, ...plan.rules, ...plan.records].flatMap(({ sources }) => sources),
    );
    expect(numbers.filter((number) => !covered.has(number))).toEqual([]);
  });

  test('the page and the schema for editors are as the plans and the format now say', () => {
    expect(readFileSync(join(root, 'docs/plan.md'), 'utf8')).toBe(planDoc(planTexts()));
    const schema = z.toJSONSchema(PlanTemplate, { io: 'input', unrepresentable: 'any' });
    expect(JSON.parse(readFileSync(join(root, 'plans/plan.schema.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(schema)),
    );
  });

  test('is served by the loader under its name', () => {
    const { plans, findings } = loadPlans(join(root, 'plans'), calendar);
    expect([...plans.keys()]).toEqual(['demo-year', 'huiji-2010']);
    expect(findings.every(({ severity }) => severity === 'warning')).toBe(true);
  });
});

describe('the linter finds', () => {
  test.each<[string, string | RegExp, string]>([
    ['id_invalid', 'id: town-database', 'id: Town database'],
    ['level_unknown', 'for: [district]', 'for: [county]'],
    ['level_unknown', 'owner: town', 'owner: province'],
    ['day_invalid', 'due: 2010-08-10', 'due: 2010-08-32'],
    ['day_invalid', 'due: 2010-08-20', 'due: soon'],
    ['day_invalid', 'from: 2010-09-01', 'from: 2010-9-1'],
    ['file_name', 'plan: huiji-2010', 'plan: huiji-2011'],
    ['id_twice', 'id: town-database', 'id: first-collection'],
    ['source_missing', 'sources: [S3]', 'sources: []'],
    ['source_unknown', 'sources: [S3]', 'sources: [S3, S65]'],
    ['requirement_uncovered', '  S64: ', '  S65: 没有人管的一条\n  S64: '],
    ['due_after_unknown', '{ days: 60, after: full-time-inspector }', '{ days: 60, after: nobody }'],
    ['due_cycle', 'after: grid-built }', 'after: ready-for-city }'],
    ['after_unknown', 'after: [squadron-leader]', 'after: [nobody]'],
    ['after_level', 'after: [squadron-leader]', 'after: [service-station]'],
    ['owner_below', /owner: district\n {4}due: 2010-08-10/, 'owner: village\n    due: 2010-08-10'],
    ['check_unknown', 'name: leader_appointed', 'name: leader_elected'],
    ['check_params', 'maxAgeDays: 183', 'maxAgeDays: half a year'],
    ['check_params', 'percent: 95', 'percent: 120'],
    ['proof_missing', 'evidence: [document, note]', 'evidence: []'],
    ['renew_without_check', 'evidence: [document, note]', 'evidence: [note]\n    renew: { workdays: 3 }'],
    ['duty_dates', 'from: 2010-08-30', 'from: 2010-08-30\n    until: 2010-08-01'],
    ['format', 'weight: 3', 'wieght: 3'],
    ['format', 'weight: 3', 'weight: heavy'],
    ['yaml', 'milestones:', 'milestones: ['],
  ])('%s in %p → %p, at its line', (code, from, to) => {
    const { text, line } = mutated(from, to);
    const { findings } = lintPlan('plans/huiji-2010.yaml', text, calendar);
    const found = findings.filter((finding) => finding.code === code);
    expect(found.length).toBeGreaterThan(0);
    // what a whole item lacks is told at its beginning; a mistake of syntax where the parser stumbles
    const near = found.some((finding) => Math.abs(line - finding.line) <= ITEM_LINES);
    expect(near || code === 'yaml').toBe(true);
    expect(found[0]?.column).toBeGreaterThan(0);
    expect(planFindingText(found[0] as (typeof findings)[0])).toMatch(/^plans\/huiji-2010\.yaml:\d+:\d+ .+[。]$/);
  });

  test('a circle of what must be done before, and names it', () => {
    const { text } = mutated('after: [duty-texts]', 'after: [duties-read]');
    const found = lintPlan('huiji-2010.yaml', text, calendar).findings.find(({ code }) => code === 'after_cycle');
    expect(found?.facts['way']).toBe('duties-read → duties-read');
  });

  test('a milestone without any date', () => {
    const { text } = mutated(/^defaultDue: .*$/m, '');
    const codes = lintPlan('huiji-2010.yaml', text, calendar).findings.map(({ code }) => code);
    expect(codes).toContain('due_missing');
  });

  test('and has words for each finding', () => {
    for (const code of Object.keys(PLAN_FINDINGS)) {
      const facts = { file: 'a.yaml', line: 1, column: 1, severity: 'error' as const, facts: {} };
      expect(planFindingText({ code, ...facts })).not.toContain(`] ${code}`);
    }
  });
});
