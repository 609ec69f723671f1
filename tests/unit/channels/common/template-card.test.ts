import { describe, expect, test } from '@jest/globals';
import { AppCard, WebhookCard } from '../../../../src/channels/common/template-card.js';

type Json = Record<string, unknown>;

const action = { type: 1, url: 'https://app.example.gov.cn/a' };
const option = (i: number) => ({ id: `o${i}`, text: `选项${i}` });
const list = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));
const zi = (n: number) => '网'.repeat(n);

const cards: Record<string, Json> = {
  text: { card_type: 'text_notice', main_title: { title: '日报' }, card_action: action },
  news: { card_type: 'news_notice', card_image: { url: 'https://a.example/p.png' }, card_action: action },
  button: {
    card_type: 'button_interaction',
    task_id: 't-1',
    main_title: { title: '哪一类？' },
    button_list: [{ text: '企业', key: 'a' }],
  },
  vote: {
    card_type: 'vote_interaction',
    task_id: 't-1',
    checkbox: { question_key: 'q', mode: 1, option_list: [option(1)] },
    submit_button: { text: '提交', key: 's' },
  },
  multiple: {
    card_type: 'multiple_interaction',
    task_id: 't-1',
    select_list: [{ question_key: 'q', option_list: [option(1)] }],
    submit_button: { text: '提交', key: 's' },
  },
};

const fits = (schema: typeof AppCard | typeof WebhookCard, base: string, change: Json) =>
  schema.safeParse({ ...cards[base], ...change }).success;

test.each(Object.keys(cards))('the plainest %s card is allowed', (base) => {
  expect(fits(AppCard, base, {})).toBe(true);
});

