import { describe, expect, test } from '@jest/globals';
import type { Matter } from '../../../../schemas/matter.js';
import { MATTER_STATES, type MatterState } from '../../../../schemas/matter-enums.js';
import { GUARDS, type Guard, MATTER_ACTIONS, type MatterAction } from '../../../../schemas/matter-move.js';
import type { Role, Scope } from '../../../../schemas/scope.js';
import { houseTerm, reckon, startedClock } from '../../../../src/domain/matters/clocks.js';
import { judgeMove, nextSteps, type StepFacts, whoMay } from '../../../../src/domain/matters/judge.js';
import { CALENDAR, matterIn, RULES, scopeOf, TODAY } from '../../../support/matters.js';

const head = scopeOf('head', 'brigade_leader');
const officers = [scopeOf('a', 'full_time_inspector', '/d/t1/'), scopeOf('b', 'full_time_inspector', '/d/t1/')];
const handlers: Matter['handlers'] = [
  { userid: 'head', duty: 'lead', from: '2026-02-24' },
  { userid: 'b', duty: 'second', from: '2026-02-24' },
];
/** A step that brings everything that any guard asks for. */
const full: StepFacts = {
  serving: officers,
  officers,
  outcome: { code: 'corrected', people: 1, paidFen: 100 },
  evidence: ['file'],
  target: matterIn('received', { _id: 'm2' }),
  representatives: 1,
};
/** A matter to which no guard objects. */
const ready = (state: MatterState, more: Partial<Matter> = {}) =>
  matterIn(state, {
    handlers,
    filedOn: '2026-02-24',
    stateBefore: 'deciding',
    ...(state === 'supplement' && { supplement: { items: ['facts'], askedOn: '2026-02-10', until: '2026-02-25' } }),
    ...more,
  });
const judge = (matter: Matter, action: MatterAction, actor: Scope = head, step: Partial<StepFacts> = {}) =>
  judgeMove(matter, action, actor, { ...full, ...step }, RULES);
const guardOf = (...args: Parameters<typeof judge>) => {
  const verdict = judge(...args);
  return verdict.ok ? null : verdict.guard;
};

describe('the table of domain.md 5.7', () => {
  // state number → numbers it leaves to, and the steps that stay where they are; 15 by withdrawal and merging (5.7, C6)
  const NUMBERS = MATTER_STATES.map(({ value }) => value);
  const LEAVES: Record<number, number[]> = {
    0: [1],
    1: [2, 3, 4, 5, 6, 7, 15],
    2: [1, 6, 15],
    3: [],
    4: [1],
    5: [8, 7, 15],
    6: [1],
    7: [9],
    8: [15],
    9: [10, 11, 12, 19],
    10: [11, 12, 19],
    11: [9],
    12: [13, 14, 16, 19],
    13: [14, 17, 19],
    14: [15],
    15: [18, 9],
    16: [15],
    17: [15],
    18: [],
    19: [15, 12],
  };

  test('has all 20 states', () => expect(NUMBERS).toHaveLength(20));

  test.each(NUMBERS.map((state, number) => [number, state] as const))('%i %s', (number, state) => {
    const reached = MATTER_ACTIONS.flatMap((action) => {
      const verdict = judge(ready(state), action, action === 'rate' ? scopeOf('other', 'co_inspector') : head);
      return verdict.ok && verdict.to !== state ? [NUMBERS.indexOf(verdict.to)] : [];
    });
    expect([...new Set(reached)].sort((a, b) => a - b)).toEqual([...(LEAVES[number] ?? [])].sort((a, b) => a - b));
  });

  test('what is not in the table is refused by its state, whoever asks', () => {
    for (const { value: state } of MATTER_STATES) {
      const allowed = new Set(nextSteps(ready(state), head, officers, RULES).map(({ action }) => action));
      for (const action of MATTER_ACTIONS.filter((one) => !allowed.has(one)))
        expect(guardOf(ready(state), action)).toBe('state');
    }
  });
});

