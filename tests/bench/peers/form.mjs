// The form of the comparison: twelve questions with checks, and what a person answers; the fourth answer is wrong once.

/** @typedef {{name: string, ask: string, check: (text: string) => boolean}} Question */

const whole = (min, max) => (text) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max;
const oneOf = (...words) => (text) => words.includes(text);
const some = (text) => text.length >= 2 && text.length <= 60;

/** @type {readonly Question[]} */
export const QUESTIONS = [
  { name: 'kind', ask: '哪一类单位？', check: oneOf('企业', '个体', '工地') },
  { name: 'name', ask: '单位全称？', check: some },
  { name: 'road', ask: '哪条路？', check: some },
  { name: 'total', ask: '多少人？', check: whole(0, 5000) },
  { name: 'migrant', ask: '农民工多少人？', check: whole(0, 5000) },
  { name: 'signed', ask: '签合同多少人？', check: whole(0, 5000) },
  { name: 'deposit', ask: '收押金吗？', check: oneOf('是', '否') },
  { name: 'wage', ask: '月人均工资？', check: whole(0, 100000) },
  { name: 'day', ask: '几号发？', check: whole(1, 31) },
  { name: 'slip', ask: '发工资条吗？', check: oneOf('是', '否') },
  { name: 'roster', ask: '有名册吗？', check: oneOf('是', '否') },
  { name: 'note', ask: '还有什么？', check: some },
];

export const SAID = ['个体', '测试小吃店', '测试路', '很多', '32', '20', '30', '否', '3800', '15', '是', '否', '老板人不错'];

/** The record a conversation must end with. */
export const RECORD = Object.fromEntries(QUESTIONS.map(({ name }, i) => [name, SAID[i < 3 ? i : i + 1]]));
