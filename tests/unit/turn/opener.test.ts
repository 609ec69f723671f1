import { describe, expect, test } from '@jest/globals';
import type { InboundMessage } from '../../../schemas/message.js';
import { openerId, readOpener } from '../../../schemas/opener.js';
import { inputOf } from '../../../src/turn/input.js';

const tap = (taskId: string, key = 'open'): InboundMessage => ({
  key: 'k',
  channel: 'wecom',
  sender: 'co-1',
  account: '1',
  sentAt: new Date('2026-11-23T02:00:00Z'),
  body: {
    kind: 'card',
    taskId,
    key,
    cardType: 'button_interaction',
    responseCode: 'r',
    selected: [],
    fromCardMenu: false,
  },
});

describe('a button that opens a flow', () => {
  test.each([{ flow: 'my-tasks', about: 'a1b2' }, { flow: 'to-accept' }])(
    'is read back as it was written: %j',
    (opener) => {
      const id = openerId(opener, 'u-1');
      expect(id).toMatch(/^[0-9A-Za-z_\-@]{1,128}$/);
      expect(readOpener(id)).toEqual(opener);
    },
  );

  test.each([
    '',
    'open',
    'open@',
    'open@@a@u',
    'open@my-tasks@a',
    'open@my-tasks@a@u@v',
    's1@q@2',
    'xopen@my-tasks@a@u',
  ])('is not %j', (taskId) => {
    expect(readOpener(taskId)).toBeNull();
  });

  test('begins its flow after the form in hand', () => {
    expect(inputOf(tap(openerId({ flow: 'my-tasks', about: 't1' }, 'u')), 'f').input).toEqual({
      kind: 'open',
      flow: 'my-tasks',
      when: 'after',
      args: { taskId: 't1' },
    });
    expect(inputOf(tap('s1@menu@0', 'c1'), 'f').input).toEqual({
      kind: 'pick',
      taskId: 's1@menu@0',
      choiceIds: ['c1'],
    });
  });
});
