import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../../src/sandbox/platform/api-error.js';
import { checkMessage } from '../../../src/sandbox/platform/message-types.js';
import { buttons, cardText, questions } from '../../../src/sandbox/platform/readable.js';

type Card = Record<string, unknown>;

function outcome(card: Card, sender: 'app' | 'robot' = 'app'): number | string[] {
  try {
    return checkMessage(sender, { msgtype: 'template_card', template_card: card }, []).notes;
  } catch (error) {
    if (error instanceof ApiError) return error.errcode;
    throw error;
  }
}

const url = 'https://example.com/';
const han = (count: number) => '汉'.repeat(count);
const times = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
const option = (i: number) => ({ id: `o${i}`, text: `选项${i}` });

const buttonCard = (more: Card = {}): Card => ({
  card_type: 'button_interaction',
  task_id: 'case-1',
  main_title: { title: '新的欠薪线索', desc: '请在2小时内响应' },
  button_list: [
    { text: '接收', style: 1, key: 'accept' },
    { text: '转派', style: 2, key: 'reassign' },
  ],
  ...more,
});
const textCard = (more: Card = {}): Card => ({
  card_type: 'text_notice',
  main_title: { title: '题' },
  card_action: { type: 1, url },
  ...more,
});
const newsCard = (more: Card = {}): Card => ({
  card_type: 'news_notice',
  main_title: { title: '题' },
  card_image: { url, aspect_ratio: 1.5 },
  card_action: { type: 1, url },
  ...more,
});
const voteCard = (more: Card = {}): Card => ({
  card_type: 'vote_interaction',
  task_id: 'vote-1',
  main_title: { title: '选一个' },
  checkbox: { question_key: 'q', mode: 1, option_list: times(20, option) },
  submit_button: { text: '提交', key: 'submit' },
  ...more,
});
const multipleCard = (more: Card = {}): Card => ({
  card_type: 'multiple_interaction',
  task_id: 'multi-1',
  main_title: { title: '选几个' },
  select_list: times(3, (i) => ({ question_key: `q${i}`, title: '哪个', option_list: times(10, option) })),
  submit_button: { text: '提交', key: 'submit' },
  ...more,
});
const without = (card: Card, field: string): Card =>
  Object.fromEntries(Object.entries(card).filter(([k]) => k !== field));
const menu = { desc: '更多', action_list: [{ text: '不再提醒', key: 'mute' }] };
const line = (more: object = {}) => ({ keyname: '网格', value: '示例', ...more });