describe('who may', () => {
  const roles: Role[] = [
    'full_time_inspector',
    'part_time_inspector',
    'co_inspector',
    'grid_head',
    'squadron_leader',
    'brigade_leader',
    'command_centre_operator',
    'leader',
    'auditor',
  ];
  const may = (matter: Matter, action: MatterAction, certified = true, area = '/d/t1/') =>
    roles.filter((role) => judge(matter, action, scopeOf('x', role, area, { certified })).ok);

  test.each([
    // before filing: inspectors with a certificate; taking down: everybody who collects
    [
      'receive',
      'draft',
      [
        'full_time_inspector',
        'part_time_inspector',
        'co_inspector',
        'grid_head',
        'squadron_leader',
        'brigade_leader',
        'command_centre_operator',
      ],
    ],
    [
      'request_supplement',
      'received',
      ['full_time_inspector', 'part_time_inspector', 'squadron_leader', 'brigade_leader'],
    ],
    ['guide', 'received', ['full_time_inspector', 'part_time_inspector', 'squadron_leader', 'brigade_leader']],
    ['refuse', 'received', ['squadron_leader', 'brigade_leader']],
    ['transfer', 'received', ['squadron_leader', 'brigade_leader', 'leader']],
    ['file', 'received', ['brigade_leader']],
    ['assign', 'filed', ['squadron_leader', 'brigade_leader']],
    ['extend', 'investigating', ['brigade_leader', 'leader']],
    ['close', 'corrected', ['brigade_leader']],
    ['archive', 'closed', ['full_time_inspector', 'squadron_leader', 'brigade_leader']],
    // the handlers' own steps
    ['investigate', 'filed', []],
    ['decide', 'investigating', []],
  ] as [MatterAction, MatterState, Role[]][])('%s of a matter that is %s', (action, state, expected) => {
    const matter = ready(state, { handlers: [] });
    expect(may(matter, action)).toEqual(expected);
  });

  test('without a certificate that is valid today nobody inspects; approving by office needs none', () => {
    expect(may(ready('received'), 'guide', false)).toEqual([]);
    expect(may(ready('received', { handlers: [] }), 'file', false)).toEqual([]);
    expect(may(ready('investigating', { handlers: [] }), 'extend', false)).toEqual(['leader']);
    const verdict = judge(ready('received'), 'guide', scopeOf('x', 'full_time_inspector', '/d/', { certified: false }));
    expect(verdict).toMatchObject({ ok: false, guard: 'certificate', who: { certified: true } });
  });

  test('a role elsewhere does not help, being a handler does', () => {
    expect(may(ready('received', { handlers: [] }), 'guide', true, '/d/t2/')).toEqual([]);
    const stranger = scopeOf('b', 'full_time_inspector', '/d/t2/');
    expect(guardOf(ready('investigating'), 'decide', stranger)).toBeNull();
    expect(guardOf(ready('investigating'), 'decide', { ...stranger, userid: 'c' })).toBe('handler');
    expect(guardOf(ready('investigating'), 'decide', { ...stranger, today: '2026-01-01' })).toBe('handler');
  });

  test('a part-time inspector does not handle a filed case', () => {
    expect(guardOf(ready('investigating'), 'decide', scopeOf('b', 'part_time_inspector', '/d/t1/'))).toBe('role');
  });

  test('a refusal tells who may', () => {
    expect(judge(ready('received'), 'file', scopeOf('x', 'full_time_inspector'))).toEqual({
      ok: false,
      action: 'file',
      guard: 'role',
      state: 'received',
      who: { roles: ['brigade_leader'], certified: true, handlersOnly: false },
    });
    expect(whoMay('decide', RULES)).toMatchObject({ handlersOnly: true });
  });

  test('somebody with a relation to the employer takes no step', () => {
    const recused = ready('investigating', { recused: [{ userid: 'head', why: 'declared' }] });
    for (const action of ['decide', 'suspend', 'extend', 'assign'] as const)
      expect(guardOf(recused, action)).toBe('recused');
  });
});

