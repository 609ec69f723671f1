import { describe, expect, test } from '@jest/globals';
import type { Matter } from '../../../../schemas/matter.js';
import { MatterCommand } from '../../../../schemas/matter-command.js';
import { changedClocks, reckon, remembered, startedClock, termsFor } from '../../../../src/domain/matters/clocks.js';
import { effectsOf, renamed } from '../../../../src/domain/matters/effects.js';
import { cellOn } from '../../../../src/domain/matters/responsible.js';
import { keepUntil } from '../../../../src/domain/matters/retention.js';
import { CALENDAR, matterIn, RULES } from '../../../support/matters.js';

const actor = { userid: 'head', today: '2026-03-02' };
const run = (matter: Matter, command: object, to: Matter['state']) => {
  const parsed = MatterCommand.parse({ matterId: 'm1', seen: 3, ...command });
  const effects = effectsOf(matter, parsed, to, actor, RULES);
  return { ...effects, after: changedClocks(matter.clocks, effects.clocks, actor.today) };
};
const running = (matter: Matter, ...kinds: ('accept' | 'investigate' | 'close' | 'decide')[]) =>
  kinds.map((kind) => startedClock(kind, '2026-02-24', termsFor(RULES, kind, { kind: matter.kind, isWage: false })));
const state = (clocks: Matter['clocks']) =>
  clocks.map(
    (c) =>
      `${c.kind} ${c.stoppedOn ? 'stopped' : c.pauses.some(({ to }) => !to) ? 'paused' : c.extendedOn ? 'extended' : 'runs'}`,
  );

describe('clocks of the steps', () => {
  const received = matterIn('received');
  test.each([
    ['request_supplement', { items: ['facts'] }, 'supplement', ['accept paused']],
    ['guide', { track: 'court' }, 'guided', ['accept stopped']],
    ['transfer', { to: '金水区大队', reason: 'no_jurisdiction' }, 'transferred', ['accept paused', 'object runs']],
    ['refuse', { reason: 'too_old' }, 'refused', ['accept stopped']],
    ['mediate', {}, 'pre_mediation', ['accept runs']],
    ['file', {}, 'filed', ['accept stopped', 'investigate runs', 'close runs', 'penalty runs']],
  ] as const)('%s', (action, more, to, expected) => {
    expect(state(run({ ...received, clocks: running(received, 'accept') }, { action, ...more }, to).after)).toEqual(
      expected,
    );
  });

  const filed = matterIn('investigating', { filedOn: '2026-02-24' });
  test.each([
    ['extend', { reason: 'complex' }, 'extended', ['investigate extended', 'close extended']],
    ['suspend', { reason: 'party_fled' }, 'suspended', ['investigate paused', 'close paused']],
    ['decide', {}, 'deciding', ['investigate stopped', 'close runs', 'decide runs']],
    ['crime_transfer', { to: '公安分局' }, 'crime_transfer', ['investigate paused', 'close paused']],
  ] as const)('%s', (action, more, to, expected) => {
    expect(
      state(run({ ...filed, clocks: running(filed, 'investigate', 'close') }, { action, ...more }, to).after),
    ).toEqual(expected);
  });

  test('an order runs by its own date, moved to a working day', () => {
    const { after } = run(
      { ...filed, state: 'deciding', clocks: [] },
      { action: 'order', kind: 'rectification', within: { length: 5, unit: 'day' } },
      'ordered',
    );
    expect(reckon(CALENDAR, after[0]!, RULES)).toMatchObject({ kind: 'order', legalDue: '2026-03-09' });
  });
});

describe('ends', () => {
  test('are noted, and noted again when it is opened', () => {
    const closing = run(
      matterIn('corrected'),
      { action: 'close', outcome: { code: 'paid_in_full', people: 3, paidFen: 900_000 } },
      'closed',
    );
    expect(closing.set).toMatchObject({
      endedOnState: '2026-03-02',
      ends: [{ on: '2026-03-02', people: 3, paidFen: 900_000 }],
    });
    const closed = matterIn('closed', {
      endedOnState: '2026-02-25',
      ends: [{ on: '2026-02-25', people: 3, paidFen: 900_000 }],
    });
    const opened = run(closed, { action: 'reopen', reason: 'new_facts' }, 'investigating');
    expect(opened.set.ends).toEqual([{ on: '2026-02-25', until: '2026-03-02', people: 3, paidFen: 900_000 }]);
    expect(opened.unset).toContain('endedOnState');
    // archiving is no other end
    expect(run(closed, { action: 'archive' }, 'archived').set).not.toHaveProperty('ends');
  });

  test('what was due is remembered with the day up to which it held', () => {
    const clock = reckon(
      CALENDAR,
      startedClock('accept', '2026-02-24', [{ profile: 'NATIONAL', length: 5, unit: 'workday' }]),
      RULES,
    );
    const [paused] = changedClocks([clock], [{ do: 'pause', kinds: 'all' }], '2026-02-27');
    const then = remembered(clock, reckon(CALENDAR, paused!, RULES), '2026-02-27');
    expect(then.was).toEqual([{ until: '2026-02-26', legal: '2026-03-02', internal: '2026-03-02' }]);
    expect(then.internalDue).toBeUndefined();
    const [back] = changedClocks([then], [{ do: 'go_on', kinds: 'all' }], '2026-02-27');
    expect(remembered(then, reckon(CALENDAR, back!, RULES), '2026-02-27').was).toHaveLength(1);
  });
});

describe('handlers', () => {
  const from = '2026-02-24';
  test('the first named leads; who goes has yesterday as his last day', () => {
    const intake = [{ userid: 'co', duty: 'intake' as const, from }];
    const named = renamed(intake, ['a', 'b'], '2026-03-02');
    expect(named).toEqual([
      { userid: 'co', duty: 'intake', from, to: '2026-03-01' },
      { userid: 'a', duty: 'lead', from: '2026-03-02' },
      { userid: 'b', duty: 'second', from: '2026-03-02' },
    ]);
    expect(renamed(named, ['a', 'b'], '2026-03-05')).toEqual(named);
    expect(renamed(named, ['a', 'c'], '2026-03-05').slice(2)).toEqual([
      { userid: 'b', duty: 'second', from: '2026-03-02', to: '2026-03-04' },
      { userid: 'c', duty: 'second', from: '2026-03-05' },
    ]);
    // replaced on the day he was named: he never handled it
    expect(renamed(named, ['a', 'c'], '2026-03-02').map(({ userid }) => userid)).toEqual(['co', 'a', 'c']);
  });

  test('a matter lay in the cell of the day', () => {
    const moved = matterIn('filed', {
      cellId: 'new',
      pastCells: [{ cellId: 'old', gridPath: '/d/t1/old/', until: '2026-03-01' }],
    });
    expect([cellOn(moved, '2026-03-01'), cellOn(moved, '2026-03-02')]).toEqual(['old', 'new']);
  });
});

describe('how long it is kept', () => {
  test.each([
    ['an open matter', matterIn('filed'), {}],
    [
      'a refused one',
      matterIn('refused', { endedOnState: '2026-03-02' }),
      { rawText: '2026-08-29', strip: '2029-03-02' },
    ],
    [
      'a closed case file',
      matterIn('archived', { endedOnState: '2026-03-02', filedOn: '2026-01-05' }),
      { rawText: '2026-08-29', strip: '2036-03-02' },
    ],
  ])('%s', (_what, matter, expected) => expect(keepUntil(matter, RULES.retention)).toEqual(expected));
});
