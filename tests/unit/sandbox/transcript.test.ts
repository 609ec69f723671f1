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

test('a conversation as remark, person and bot', () => {
  const lines = [
    message('user', '[进入应用]'),
    message('user', '上报单位'),
    message('passive', '请输入单位名称\n\n照营业执照写'),
    message('send', '没有到达', { dropped: 'frequency' }),
  ];
  expect(writeTranscript('张样例', lines)).toBe(
    '# 张样例，2026-11-23 08:30\n# 进入应用\n< 上报单位\n> 请输入单位名称\n>\n> 照营业执照写\n',
  );
});
