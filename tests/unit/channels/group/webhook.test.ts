import { describe, expect, test } from '@jest/globals';
import { WebhookMessage } from '../../../../src/channels/group/webhook.js';

const article = (more: object = {}) => ({ title: '题', url: 'https://a.example', ...more });
const news = (...articles: object[]) => ({ msgtype: 'news', news: { articles } });
const many = (n: number) => Array.from({ length: n }, () => article());

describe('limits of webhook messages (wecom.md 4.2)', () => {
  test.each<[string, object, object]>([
    [
      'text of 2048 bytes',
      { msgtype: 'text', text: { content: 'x'.repeat(2048) } },
      { msgtype: 'text', text: { content: 'x'.repeat(2049) } },
    ],
    [
      'markdown of 4096 bytes',
      { msgtype: 'markdown', markdown: { content: 'x'.repeat(4096) } },
      { msgtype: 'markdown', markdown: { content: 'x'.repeat(4097) } },
    ],
    [
      'markdown_v2 of 4096 bytes',
      { msgtype: 'markdown_v2', markdown_v2: { content: 'x'.repeat(4096) } },
      { msgtype: 'markdown_v2', markdown_v2: { content: 'x'.repeat(4097) } },
    ],
    [
      'markdown_v2 with a table, without colours',
      { msgtype: 'markdown_v2', markdown_v2: { content: '|镇|数|\n|--|--|' } },
      { msgtype: 'markdown_v2', markdown_v2: { content: '<font color="info">一</font>' } },
    ],
    [
      'markdown without, markdown_v2 never with mentions',
      { msgtype: 'markdown', markdown: { content: '<@li>' } },
      { msgtype: 'markdown_v2', markdown_v2: { content: '<@li>' } },
    ],
    [
      'mentions in a text only',
      { msgtype: 'text', text: { content: 'x', mentioned_list: ['@all'], mentioned_mobile_list: ['@all'] } },
      { msgtype: 'markdown', markdown: { content: 'x', mentioned_list: ['@all'] } },
    ],
    ['1 to 8 articles', news(...many(8)), news(...many(9))],
    ['at least one article', news(article()), news()],
    [
      'article title of 128 bytes',
      news(article({ title: 'x'.repeat(128) })),
      news(article({ title: 'x'.repeat(129) })),
    ],
    [
      'article text of 512 bytes',
      news(article({ description: 'x'.repeat(512) })),
      news(article({ description: 'x'.repeat(513) })),
    ],
    ['an article leads somewhere', news(article()), news({ title: '题' })],
    [
      'the md5 is hexadecimal',
      { msgtype: 'image', image: { base64: 'AA==', md5: 'a'.repeat(32) } },
      { msgtype: 'image', image: { base64: 'AA==', md5: 'A'.repeat(32) } },
    ],
    ['a file has an id', { msgtype: 'file', file: { media_id: 'M' } }, { msgtype: 'file', file: { media_id: '' } }],
  ])('%s', (_what, good, bad) => {
    expect([WebhookMessage.safeParse(good).success, WebhookMessage.safeParse(bad).success]).toEqual([true, false]);
  });
});
