import { expect, test } from '@jest/globals';
import { moreText, taskLine } from '../../../src/texts/task-view.js';

const TODAY = '2026-08-07';
const line = (more: object) =>
  taskLine(
    {
      task: { title: '三图上墙', dueOn: '2026-08-10', state: 'open', kind: 'milestone', priority: 'normal', ...more },
      unit: '演示村',
      lateWorkdays: -1,
    },
    TODAY,
  );
const snoozed = (until: string) => ({ snooze: { until, reason: '等图', by: 'u1', at: new Date() } });

test('a line tells that reminders are put off or stopped, as long as they are', () => {
  expect(line({})).toBe('三图上墙（演示村）：8月10日 周一前');
  expect(line(snoozed('2026-08-12'))).toBe('三图上墙（演示村）：8月10日 周一前（8月12日 周三再提醒）');
  expect(line(snoozed(TODAY))).toBe(line({}));
  expect(line({ mute: { reason: '停办', by: 'u1', at: new Date() } })).toBe(
    '三图上墙（演示村）：8月10日 周一前（不再提醒）',
  );
});

test('a list says what it leaves out', () => {
  expect(moreText(-3)).toBe('');
  expect(moreText(0)).toBe('');
  expect(moreText(5)).toBe('（先列 20 项，另有 5 项）');
});
