import { expect, test } from '@jest/globals';
import type { JournalMessage } from '../../../src/sandbox/journal.js';
import { writeTranscript } from '../../../src/sandbox/transcript.js';

const message = (via: JournalMessage['via'], text: string, more: Partial<JournalMessage> = {}): JournalMessage => ({
  id: 'm1',
  at: '2026-11-23T00:30:00.000Z',
  to: 'zhang',
  from: 'bot',
  via,
  msgtype: 'text',
  text,
  payload: {},
  ...more,
});

test('a conversation with remarks, person and bot, and its silences', () => {
  const lines = [
    message('user', '[进入应用]', { msgtype: 'event' }),
    message('user', '上报单位'),
    message('passive', '请输入单位名称\n\n照营业执照写'),
    message('send', '没有到达', { dropped: 'frequency' }),
    message('user', '惠民快餐', { at: '2026-11-23T00:34:59.000Z' }),
    message('user', '两行\n一次说', { at: '2026-11-23T00:39:59.000Z' }),
    message('kf', '[会话结束]', { msgtype: 'event', at: '2026-11-23T00:40:59.000Z' }),
  ];
  expect(writeTranscript('张样例', { as: 'zhang' }, lines)).toBe(
    [
      '# 张样例',
      '# as: zhang',
      '# now: 2026-11-23 08:30',
      '< [进入应用]',
      '< 上报单位',
      '> 请输入单位名称',
      '',
      '  照营业执照写',
      '< 惠民快餐',
      '# now: 2026-11-23 08:39',
      '< 两行',
      '  一次说',
      '# 会话结束',
      '',
    ].join('\n'),
  );
});

test.each([
  ['[图片]', 'image', { sample: 'door' }, '[图片 door]'],
  ['[图片]', 'image', { mediaId: 'x' }, '[图片]'],
  ['[位置 门口]', 'location', { lat: 34.9, lng: 113.5, label: '门口' }, '[位置 门口 34.9,113.5]'],
  ['[链接 通知]', 'link', { title: '通知', url: 'https://example.com/' }, '[链接 通知 https://example.com/]'],
  ['[按钮 对]', 'event', {}, '[按钮 对]'],
  ['[图片]', 'text', {}, '"[图片]"'],
  ['店\u0007名', 'text', {}, '"店\\u0007名"'],
  [' 前后有空 ', 'text', {}, '" 前后有空 "'],
  ['一\n\n三', 'text', {}, '"一\\n\\n三"'],
])('%s as %s %j is written %s', (text, msgtype, payload, written) => {
  const transcript = writeTranscript('张样例', { as: 'zhang' }, [message('user', text, { msgtype, payload })]);
  expect(transcript.split('\n').slice(3, -1)).toEqual([`< ${written}`]);
});
