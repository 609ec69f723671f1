import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EVENTS, TASK_STATES, type Task, type TaskState } from '../../../../schemas/task.js';
import { acceptingPath, missingEvidence, moved, standingAt } from '../../../../src/domain/tasks/rules.js';
import { aTask } from '../../../support/tasks.js';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2) + minute * 60_000);

describe('moves of a task', () => {
  test.each<[TaskState, TaskState[]]>([
    ['planned', ['open', 'reported', 'done', 'extended', 'cancelled']],
    ['open', ['reported', 'done', 'extended', 'cancelled']],
    ['extended', ['reported', 'done', 'extended', 'cancelled']],
    ['returned', ['reported', 'done', 'extended', 'cancelled']],
    ['reported', ['done', 'returned', 'cancelled']],
    ['done', ['open']],
    ['cancelled', []],
  ])('from %s: %p and to nothing else', (from, allowed) => {
    for (const { value: to } of TASK_STATES) {
      const move = () => moved(aTask({ state: from }), { at: at(1), by: 'x', event: 'opened', state: to });
      if (allowed.includes(to)) expect(move().state).toBe(to);
      else expect(move).toThrow('task_refused');
    }
  });

  test('any sequence of events leaves a history by which every past instant can be told', () => {
    const event = fc.record({
      event: fc.constantFrom(...EVENTS),
      state: fc.constantFrom(...TASK_STATES.map(({ value }) => value)),
      dueOn: fc.constantFrom('2026-03-05', '2026-04-05', '2026-05-05'),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let task: Task = aTask({
          history: [{ at: at(0), by: 'sys', event: 'created', state: 'open', dueOn: '2026-03-05' }],
        });
        const seen: (Pick<Task, 'state' | 'dueOn'> & { minute: number })[] = [
          { state: 'open', dueOn: '2026-03-05', minute: 0 },
        ];
        for (const [i, each] of events.entries())
          try {
            task = moved(task, { at: at(i + 1), by: 'x', ...each });
            seen.push({ state: task.state, dueOn: task.dueOn, minute: i + 1 });
          } catch (error) {
            expect(String(error)).toContain('task_refused');
          }
        expect(standingAt(task, at(0))).toBeUndefined();
        for (const { minute, ...then } of seen) expect(standingAt(task, at(minute + 0.5))).toMatchObject(then);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  test('what was asked while the work lay with its owner falls when it is handed in', () => {
    const asked = aTask({ extension: { to: '2026-04-01', reason: '忙', by: 'x', at: at(0) } });
    const after = moved(asked, { at: at(1), by: 'x', event: 'reported', state: 'reported' });
    expect('extension' in after).toBe(false);
  });

  test('what is dropped is gone from the record', () => {
    const after = moved(aTask({ reportedAt: at(0) }), { at: at(1), by: 'x', event: 'snoozed', drop: ['reportedAt'] });
    expect('reportedAt' in after).toBe(false);
  });
});

test('what is asked for and not handed in is named', () => {
  expect(missingEvidence(['document', 'photo', 'note'], { note: '好了', photos: [] })).toEqual(['document', 'photo']);
  expect(missingEvidence(['date'], { on: '2026-03-01' })).toEqual([]);
});

test('the level above accepts; the district accepts its own', () => {
  expect(acceptingPath({ gridPath: '/d/t/v/' })).toBe('/d/t/');
  expect(acceptingPath({ gridPath: '/d/t/' })).toBe('/d/');
  expect(acceptingPath({ gridPath: '/d/' })).toBe('/d/');
});
