import { describe, expect, test } from '@jest/globals';
import type { CardLine, Choice, OutboundBody } from '../../../../schemas/message.js';
import type { WordsBody } from '../../../../src/channels/common/words.js';
import { renderForWebhook } from '../../../../src/channels/group/render.js';
import { WebhookMessage } from '../../../../src/channels/group/webhook.js';
import { AppchatMessage, AppMessage } from '../../../../src/channels/wecom/app-message.js';
import { renderForAppchat } from '../../../../src/channels/wecom/appchat-sender.js';
import { renderForApp } from '../../../../src/channels/wecom/render.js';
import { byteLength } from '../../../../src/lib/utf8.js';

const choices = (...labels: string[]): Choice[] => labels.map((label, i) => ({ id: `c${i}`, label }));
const question = (text: string, list: Choice[], more: { multiple?: boolean } = {}): WordsBody => ({
  kind: 'question',
  text,
  choices: list,
  taskId: 'q-1',
  ...more,
});
const card = (more: Partial<Extract<OutboundBody, { kind: 'card' }>> = {}): WordsBody => ({
  kind: 'card',
  title: '新的欠薪线索',
  taskId: 'case-7-v1',
  ...more,
});
const zi = (n: number) => '网'.repeat(n);
const THREE = choices('企业', '个体工商户', '工地');

describe('a question to a member', () => {
  test('six short choices are buttons; the key comes back as given', () => {
    expect(renderForApp(question('这是哪一类？', THREE), true)).toEqual([
      {
        msgtype: 'template_card',
        template_card: {
          card_type: 'button_interaction',
          task_id: 'q-1',
          main_title: { title: '这是哪一类？' },
          button_list: [
            { text: '企业', key: 'c0' },
            { text: '个体工商户', key: 'c1' },
            { text: '工地', key: 'c2' },
          ],
        },
      },
    ]);
  });

  test('what comes before the last line stands below the title', () => {
    expect(renderForApp(question('记下了：32 人。\n其中农民工多少人？', THREE), true)).toMatchObject([
      { template_card: { main_title: { title: '其中农民工多少人？' }, sub_title_text: '记下了：32 人。' } },
    ]);
  });

  test('a long text before the question goes ahead', () => {
    expect(renderForApp(question(`${zi(161)}\n可以吗？`, THREE), true)).toMatchObject([
      { msgtype: 'text', text: { content: zi(161) } },
      { msgtype: 'template_card', template_card: { main_title: { title: '可以吗？' } } },
    ]);
  });

  test.each<[string, WordsBody]>([
    ['seven choices', question('哪个？', choices(...'一二三四五六七'))],
    ['a label of 11 characters', question('哪个？', choices(zi(11)))],
    ['a question of 37 characters', question(zi(37), THREE)],
    ['two equal ids', question('哪个？', [...THREE, ...THREE.slice(0, 1)])],
    ['no text', question('', THREE)],
    ['a task id that the platform refuses', { ...question('哪个？', THREE), taskId: '任务' } as WordsBody],
  ])('%s: numbered text', (_what, body) => {
    const messages = renderForApp(body, true);
    expect(messages.map((m) => m.msgtype)).toEqual(['text']);
    expect(JSON.stringify(messages)).toContain('1 ');
  });

  test('several answers are tick boxes, up to 20', () => {
    const twenty = choices(...Array.from({ length: 20 }, (_, i) => `问题${i}`));
    expect(renderForApp(question('有哪些问题？', twenty, { multiple: true }), true)).toMatchObject([
      {
        template_card: {
          card_type: 'vote_interaction',
          main_title: { title: '有哪些问题？' },
          checkbox: { mode: 1, option_list: twenty.map(({ id, label }) => ({ id, text: label })) },
          submit_button: { text: '提交' },
        },
      },
    ]);
    expect(
      renderForApp(question('哪些？', [...twenty, { id: 'x', label: '其他' }], { multiple: true }), true),
    ).toMatchObject([{ msgtype: 'text' }]);
  });

  test('a question too long for the title of tick boxes stands below a short one', () => {
    expect(renderForApp(question(zi(17), THREE, { multiple: true }), true)).toMatchObject([
      { template_card: { card_type: 'vote_interaction', main_title: { title: '请选择', desc: zi(17) } } },
    ]);
  });

  test('cards off: numbered text', () => {
    expect(renderForApp(question('这是哪一类？', THREE), false)).toEqual([
      { msgtype: 'text', text: { content: '这是哪一类？\n1 企业　2 个体工商户　3 工地' } },
    ]);
  });
});

