// What the invented people say: one cycle of messages through a form of twelve questions, and the words that the answer to
// each must hold. The app's credentials are invented as well.
export const APP = {
  corpId: 'ww0000000000bench00',
  agentId: 1000002,
  secret: 'bench-secret',
  token: 'benchToken0123456789',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
};

/** As many as a district has; a person never has two messages on the way. */
export const PEOPLE = 640;

export const useridOf = (person) => `bench${String(person).padStart(4, '0')}`;

const QUESTIONS = ['一、', '二、', '三、', '四、', '五、', '六、', '七、', '八、', '九、', '十、', '十一、', '十二、'];
const ANSWERS = [
  '郑州惠济示例一号商行',
  '32',
  '示例路三组',
  '13800000001',
  '3500',
  '2010-07-01',
  '张示例',
  '12',
  '批发零售',
  '2800',
  '30',
  '门口有台阶',
];

/** One cycle by kind of reply: text in the HTTP response, or a menu that goes by the outbox. */
export const CYCLES = {
  text: ['测量文字', ...ANSWERS].map((say, i) => ({ say, expect: QUESTIONS[i] ?? '记好了' })),
  menu: ['测量选择', ...QUESTIONS.map((_, i) => String((i % 4) + 1))].map((say, i) => ({
    say,
    expect: i < QUESTIONS.length ? null : '记好了',
  })),
};
