import type { Task } from '../../schemas/task.js';

/** A task of the cell v11 of the small district; what a test says of it goes on top. */
export function aTask(more: Partial<Task> = {}): Task {
  const created = new Date('2026-03-02T08:00:00+08:00');
  return {
    _id: 'task1',
    version: 1,
    key: 'test:task1',
    kind: 'assigned',
    title: '整理台账',
    source: { kind: 'person', id: 's' },
    nodeId: 'v11',
    gridPath: '/d/t1/v11/',
    aboutId: 'v11',
    aboutPath: '/d/t1/v11/',
    priority: 'normal',
    opensOn: '2026-03-02',
    dueOn: '2026-03-13',
    activeFrom: '2026-03-02',
    due: { kind: 'fixed' },
    provisional: false,
    after: [],
    evidence: ['note'],
    selfAccepted: false,
    about: [],
    state: 'open',
    reports: [],
    pastPlaces: [],
    history: [{ at: created, by: 'sys', event: 'created', state: 'open', dueOn: '2026-03-13' }],
    createdAt: created,
    updatedAt: created,
    ...more,
  };
}
