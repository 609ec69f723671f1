import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../../src/sandbox/platform/api-error.js';
import { type BODIES, checkMessage } from '../../../src/sandbox/platform/message-types.js';

type Sender = keyof typeof BODIES;

function outcome(sender: Sender, msgtype: string, body: unknown, more: object = {}): number | string[] {
  try {
    return checkMessage(sender, { msgtype, [msgtype]: body, ...more }, ['touser', 'agentid']).notes;
  } catch (error) {
    if (error instanceof ApiError) return error.errcode;
    throw error;
  }
}

const han = (count: number) => '汉'.repeat(count);
const article = (more: object = {}) => ({ title: '题', url: 'https://example.com/', ...more });
const URL_OK = 'https://example.com/a';

describe('what each sender may send, and its limits (wecom.md 3.3, 4.1, 4.2)', () => {
  // han(682) has 2046 bytes, han(683) 2049; han(1365) 4095, han(1366) 4098.
  const accepted: [Sender, string, unknown][] = [
    ['app', 'text', { content: han(682) }],
    ['app', 'markdown', { content: han(682) }],
    ['app', 'textcard', { title: han(128), description: han(512), url: URL_OK, btntxt: '查看详情' }],
    ['app', 'news', { articles: Array.from({ length: 8 }, () => article()) }],
    ['app', 'image', { media_id: 'm' }],
    ['app', 'video', { media_id: 'm', title: '题', description: '述' }],
    ['app', 'miniprogram_notice', { appid: 'wx1', title: '四个汉字', content_item: [{ key: '键', value: '值' }] }],
    ['chat', 'text', { content: '好', mentioned_list: ['zhang', '@all'] }],
    ['chat', 'markdown', { content: '**好** <@zhang>' }],
    ['robot', 'text', { content: han(682), mentioned_list: ['@all'], mentioned_mobile_list: ['13800000000'] }],
    ['robot', 'markdown', { content: han(1365) }],
    ['robot', 'markdown_v2', { content: han(1365) }],
    ['robot', 'file', { media_id: 'm' }],
  ];
  test.each(accepted)('%s may send %s', (sender, msgtype, body) => {
    expect(outcome(sender, msgtype, body)).toEqual([]);
  });

  const noted: [Sender, string, unknown, RegExp][] = [
    ['app', 'text', { content: han(683) }, /text.content: cut at 2048 bytes/],
    ['chat', 'text', { content: han(683) }, /cut at 2048 bytes/],
    ['app', 'video', { media_id: 'm', title: han(43), description: han(171) }, /cut at 128 bytes/],
    ['app', 'textcard', { title: han(129), description: '述', url: URL_OK }, /only 128 characters/],
    ['app', 'textcard', { title: '题', description: '述', url: URL_OK, btntxt: '一二三四五' }, /only 4 characters/],
    ['app', 'news', { articles: [article({ title: han(43) })] }, /cut at 128 bytes/],
  ];
  test.each(noted)('%s %s passes, and is cut', (sender, msgtype, body, what) => {
    expect((outcome(sender, msgtype, body) as string[])[0]).toMatch(what);
  });

  const refused: [Sender, string, unknown, number][] = [
    ['app', 'text', { content: ' ' }, 44004],
    ['app', 'text', {}, 40058],
    ['app', 'text', undefined, 40058],
    ['app', 'text', { content: '好', mentioned_list: [] }, 40058],
    ['app', 'text', { content: 5 }, 40058],
    ['app', 'markdown', { content: han(683) }, 40058],
    ['app', 'markdown_v2', { content: '好' }, 40008],
    ['app', 'constructor', {}, 40008],
    ['app', 'textcard', { title: '题', description: '述' }, 40058],
    ['app', 'textcard', { title: '题', description: '述', url: 'example.com' }, 45034],
    ['app', 'textcard', { title: '题', description: '述', url: `https://example.com/${'a'.repeat(2048)}` }, 40058],
    ['app', 'news', { articles: [] }, 45008],
    ['app', 'news', { articles: Array.from({ length: 9 }, () => article()) }, 45008],
    ['app', 'news', { articles: [{ title: '题' }] }, 40058],
    ['app', 'mpnews', { articles: [{ title: '题', thumb_media_id: 'm', content: 'a'.repeat(666 * 1024 + 1) }] }, 45002],
    ['app', 'image', {}, 40058],
    ['app', 'image', { media_id: '' }, 41006],
    ['app', 'miniprogram_notice', { appid: 'wx1', title: '三个字' }, 40058],
    ['chat', 'template_card', { card_type: 'text_notice' }, 40008],
    ['chat', 'text', { content: '好', mentioned_mobile_list: [] }, 40058],
    ['robot', 'text', { content: han(683) }, 40058],
    ['robot', 'text', { content: '' }, 93017],
    ['robot', 'markdown', { content: han(1366) }, 40058],
    ['robot', 'markdown_v2', { content: han(1366) }, 40058],
    ['robot', 'textcard', { title: '题', description: '述', url: URL_OK }, 40008],
    ['robot', 'image', { base64: 'aGk=', md5: 'x' }, 40058],
    ['robot', 'news', { articles: [{ title: '题' }] }, 40058],
  ];
  test.each(refused)('%s %s %j is refused with %i', (sender, msgtype, body, errcode) => {
    expect(outcome(sender, msgtype, body)).toBe(errcode);
  });

  test('a field that nobody knows, beside the body', () => {
    expect(outcome('app', 'text', { content: '好' }, { touser: 'a', priority: 1 })).toBe(40058);
    expect(outcome('app', 'text', { content: '好' }, { markdown: { content: '好' } })).toBe(40058);
  });
});
