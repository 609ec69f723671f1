import { describe, expect, test } from '@jest/globals';
import type { Role, Scope } from '../../../../schemas/scope.js';
import { ROLES } from '../../../../schemas/scope.js';
import { demand, may, type Power, systemScope } from '../../../../src/domain/rights/index.js';

const scopeOf = (role: Role, gridPath = '/d/t/', certified = true): Scope => ({
  userid: 'someone',
  staffId: 's',
  prefixes: [gridPath],
  roles: [{ role, nodeId: 't', gridPath }],
  certified,
  today: '2026-03-02',
});

describe('powers of a role', () => {
  test.each<[Role, Power, boolean]>([
    ['co_inspector', 'collect', true],
    ['co_inspector', 'investigate', false], // REG423 art. 16
    ['full_time_inspector', 'investigate', true],
    ['part_time_inspector', 'manage_staff', false],
    ['squadron_leader', 'manage_staff', true],
    ['squadron_leader', 'manage_grid', false],
    ['leader', 'read', false],
    ['leader', 'read_totals', true],
    ['command_centre_operator', 'manage_grid', true],
    ['auditor', 'read_audit', true],
    ['auditor', 'read', false],
  ])('%s %s: %s', (role, power, expected) => {
    expect(may(scopeOf(role), power, '/d/t/v/')).toBe(expected);
  });

  test('hold in the own area only', () => {
    expect(may(scopeOf('squadron_leader'), 'collect', '/d/t/')).toBe(true);
    expect(may(scopeOf('squadron_leader'), 'collect', '/d/t2/')).toBe(false);
    expect(may(scopeOf('squadron_leader'), 'collect', '/d/')).toBe(false);
    expect(() => demand(scopeOf('squadron_leader'), 'collect', '/d/')).toThrow('not_allowed');
  });

  test('nobody investigates without a valid certificate', () => {
    for (const role of ROLES) expect(may(scopeOf(role, '/d/', false), 'investigate', '/d/t/')).toBe(false);
  });

  test('the system may collect and change everywhere, and does not investigate', () => {
    const system = systemScope('2026-03-02');
    expect(may(system, 'manage_grid', '/any/')).toBe(true);
    expect(may(system, 'investigate', '/any/')).toBe(false);
  });
});
