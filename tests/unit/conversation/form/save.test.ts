import { expect, test } from '@jest/globals';
import { type Form, openForm, setAnswer } from '../../../../src/conversation/form/headless.js';
import { loadForm, saveForm } from '../../../../src/conversation/form/save.js';
import { smallPlan } from '../house.js';

const context = { today: '2010-08-10', me: {}, checkFacts: {} };
const plan = smallPlan(
  'a: { label: 甲, kind: integer }\nb: { label: 乙, kind: integer }\nc: { label: 丙, kind: integer }',
  '- ask: a\n- ask: b\n- ask: c',
);

const answered = (form: Form, answers: Record<string, unknown>) =>
  Object.entries(answers).reduce((now, [path, value]) => setAnswer(now, path, value).form, form);

test('what is changed after loading is saved as if it had always been so, and what was loaded stays as it was', () => {
  const stored = saveForm(answered(openForm(plan, context), { a: 1, b: 2 }));
  const before = structuredClone(stored);
  // null takes an answer back
  const changed = saveForm(answered(loadForm(plan, context, stored), { a: 5, b: null, c: 3 }));
  expect(changed).toEqual({ a: { a: 5, c: 3 } });
  expect(saveForm(answered(loadForm(plan, context, stored), { a: null, b: null }))).toEqual({});
  expect(stored).toEqual(before);
});

test('answers that the plan does not know are not saved again', () => {
  expect(saveForm(loadForm(plan, context, { a: { a: 1, gone: 2 } }))).toEqual({ a: { a: 1 } });
});