describe('guards', () => {
  const order = (startOn: string) => reckon(CALENDAR, startedClock('order', startOn, [houseTerm(5, 'day')]), RULES);
  const investigation = (startOn: string, more: object = {}) =>
    reckon(
      CALENDAR,
      { ...startedClock('investigate', startOn, [{ profile: 'NATIONAL', length: 60, unit: 'workday' }]), ...more },
      RULES,
    );
  const wage = (state: MatterState) => ready(state, { categories: ['M6a'] });

  const CASES: [string, Matter, MatterAction, Partial<StepFacts>, Guard | null][] = [
    ['two officers', ready('filed'), 'investigate', {}, null],
    ['one officer', ready('filed'), 'investigate', { serving: officers.slice(0, 1) }, 'two_officers'],
    [
      'the same officer twice',
      ready('filed'),
      'investigate',
      { serving: [officers[0]!, officers[0]!] },
      'two_officers',
    ],
    [
      'an officer whose certificate ran out',
      ready('filed'),
      'investigate',
      { serving: [officers[0]!, { ...officers[1]!, certified: false }] },
      'two_officers',
    ],
    [
      'naming the same person twice',
      ready('filed'),
      'assign',
      { officers: [officers[0]!, officers[0]!] },
      'officer_role',
    ],
    ['naming one for a filed case', ready('filed'), 'assign', { officers: officers.slice(0, 1) }, 'officer_role'],
    [
      'naming one before filing',
      { ...ready('received'), filedOn: undefined },
      'assign',
      { officers: officers.slice(0, 1) },
      null,
    ],
    [
      'naming a co-inspector',
      ready('filed'),
      'assign',
      { officers: [officers[0]!, scopeOf('c', 'co_inspector')] },
      'officer_role',
    ],
    [
      'naming a part-time inspector',
      ready('filed'),
      'assign',
      { officers: [officers[0]!, scopeOf('c', 'part_time_inspector')] },
      'officer_role',
    ],
    [
      'naming a recused one',
      ready('filed', { recused: [{ userid: 'b', why: 'declared' }] }),
      'assign',
      {},
      'officer_recused',
    ],
    ['closing without outcome', ready('corrected'), 'close', { outcome: undefined }, 'outcome'],
    [
      'a wage case without people',
      wage('corrected'),
      'close',
      { outcome: { code: 'corrected', paidFen: 0 } },
      'wage_outcome',
    ],
    [
      'a wage case without amount',
      wage('corrected'),
      'close',
      { outcome: { code: 'corrected', people: 3 } },
      'wage_outcome',
    ],
    [
      'paid in full, to nobody',
      wage('corrected'),
      'close',
      { outcome: { code: 'paid_in_full', people: 0, paidFen: 0 } },
      'wage_outcome',
    ],
    [
      'paid in full',
      wage('corrected'),
      'close',
      { outcome: { code: 'paid_in_full', people: 3, paidFen: 900_000 } },
      null,
    ],
    [
      'no violation in a wage case',
      wage('revoked'),
      'close',
      { outcome: { code: 'no_violation', people: 0, paidFen: 0 } },
      null,
    ],
    ['another matter without people', ready('corrected'), 'close', { outcome: { code: 'corrected' } }, null],
    ['settling without proof', ready('pre_mediation'), 'settle', { evidence: [] }, 'proof'],
    ['correcting without proof', ready('ordered'), 'correct', { evidence: [] }, 'proof'],
    [
      'a second request to supplement',
      ready('received', { supplement: { items: ['facts'], askedOn: TODAY, until: '2026-03-17' } }),
      'request_supplement',
      {},
      'once',
    ],
    ['a second transfer', ready('received', { transferredFrom: '金水区' }), 'transfer', {}, 'transferred_before'],
    [
      'refusing while the time to supplement runs',
      ready('supplement', { supplement: { items: ['facts'], askedOn: '2026-02-20', until: TODAY } }),
      'refuse',
      {},
      'supplement_waiting',
    ],
    ['refusing after it', ready('supplement'), 'refuse', {}, null],
    ['mediating a report', ready('received', { kind: 'report' }), 'mediate', {}, 'complaint_only'],
    ['withdrawing a report', ready('received', { kind: 'report' }), 'withdraw', {}, 'complaint_only'],
    [
      'a second extension',
      ready('investigating', { clocks: [investigation('2026-01-05', { extendedOn: '2026-02-02' })] }),
      'extend',
      {},
      'once',
    ],
    ['an extension in time', ready('investigating', { clocks: [investigation('2026-01-05')] }), 'extend', {}, null],
    [
      'an extension too late',
      ready('investigating', { clocks: [investigation('2025-10-13')] }),
      'extend',
      {},
      'in_time',
    ],
    [
      'enforcing before the date of the order',
      ready('ordered', { clocks: [order('2026-02-26')] }),
      'enforce',
      {},
      'order_running',
    ],
    ['enforcing after it', ready('ordered', { clocks: [order('2026-02-03')] }), 'enforce', {}, null],
    ['reopening what was never filed', { ...ready('closed'), filedOn: undefined }, 'reopen', {}, 'was_filed'],
    ['merging into itself', ready('received'), 'merge', { target: ready('received') }, 'merge_target'],
    [
      'merging into a closed one',
      ready('received'),
      'merge',
      { target: matterIn('closed', { _id: 'm2' }) },
      'merge_target',
    ],
    [
      'merging a complaint into a report',
      ready('received'),
      'merge',
      { target: matterIn('received', { _id: 'm2', kind: 'report' }) },
      'merge_target',
    ],
    ['six representatives', ready('received'), 'join', { representatives: 6 }, 'representatives'],
  ];
  test.each(CASES)('%s', (_what, matter, action, step, guard) => {
    expect(guardOf(matter, action, head, step)).toBe(guard);
  });

  test('the handler does not call about satisfaction, and nobody twice', () => {
    expect(guardOf(ready('closed'), 'rate')).toBe('not_handler');
    const other = scopeOf('other', 'co_inspector');
    expect(guardOf(ready('closed'), 'rate', other)).toBeNull();
    const rated = ready('closed', { satisfaction: { grade: 'satisfied', on: TODAY, by: 'other' } });
    expect(guardOf(rated, 'rate', other)).toBe('once');
  });

  test('every guard has a case', () => {
    const above: Guard[] = ['state', 'role', 'certificate', 'handler', 'recused', 'not_handler'];
    const here = CASES.flatMap(([, , , , guard]) => guard ?? []);
    expect([...new Set([...above, ...here])].sort()).toEqual([...GUARDS].sort());
  });
});