describe('template cards (wecom.md 3.4)', () => {
  test.each<[string, Card]>([
    ['buttons', buttonCard()],
    [
      'buttons with everything',
      buttonCard({
        source: { icon_url: url, desc: '两网化', desc_color: 1 },
        action_menu: menu,
        quote_area: { type: 1, url, title: '引', quote_text: '文' },
        sub_title_text: han(160),
        horizontal_content_list: times(6, () => line()),
        card_action: { type: 1, url },
        button_selection: { question_key: 'q', title: '哪个', option_list: times(10, option), selected_id: 'o1' },
        button_list: times(6, (i) => ({ text: `钮${i}`, key: `k${i}` })),
      }),
    ],
    ['a button that opens a page', buttonCard({ button_list: [{ type: 1, text: '打开', url }] })],
    ['text', textCard()],
    ['text with a subtitle only', { card_type: 'text_notice', sub_title_text: '文', card_action: { type: 1, url } }],
    ['news', newsCard()],
    [
      'news with a text area',
      newsCard({ card_image: undefined, image_text_area: { type: 1, url, title: '题', image_url: url } }),
    ],
    ['vote', voteCard()],
    ['multiple', multipleCard()],
  ])('%s passes', (_, card) => {
    expect(outcome(card)).toEqual([]);
  });

  test.each<[string, Card, number]>([
    ['unknown card type', { card_type: 'poll' }, 40058],
    ['unknown field', buttonCard({ colour: 1 }), 40058],
    ['unknown field deep inside', buttonCard({ main_title: { title: '题', size: 1 } }), 40058],
    ['no task_id', without(buttonCard(), 'task_id'), 40058],
    ['task_id with other characters', buttonCard({ task_id: 'a b' }), 42014],
    ['task_id of 129', buttonCard({ task_id: 'a'.repeat(129) }), 42014],
    ['action_menu without task_id', textCard({ action_menu: menu }), 42014],
    [
      'action_menu of 4',
      textCard({ task_id: 't', action_menu: { action_list: times(4, (i) => ({ text: '项', key: `k${i}` })) } }),
      40058,
    ],
    [
      'action keys equal',
      textCard({ task_id: 't', action_menu: { action_list: times(2, () => ({ text: '项', key: 'k' })) } }),
      42018,
    ],
    ['no card_action', without(textCard(), 'card_action'), 40058],
    ['card_action of type 1 without url', textCard({ card_action: { type: 1 } }), 40058],
    ['text without title and subtitle', textCard({ main_title: { desc: '只有说明' } }), 40058],
    ['news without picture', without(newsCard(), 'card_image'), 40058],
    ['picture too wide', newsCard({ card_image: { url, aspect_ratio: 2.26 } }), 40058],
    ['7 lines', buttonCard({ horizontal_content_list: times(7, () => line()) }), 40058],
    ['line without keyname', buttonCard({ horizontal_content_list: [line({ keyname: '' })] }), 40058],
    ['line of type 3 without userid', buttonCard({ horizontal_content_list: [line({ type: 3 })] }), 40058],
    ['4 jumps', textCard({ jump_list: times(4, () => ({ title: '去', type: 1, url })) }), 40058],
    ['5 verticals', newsCard({ vertical_content_list: times(5, () => ({ title: '条' })) }), 40058],
    ['no buttons', buttonCard({ button_list: [] }), 40058],
    ['7 buttons', buttonCard({ button_list: times(7, (i) => ({ text: '钮', key: `k${i}` })) }), 40058],
    ['a callback button without key', buttonCard({ button_list: [{ text: '接收' }] }), 42019],
    ['a key of 1025 bytes', buttonCard({ button_list: [{ text: '接收', key: 'a'.repeat(1025) }] }), 42018],
    ['equal keys', buttonCard({ button_list: times(2, () => ({ text: '钮', key: 'k' })) }), 42018],
    ['a button without text', buttonCard({ button_list: [{ text: '', key: 'k' }] }), 42020],
    ['style 5', buttonCard({ button_list: [{ text: '钮', key: 'k', style: 5 }] }), 40058],
    ['11 options', buttonCard({ button_selection: { question_key: 'q', option_list: times(11, option) } }), 40058],
    ['21 votes', voteCard({ checkbox: { question_key: 'q', option_list: times(21, option) } }), 40058],
    ['equal option ids', voteCard({ checkbox: { question_key: 'q', option_list: times(2, () => option(1)) } }), 40058],
    [
      'an option id of 129 bytes',
      voteCard({ checkbox: { question_key: 'q', option_list: [{ id: 'a'.repeat(129), text: '项' }] } }),
      40058,
    ],
    ['no submit button', without(voteCard(), 'submit_button'), 40058],
    [
      '4 lists',
      multipleCard({ select_list: times(4, (i) => ({ question_key: `q${i}`, option_list: [option(1)] })) }),
      40058,
    ],
    [
      'equal question keys',
      multipleCard({ select_list: times(2, () => ({ question_key: 'q', option_list: [option(1)] })) }),
      40058,
    ],
  ])('%s is refused', (_, card, errcode) => {
    expect(outcome(card)).toBe(errcode);
  });

  test('what is longer than suggested passes with a note', () => {
    const card = buttonCard({
      main_title: { title: han(37), desc: han(45) },
      horizontal_content_list: [line({ keyname: '六个字的键名', value: han(31) })],
      button_list: [{ text: '十一个字的按钮文字长长', key: 'k' }],
    });
    expect(outcome(card)).toHaveLength(5);
    expect(outcome(voteCard({ main_title: { title: han(17) } }))).toEqual([expect.stringContaining('16 characters')]);
  });

  test('a robot has two kinds of cards and shorter lines', () => {
    expect(outcome(textCard(), 'robot')).toEqual([]);
    expect(outcome(buttonCard(), 'robot')).toBe(40058);
    expect(outcome(textCard({ main_title: { title: han(27) } }), 'robot')).toEqual([
      expect.stringContaining('26 characters'),
    ]);
    expect(outcome(textCard({ main_title: { title: han(27) } }))).toEqual([]);
  });

  test('a card reads as title, lines and numbered buttons', () => {
    expect(cardText(buttonCard({ source: { desc: '两网化' }, horizontal_content_list: [line()] }))).toBe(
      '两网化\n新的欠薪线索\n请在2小时内响应\n网格：示例\n1 接收　2 转派',
    );
    const vote = voteCard({
      checkbox: { question_key: 'q', mode: 1, option_list: [{ ...option(1), is_checked: true }, option(2)] },
    });
    expect(cardText(vote)).toBe('选一个\n1 选项1　2 选项2\n1 提交');
    expect(questions(vote)).toMatchObject([{ key: 'q', multiple: true, preset: ['o1'] }]);
    expect(buttons(vote)).toEqual([{ id: 'submit', label: '提交' }]);
  });
});
