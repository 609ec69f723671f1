import type { Role, Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';

/**
 * read: employers, workers and work of the area · read_totals: numbers only · collect: visit and record ·
 * investigate: question, order, punish · manage_grid: draw and code nodes, appoint for the district ·
 * manage_staff: keep people and the roles a town appoints itself · assign_work: set, accept, return and extend work · read_audit
 */
export type Power =
  | 'read'
  | 'read_totals'
  | 'collect'
  | 'investigate'
  | 'manage_grid'
  | 'manage_staff'
  | 'assign_work'
  | 'read_audit';

/**
 * What each role may do in its area. Co-inspectors collect and pass on, they do not investigate (REG423 art. 16); leaders
 * see totals only (domain.md section 10). To investigate also takes a valid certificate, see `may`.
 */
const POWERS: Record<Role, readonly Power[]> = {
  full_time_inspector: ['read', 'read_totals', 'collect', 'investigate'],
  part_time_inspector: ['read', 'read_totals', 'collect', 'investigate'],
  co_inspector: ['read', 'read_totals', 'collect'],
  grid_head: ['read', 'read_totals', 'collect'],
  squadron_leader: ['read', 'read_totals', 'collect', 'investigate', 'manage_staff', 'assign_work'],
  brigade_leader: [
    'read',
    'read_totals',
    'collect',
    'investigate',
    'manage_grid',
    'manage_staff',
    'assign_work',
    'read_audit',
  ],
  command_centre_operator: ['read', 'read_totals', 'collect', 'manage_grid', 'manage_staff', 'assign_work'],
  leader: ['read_totals', 'assign_work'],
  auditor: ['read_totals', 'read_audit'],
};

/** Roles that a town appoints itself (S8, S45); all others are appointed by the district (S3, S7). */
const TOWN_APPOINTED: readonly Role[] = ['part_time_inspector', 'co_inspector', 'grid_head'];

/** The power it takes to give or end a role. */
export function powerToAppoint(role: Role): Power {
  return TOWN_APPOINTED.includes(role) ? 'manage_staff' : 'manage_grid';
}

function hasPower(role: Role, power: Power): boolean {
  return POWERS[role].includes(power);
}

/** True when one of the person's roles gives the power at this place. Investigating needs a certificate (REG423 art. 16). */
export function may(scope: Scope, power: Power, gridPath: string): boolean {
  if (power === 'investigate' && !scope.certified) return false;
  return scope.roles.some(({ role, gridPath: area }) => hasPower(role, power) && gridPath.startsWith(area));
}

/** True when the person holds one of the roles at the place, or anywhere for `null`. */
export function holdsRole(scope: Scope, roles: readonly Role[], gridPath: string | null): boolean {
  return scope.roles.some(
    ({ role, gridPath: area }) => roles.includes(role) && (gridPath === null || gridPath.startsWith(area)),
  );
}

/** The grid paths where the person has a power, the shortest ones only: a town stands for its villages. */
export function areaOf(roles: Scope['roles'], power: Power): string[] {
  const paths = new Set(roles.filter(({ role }) => hasPower(role, power)).map(({ gridPath }) => gridPath));
  return [...paths].filter((path) => ![...paths].some((other) => other !== path && path.startsWith(other))).sort();
}

/** @throws DomainError not_allowed when `may` says no */
export function demand(scope: Scope, power: Power, gridPath: string): void {
  if (!may(scope, power, gridPath)) throw new DomainError('not_allowed', { power });
}

/** The scope of jobs and operator commands: the whole grid. @param today Shanghai day */
export function systemScope(today: string): Scope {
  const everywhere = (role: Role) => ({ role, nodeId: '', gridPath: '/' });
  return {
    userid: 'sys',
    staffId: 'sys',
    prefixes: ['/'],
    roles: [everywhere('command_centre_operator'), everywhere('auditor')],
    certified: false,
    today,
  };
}