describe('a card to a member', () => {
  const lines: CardLine[] = Array.from({ length: 7 }, (_, i) => ({ key: '网格', value: `第${i}格` }));

  test('with buttons: all parts, the first six lines', () => {
    const body = card({ description: '请在2小时内响应', lines, buttons: THREE, url: 'https://a.example/7' });
    expect(renderForApp(body, true)).toEqual([
      {
        msgtype: 'template_card',
        template_card: {
          card_type: 'button_interaction',
          task_id: 'case-7-v1',
          main_title: { title: '新的欠薪线索' },
          sub_title_text: '请在2小时内响应',
          horizontal_content_list: lines.slice(0, 6).map(({ key, value }) => ({ keyname: key, value })),
          card_action: { type: 1, url: 'https://a.example/7' },
          button_list: THREE.map(({ id, label }) => ({ text: label, key: id })),
        },
      },
    ]);
  });

  test('with an address only: a notice', () => {
    expect(renderForApp(card({ url: 'https://a.example/7', lines: [{ key: '网格', value: '' }] }), true)).toMatchObject(
      [
        {
          template_card: {
            card_type: 'text_notice',
            card_action: { type: 1, url: 'https://a.example/7' },
            horizontal_content_list: [{ keyname: '网格' }],
          },
        },
      ],
    );
  });

  test('too long for a notice: a textcard that is read whole', () => {
    const long = {
      description: `<${zi(161)}`,
      lines: [{ key: '负责的服务站', value: '一' }],
      url: 'https://a.example/7',
    };
    expect(renderForApp(card(long), true)).toEqual([
      {
        msgtype: 'textcard',
        textcard: { title: '新的欠薪线索', description: `＜${zi(161)}\n负责的服务站：一`, url: long.url },
      },
    ]);
  });

  test.each<[string, WordsBody, boolean, string]>([
    ['buttons that do not fit', card({ buttons: choices(zi(11), '否') }), true, `新的欠薪线索\n1 ${zi(11)}　2 否`],
    ['no buttons and no address', card({ description: '已办结' }), true, '新的欠薪线索\n已办结'],
    [
      'a textcard too long as well',
      card({ description: zi(513), url: 'https://a.example/7' }),
      true,
      `新的欠薪线索\n${zi(513)}\nhttps://a.example/7`,
    ],
    [
      'cards off',
      card({ lines: lines.slice(0, 1), buttons: THREE }),
      false,
      '新的欠薪线索\n网格：第0格\n1 企业　2 个体工商户　3 工地',
    ],
  ])('%s: text', (_what, body, cards, content) => {
    expect(renderForApp(body, cards)).toEqual([{ msgtype: 'text', text: { content } }]);
  });
});

