/** The number of an entry in its list, as expressions see it. */
import { expect, test } from '@jest/globals';
import { addItem, type Form, openForm, removeItem, reportOf, setAnswer } from '../../../../src/conversation/index.js';
import { smallPlan } from '../house.js';

const context = { today: '2010-08-10', me: {}, checkFacts: {} };
const plan = smallPlan(
  `people[].name: { label: 姓名 }
people[].no: { label: 序号, kind: integer }
people[].boss: { label: 是不是带班的, kind: yes_no }
people[].jobs[].what: { label: 工种 }
people[].jobs[].no: { label: 序号, kind: integer }`,
  `- repeat: people
  each:
    - compute: no
      value: index
    - ask: name
    - ask: boss
      when: index == 1
    - repeat: jobs
      each:
        - compute: no
          value: index * 10
        - ask: what`,
  'repeats: { people: { label: 人 }, "people[].jobs": { label: 工作 } }',
);

test('numbers follow when an entry before is removed', () => {
  let form = openForm(plan, context);
  for (const name of ['甲', '乙', '丙']) {
    form = addItem(form, 'people') as Form;
    const at = reportOf(form).asked.filter((path) => path.endsWith('.name')).length - 1;
    const answered = setAnswer(form, `people[${at}].name`, name);
    expect(answered.taken).toBe(true);
    form = answered.form;
  }
  form = addItem(addItem(form, 'people[2].jobs') as Form, 'people[2].jobs') as Form;
  expect(reportOf(form).values).toMatchObject({ 'people[2].no': 3, 'people[2].jobs[1].no': 20 });
  form = removeItem(form, 'people', 0);
  expect(reportOf(form).values).toEqual({
    'people[0].name': '乙',
    'people[0].no': 1,
    'people[1].name': '丙',
    'people[1].no': 2,
    'people[1].jobs[0].no': 10,
    'people[1].jobs[1].no': 20,
  });
  expect(reportOf(form).asked).toContain('people[0].boss');
  expect(reportOf(form).hidden).toContain('people[1].boss');
});
