/**
 * Who may see and do what: roles of people (domain.md 1.2) and the scope that every query takes. A scope is computed from
 * the assignments that are valid on a day; it is never stored.
 */
import { z } from 'zod';
import type { Option } from './field.js';

/** Roles as in the glossary. What each may do stands in `domain/staff/powers.ts`. */
export const ROLES = [
  'full_time_inspector',
  'part_time_inspector',
  'co_inspector',
  'grid_head',
  'squadron_leader',
  'brigade_leader',
  'command_centre_operator',
  'leader',
  'auditor',
] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** Roles as people write them, with what they also say. */
export const ROLE_OPTIONS: readonly (Option & { value: Role })[] = [
  { value: 'full_time_inspector', label: '专职监察员', synonyms: ['劳动保障专职监察员', '专职'] },
  { value: 'part_time_inspector', label: '兼职监察员', synonyms: ['劳动保障兼职监察员', '兼职'] },
  { value: 'co_inspector', label: '协管员', synonyms: ['劳动保障监察协管员', '协理员', '劳动保障协管员'] },
  { value: 'grid_head', label: '网格长', synonyms: ['站长', '服务站站长'] },
  { value: 'squadron_leader', label: '中队长', synonyms: ['监察中队长'] },
  { value: 'brigade_leader', label: '大队长', synonyms: ['监察大队长', '区大队长'] },
  { value: 'command_centre_operator', label: '指挥中心值班员', synonyms: ['指挥中心', '值班员'] },
  { value: 'leader', label: '分管领导', synonyms: ['领导', '领导小组成员'] },
  { value: 'auditor', label: '审计员', synonyms: ['审计'] },
];

/** A role in one place: it holds for the node and everything below it. */
export interface ScopedRole {
  role: Role;
  nodeId: string;
  gridPath: string;
}

/** What one person may see on one day. Every query of `domain/` takes one. */
export interface Scope {
  /** Lower-cased userid; `sys` for jobs. */
  userid: string;
  staffId: string;
  /**
   * Grid paths (`/<district id>/<town id>/<village id>/`) whose records the person may read, the shortest ones only: a town
   * stands for its villages. Empty: nothing at all.
   */
  prefixes: readonly string[];
  roles: readonly ScopedRole[];
  /** Holds an enforcement certificate that is valid today (REG423 art. 16). */
  certified: boolean;
  /** `YYYY-MM-DD` in Shanghai: the day the scope was computed for. */
  today: string;
}

/** True when the grid path lies inside the scope. */
export function covers(scope: Scope, gridPath: string): boolean {
  return scope.prefixes.some((prefix) => gridPath.startsWith(prefix));
}