describe('long words', () => {
  const long = Array.from({ length: 300 }, (_, i) => `第${i}家：**${zi(4)}**`).join('\n');

  test.each<[string, number, (body: WordsBody) => { msgtype: string; markdown?: { content: string } }[]]>([
    ['app', 2048, (body) => renderForApp(body, true)],
    ['group chat', 2048, renderForAppchat],
    ['webhook', 4096, (body) => renderForWebhook(body, true)],
  ])('%s markdown within %i bytes, numbered, nothing lost', (_channel, max, render) => {
    const parts = render({ kind: 'markdown', text: long }).map((m) => m.markdown?.content ?? '');
    for (const part of parts) expect(byteLength(part)).toBeLessThanOrEqual(max);
    expect(parts.length).toBe(Math.ceil(byteLength(long) / (max - 40)));
    expect(parts.map((part) => part.split('\n').at(-1))).toEqual(parts.map((_, i) => `（${i + 1}/${parts.length}）`));
    expect(parts.map((part) => part.split('\n').slice(0, -1).join('\n')).join('\n')).toBe(long);
  });

  test('a text of exactly 2048 bytes is one message', () => {
    const exact = `${zi(682)}ab`;
    expect(renderForApp({ kind: 'text', text: exact }, true)).toEqual([{ msgtype: 'text', text: { content: exact } }]);
    expect(renderForApp({ kind: 'text', text: `${exact}c` }, true).length).toBe(2);
  });

  test('mentions stand in the last part, and only in groups', () => {
    const body: WordsBody = { kind: 'text', text: `${zi(600)}\n${zi(600)}`, mentions: ['insp007'] };
    for (const render of [renderForAppchat, (b: WordsBody) => renderForWebhook(b, true)])
      expect(render(body)).toEqual([
        { msgtype: 'text', text: { content: `${zi(600)}\n（1/2）` } },
        { msgtype: 'text', text: { content: `${zi(600)}\n（2/2）`, mentioned_list: ['insp007'] } },
      ]);
    expect(JSON.stringify(renderForApp(body, true))).not.toContain('insp007');
  });
});

describe('groups cannot answer', () => {
  test.each([renderForAppchat, (b: WordsBody) => renderForWebhook(b, true)])('choices are shown as text', (render) => {
    expect(render(question('这是哪一类？', THREE))).toEqual([
      { msgtype: 'text', text: { content: '这是哪一类？\n1 企业　2 个体工商户　3 工地' } },
    ]);
    expect(render(card({ buttons: THREE, url: 'https://a.example/7' }))).toEqual([
      { msgtype: 'text', text: { content: '新的欠薪线索\nhttps://a.example/7\n1 企业　2 个体工商户　3 工地' } },
    ]);
  });

  test('a notice in a group chat of the app is a textcard: it has no template cards', () => {
    expect(renderForAppchat(card({ description: '请看', url: 'https://a.example/7' }))).toEqual([
      { msgtype: 'textcard', textcard: { title: '新的欠薪线索', description: '请看', url: 'https://a.example/7' } },
    ]);
  });

  test('a notice fits a webhook in its narrower limits only', () => {
    const notice = (title: string) => renderForWebhook(card({ title, url: 'https://a.example/7' }), true);
    expect(notice(zi(26))).toMatchObject([{ msgtype: 'template_card', template_card: { card_type: 'text_notice' } }]);
    expect(notice(zi(27))).toMatchObject([{ msgtype: 'text' }]);
    expect(renderForWebhook(card({ url: 'https://a.example/7' }), false)).toMatchObject([{ msgtype: 'text' }]);
  });
});

test('everything that is rendered keeps the limits of its channel', () => {
  const bodies: WordsBody[] = [
    { kind: 'text', text: zi(5000) },
    { kind: 'markdown', text: `<font color="warning">${zi(5000)}</font>` },
    question(zi(3000), choices(zi(500), zi(500))),
    question('哪些？', choices(...Array.from({ length: 60 }, () => zi(40))), { multiple: true }),
    card({
      title: zi(200),
      description: zi(3000),
      lines: Array.from({ length: 30 }, () => ({ key: zi(30), value: zi(90) })),
    }),
    card({ title: zi(30), url: `https://a.example/${'x'.repeat(3000)}`, buttons: THREE }),
  ];
  for (const body of bodies)
    for (const cards of [true, false]) {
      for (const message of renderForApp(body, cards)) expect(AppMessage.safeParse(message).error).toBeUndefined();
      for (const message of renderForWebhook(body, cards))
        expect(WebhookMessage.safeParse(message).error).toBeUndefined();
      for (const message of renderForAppchat(body)) expect(AppchatMessage.safeParse(message).error).toBeUndefined();
    }
});
