import { expect, test } from '@jest/globals';
import { compileTemplate, renderTemplate } from '../../../../src/conversation/expressions/template.js';
import { frameWith, sampleScope } from './names.js';

function render(source: string, answers: Record<string, unknown> = {}): string {
  const { template, faults } = compileTemplate(sampleScope, source);
  expect(faults).toEqual([]);
  return renderTemplate(template, frameWith(answers));
}

test('values are shown as people read them', () => {
  expect(render('共 {{total}}，月薪 {{wage}}', { total: 1200, wage: 350_000 })).toBe('共 1,200 人，月薪 3,500元');
  expect(render('{{unitKind}}，{{since}}起', { unitKind: 'site', since: '2010-08-12' })).toBe('工地，8月12日 周四起');
  expect(render('{{kinds}}', { kinds: ['company', 'site'] })).toBe('企业、工地');
  expect(render('签订率 {{percent(signed, total)}}', { signed: 12, total: 32 })).toBe('签订率 38%');
  expect(render('{{total + 0.1 + 0.2}}', { total: 0 })).toBe('0.3');
});

test('what is not known is a dash', () => {
  expect(render('共 {{total}}')).toBe('共 —');
});

test('faults tell where in the text they are', () => {
  const { faults } = compileTemplate(sampleScope, '共 {{totl}} 人，{{ name > 1 }}');
  expect(faults.map(({ code, at }) => [code, at])).toEqual([
    ['expr_unknown_name', 4],
    ['expr_types', 16],
  ]);
});