/** A part of n (characters, bytes or entries), the most that is allowed, and cards that have the part. */
const LIMITS: [string, (n: number) => Json, number, string[]][] = [
  ['source.desc', (n) => ({ source: { desc: zi(n) } }), 20, ['text', 'news', 'button', 'vote', 'multiple']],
  [
    'action_menu.action_list',
    (n) => ({ task_id: 't', action_menu: { action_list: list(n, (i) => ({ text: '改', key: `k${i}` })) } }),
    3,
    ['text', 'news', 'button'],
  ],
  [
    'action_menu key',
    (n) => ({ task_id: 't', action_menu: { action_list: [{ text: '改', key: 'k'.repeat(n) }] } }),
    1024,
    ['text', 'news', 'button'],
  ],
  ['task_id', (n) => ({ task_id: 't'.repeat(n) }), 128, ['text', 'news', 'button', 'vote', 'multiple']],
  ['main_title.title', (n) => ({ main_title: { title: zi(n) } }), 36, ['text', 'news', 'button', 'multiple']],
  ['main_title.title of a vote', (n) => ({ main_title: { title: zi(n) } }), 16, ['vote']],
  ['main_title.desc', (n) => ({ main_title: { title: '题', desc: zi(n) } }), 44, ['text', 'news', 'button']],
  ['main_title.desc of a question', (n) => ({ main_title: { desc: zi(n) } }), 160, ['vote', 'multiple']],
  ['emphasis_content.title', (n) => ({ emphasis_content: { title: zi(n) } }), 14, ['text']],
  ['emphasis_content.desc', (n) => ({ emphasis_content: { desc: zi(n) } }), 22, ['text']],
  ['sub_title_text', (n) => ({ sub_title_text: zi(n) }), 160, ['text', 'button']],
  [
    'horizontal_content_list',
    (n) => ({ horizontal_content_list: list(n, () => ({ keyname: '网格' })) }),
    6,
    ['text', 'news', 'button'],
  ],
  ['keyname', (n) => ({ horizontal_content_list: [{ keyname: zi(n) }] }), 5, ['text', 'news', 'button']],
  ['value', (n) => ({ horizontal_content_list: [{ keyname: '网格', value: zi(n) }] }), 30, ['text', 'news', 'button']],
  ['vertical_content_list', (n) => ({ vertical_content_list: list(n, () => ({ title: '题' })) }), 4, ['news']],
  ['vertical title', (n) => ({ vertical_content_list: [{ title: zi(n) }] }), 38, ['news']],
  ['vertical desc', (n) => ({ vertical_content_list: [{ title: '题', desc: zi(n) }] }), 160, ['news']],
  ['jump_list', (n) => ({ jump_list: list(n, () => ({ title: '看' })) }), 3, ['text', 'news']],
  ['jump title', (n) => ({ jump_list: [{ title: zi(n) }] }), 18, ['text', 'news']],
  ['button_list', (n) => ({ button_list: list(n, (i) => ({ text: '是', key: `k${i}` })) }), 6, ['button']],
  ['button text', (n) => ({ button_list: [{ text: zi(n), key: 'k' }] }), 10, ['button']],
  ['button key', (n) => ({ button_list: [{ text: '是', key: 'k'.repeat(n) }] }), 1024, ['button']],
  ['button style', (n) => ({ button_list: [{ text: '是', key: 'k', style: n }] }), 4, ['button']],
  [
    'button_selection',
    (n) => ({ button_selection: { question_key: 'q', option_list: list(n, option) } }),
    10,
    ['button'],
  ],
  [
    'button_selection text',
    (n) => ({ button_selection: { question_key: 'q', option_list: [{ id: 'o', text: zi(n) }] } }),
    16,
    ['button'],
  ],
  [
    'button_selection id',
    (n) => ({ button_selection: { question_key: 'q', option_list: [{ id: 'o'.repeat(n), text: '是' }] } }),
    128,
    ['button'],
  ],
  ['checkbox', (n) => ({ checkbox: { question_key: 'q', option_list: list(n, option) } }), 20, ['vote']],
  [
    'checkbox text',
    (n) => ({ checkbox: { question_key: 'q', option_list: [{ id: 'o', text: zi(n) }] } }),
    17,
    ['vote'],
  ],
  [
    'checkbox id',
    (n) => ({ checkbox: { question_key: 'q', option_list: [{ id: 'o'.repeat(n), text: '是' }] } }),
    128,
    ['vote'],
  ],
  [
    'select_list',
    (n) => ({ select_list: list(n, (i) => ({ question_key: `q${i}`, option_list: [option(1)] })) }),
    3,
    ['multiple'],
  ],
  ['select options', (n) => ({ select_list: [{ question_key: 'q', option_list: list(n, option) }] }), 10, ['multiple']],
  [
    'select option text',
    (n) => ({ select_list: [{ question_key: 'q', option_list: [{ id: 'o', text: zi(n) }] }] }),
    16,
    ['multiple'],
  ],
  ['submit text', (n) => ({ submit_button: { text: zi(n), key: 's' } }), 10, ['vote', 'multiple']],
  ['submit key', (n) => ({ submit_button: { text: '提交', key: 's'.repeat(n) } }), 1024, ['vote', 'multiple']],
  [
    'url',
    (n) => ({ card_action: { type: 1, url: `https://a/${'x'.repeat(n - 10)}` } }),
    2048,
    ['text', 'news', 'button'],
  ],
];

describe('limits of app cards (wecom.md 3.4)', () => {
  test.each(LIMITS.flatMap(([what, make, max, on]) => on.map((base) => [what, base, max, make] as const)))(
    '%s of a %s card: %i',
    (_what, base, max, make) => {
      expect([fits(AppCard, base, make(max)), fits(AppCard, base, make(max + 1))]).toEqual([true, false]);
    },
  );
});

const TIGHTER: [string, (n: number) => Json, number, string[]][] = [
  ['source.desc', (n) => ({ source: { desc: zi(n) } }), 13, ['text', 'news']],
  ['main_title.title', (n) => ({ main_title: { title: zi(n) } }), 26, ['text', 'news']],
  ['main_title.desc', (n) => ({ main_title: { title: '题', desc: zi(n) } }), 30, ['text', 'news']],
  ['emphasis_content.title', (n) => ({ emphasis_content: { title: zi(n) } }), 10, ['text']],
  ['emphasis_content.desc', (n) => ({ emphasis_content: { desc: zi(n) } }), 15, ['text']],
  ['sub_title_text', (n) => ({ sub_title_text: zi(n) }), 112, ['text']],
  ['keyname', (n) => ({ horizontal_content_list: [{ keyname: zi(n) }] }), 5, ['text', 'news']],
  ['value', (n) => ({ horizontal_content_list: [{ keyname: '网格', value: zi(n) }] }), 26, ['text', 'news']],
  ['jump title', (n) => ({ jump_list: [{ title: zi(n) }] }), 13, ['text', 'news']],
  ['vertical title', (n) => ({ vertical_content_list: [{ title: zi(n) }] }), 26, ['news']],
  ['vertical desc', (n) => ({ vertical_content_list: [{ title: '题', desc: zi(n) }] }), 112, ['news']],
];

