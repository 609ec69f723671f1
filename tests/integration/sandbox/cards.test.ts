import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CREDENTIALS, openSandbox, text, type World } from './tiny-bot.js';

let world: World;
beforeEach(async () => {
  world = await openSandbox();
});
afterEach(() => world.close());

const agentid = CREDENTIALS.agentId;
const buttonCard = (task_id: string) => ({
  card_type: 'button_interaction',
  task_id,
  main_title: { title: '新的欠薪线索' },
  button_list: [
    { text: '接收', key: `accept|${task_id}` },
    { text: '转派', key: `pass|${task_id}` },
  ],
});
const sendCard = (template_card: object, touser = 'zhang') =>
  world.api('message/send', { touser, agentid, msgtype: 'template_card', template_card });
const tap = (card: unknown, more: object = {}) => world.call('/sandbox/send', { from: 'zhang', card, ...more });
const cardAt = async (to = 'zhang') => (await world.list(`/sandbox/messages?to=${to}&type=template_card`)).at(-1)!;
const update = (body: object) => world.api('message/update_template_card', { agentid, userids: ['zhang'], ...body });
const grey = { button: { replace_name: '已接收' } };

describe('template cards: sent, pressed, updated (wecom.md 3.4, 3.5)', () => {
  test('a press tells task, key, type and a code; the passive update greys the presser’s card only', async () => {
    const sent = await sendCard(buttonCard('t1'), 'zhang|li');
    expect(sent.response_code).toEqual(expect.any(String));
    world.bot.answer = () => ({ MsgType: 'update_button', Button: { ReplaceName: '已接收' } });
    expect(await tap({ taskId: 't1', key: 'accept|t1' })).toMatchObject({ delivered: true, errors: [] });
    expect(world.bot.heard[0]!.message).toMatchObject({
      MsgType: 'event',
      Event: 'template_card_event',
      EventKey: 'accept|t1',
      TaskId: 't1',
      CardType: 'button_interaction',
      AgentID: String(agentid),
    });
    expect(world.bot.heard[0]!.message.ResponseCode).not.toBe(sent.response_code);
    expect(await cardAt()).toMatchObject({ card: { replaced: '已接收' } });
    expect(await cardAt('li')).not.toHaveProperty('card');
    expect(await tap({ taskId: 't1', key: 'pass|t1' })).toMatchObject({
      error: expect.any(String),
      hint: expect.stringContaining('force'),
    });
    expect(await tap({ taskId: 't1', key: 'pass|t1' }, { force: true })).toMatchObject({ delivered: true });
  });

  test('keys may be given as caption or number; the newest open card is meant without a task id', async () => {
    await sendCard(buttonCard('t1'));
    await sendCard(buttonCard('t2'));
    await tap('转派');
    await tap({ taskId: 't1', key: 1 });
    expect(world.bot.heard.map((h) => h.message.EventKey)).toEqual(['pass|t2', 'accept|t1']);
    expect(await tap({ taskId: 't1', key: 'x' })).toMatchObject({ hint: expect.stringContaining('accept|t1') });
    expect(await tap({ taskId: 'none', key: 'x' })).toMatchObject({ hint: expect.stringContaining('t2') });
  });

  test('a vote and several lists send what was chosen, presets included', async () => {
    const options = ['high', 'low'].map((id) => ({ id, text: id === 'high' ? '高' : '低' }));
    await sendCard({
      card_type: 'vote_interaction',
      task_id: 'v1',
      main_title: { title: '选' },
      checkbox: { question_key: 'q', mode: 1, option_list: options },
      submit_button: { text: '提交', key: 'submit' },
    });
    await tap({ taskId: 'v1', key: 'submit', selected: ['高', 'low'] });
    await sendCard({
      card_type: 'multiple_interaction',
      task_id: 'm1',
      main_title: { title: '选' },
      select_list: [
        { question_key: 'a', selected_id: 'low', option_list: options },
        { question_key: 'b', option_list: options },
      ],
      submit_button: { text: '提交', key: 'submit' },
    });
    const report = await tap({ taskId: 'm1', key: 'submit', selected: { b: 'high' } });
    expect(world.bot.heard.map((h) => h.message.SelectedItems)).toEqual([
      { SelectedItem: [{ QuestionKey: 'q', OptionIds: { OptionId: ['high', 'low'] } }] },
      {
        SelectedItem: [
          { QuestionKey: 'a', OptionIds: { OptionId: ['low'] } },
          { QuestionKey: 'b', OptionIds: { OptionId: ['high'] } },
        ],
      },
    ]);
    expect(report).toMatchObject({ delivered: true });
    expect(await tap({ taskId: 'm1', key: 'submit', selected: { b: ['high', 'low'] } })).toMatchObject({
      error: expect.stringContaining('one option'),
    });
    expect(await tap({ taskId: 'm1', key: 'submit', selected: { b: 'none' } })).toMatchObject({
      hint: expect.stringContaining('high'),
    });
  });

  test('a passive reply may put another card in its place', async () => {
    await sendCard(buttonCard('t1'));
    world.bot.answer = () => ({
      MsgType: 'update_template_card',
      TemplateCard: {
        CardType: 'text_notice',
        MainTitle: { Title: '已办结' },
        HorizontalContentList: [{ KeyName: '结果', Value: '补发工资' }],
        CardAction: { Type: 1, Url: 'https://example.com/' },
        ReplaceText: '已办结',
      },
    });
    expect(await tap('接收')).toMatchObject({ errors: [] });
    expect(await cardAt()).toMatchObject({
      card: { taskId: 't1', replaced: '已办结', text: '已办结\n结果：补发工资' },
    });
  });

  test('the top-right menu is an event of its own', async () => {
    await sendCard({
      ...buttonCard('t1'),
      action_menu: { desc: '更多', action_list: [{ text: '不再提醒', key: 'mute' }] },
    });
    world.bot.answer = () => text('好');
    expect(await tap({ taskId: 't1', key: 'mute' })).toMatchObject({ reply: '好' });
    expect(world.bot.heard[0]!.message).toMatchObject({ Event: 'template_card_menu_event', EventKey: 'mute' });
  });

  test('a task id is used once', async () => {
    expect((await sendCard(buttonCard('t1'))).errcode).toBe(0);
    expect((await sendCard(buttonCard('t1'))).errcode).toBe(42014);
  });

  test('update by code: for everybody named, once, within 72 hours', async () => {
    const { response_code } = await sendCard(buttonCard('t1'), 'zhang|li');
    expect(await update({ response_code, ...grey, userids: ['zhang', 'LI', 'wang'] })).toMatchObject({
      errcode: 0,
      invaliduser: ['wang'],
    });
    expect([await cardAt(), await cardAt('li')]).toMatchObject([
      { card: { replaced: '已接收' } },
      { card: { replaced: '已接收' } },
    ]);
    expect((await update({ response_code, ...grey })).errcode).toBe(60140);
    const second = await sendCard(buttonCard('t2'));
    await tap({ taskId: 't2', key: 1 });
    const ofPress = String(world.bot.heard[0]!.message.ResponseCode);
    expect((await update({ response_code: ofPress, ...grey })).errcode).toBe(0);
    await world.call('/sandbox/clock', { advance: '72h1s' });
    world.forgetToken();
    const late = await update({ response_code: second.response_code, ...grey });
    expect(late.errcode).toBe(60140);
  });

  test.each<[string, object, number]>([
    ['no code', { ...grey }, 40058],
    ['an invented code', { response_code: 'x', ...grey }, 60140],
    ['neither button nor card', { response_code: 'x' }, 40058],
    ['both', { response_code: 'x', ...grey, template_card: {} }, 40058],
    ['pipes instead of a list', { response_code: 'x', userids: 'zhang|li', ...grey }, 40058],
    ['nobody', { response_code: 'x', userids: [], ...grey }, 40058],
    ['another app', { response_code: 'x', agentid: 5, ...grey }, 301002],
    ['a card that could not be sent', { response_code: 'x', template_card: { card_type: 'text_notice' } }, 40058],
  ])('update with %s', async (_, body, errcode) => {
    expect((await update(body)).errcode).toBe(errcode);
  });
});