describe('limits of webhook cards (wecom.md 4.2)', () => {
  test.each(TIGHTER.flatMap(([what, make, max, on]) => on.map((base) => [what, base, max, make] as const)))(
    '%s of a %s card: %i',
    (_what, base, max, make) => {
      expect([fits(WebhookCard, base, make(max)), fits(WebhookCard, base, make(max + 1))]).toEqual([true, false]);
    },
  );

  test.each(['button', 'vote', 'multiple'])('no %s card', (base) => {
    expect(fits(WebhookCard, base, {})).toBe(false);
  });
});

describe('what a card must and must not have', () => {
  test.each<[string, string, Json]>([
    ['an action menu without a task id', 'text', { action_menu: { action_list: [{ text: '改', key: 'k' }] } }],
    [
      'two equal menu keys',
      'text',
      { task_id: 't', action_menu: { action_list: list(2, () => ({ text: '改', key: 'k' })) } },
    ],
    ['a task id with other characters', 'button', { task_id: '任务 1' }],
    ['no task id', 'button', { task_id: undefined }],
    ['no task id', 'vote', { task_id: undefined }],
    ['no card action', 'text', { card_action: undefined }],
    ['no card action', 'news', { card_action: undefined }],
    ['an action without an address', 'text', { card_action: { type: 1 } }],
    ['a mini-program without its id', 'text', { card_action: { type: 2 } }],
    ['neither title nor text', 'text', { main_title: { desc: '只有说明' } }],
    ['neither picture nor picture text', 'news', { card_image: undefined }],
    ['a narrow picture', 'news', { card_image: { url: 'https://a/p', aspect_ratio: 1.2 } }],
    ['a wide picture', 'news', { card_image: { url: 'https://a/p', aspect_ratio: 2.3 } }],
    ['a line that leads nowhere', 'text', { horizontal_content_list: [{ keyname: '看', type: 1 }] }],
    ['a line without its file', 'text', { horizontal_content_list: [{ keyname: '看', type: 2 }] }],
    ['a line without its person', 'text', { horizontal_content_list: [{ keyname: '看', type: 3 }] }],
    ['a jump without an address', 'text', { jump_list: [{ title: '看', type: 1 }] }],
    ['a quote without an address', 'text', { quote_area: { type: 1 } }],
    ['no button', 'button', { button_list: [] }],
    ['a button without a key', 'button', { button_list: [{ text: '是' }] }],
    ['a link button without an address', 'button', { button_list: [{ text: '是', type: 1, key: 'k' }] }],
    ['two equal button keys', 'button', { button_list: list(2, () => ({ text: '是', key: 'k' })) }],
    ['two equal options', 'vote', { checkbox: { question_key: 'q', option_list: [option(1), option(1)] } }],
    ['no option', 'vote', { checkbox: { question_key: 'q', option_list: [] } }],
    ['no submit button', 'vote', { submit_button: undefined }],
    ['no select list', 'multiple', { select_list: [] }],
    ['an unknown colour', 'text', { source: { desc_color: 4 } }],
    ['emphasis', 'button', { emphasis_content: { title: '12' } }],
    ['a jump list', 'button', { jump_list: [{ title: '看' }] }],
    ['buttons', 'text', { button_list: [{ text: '是', key: 'k' }] }],
    ['key-value lines', 'vote', { horizontal_content_list: [{ keyname: '网格' }] }],
    ['an unknown part', 'text', { footer: '两网化' }],
  ])('%s is refused on a %s card', (_what, base, change) => {
    expect(fits(AppCard, base, change)).toBe(false);
  });
});
