/** Writing a matter: the record with its clocks reckoned anew, one event, one audit row. The only way to change one. */

import type { AuditValue } from '../../../schemas/audit.js';
import type { Matter, MatterEvent } from '../../../schemas/matter.js';
import type { Scope } from '../../../schemas/scope.js';
import { seal } from '../../lib/seal.js';
import { insertMatterEvent, MATTER_EVENTS, replaceMatter } from '../../models/matter.js';
import { audit } from '../audit/index.js';
import { changedClocks, nextDue, reckon, remembered } from './clocks.js';
import type { MatterDeps } from './deps.js';
import type { Effects } from './effects.js';

/** The matter with the effects of a step, its clocks reckoned and its next version; nothing is written yet. */
export function afterStep(
  deps: Pick<MatterDeps, 'calendar' | 'rules' | 'tx'>,
  before: Matter,
  effects: Effects,
  today: string,
): Matter {
  const { set, unset = [], clocks } = effects;
  const running = changedClocks(set.clocks ?? before.clocks, clocks, today);
  return withClocks({ ...without(before, unset), ...set }, running, deps, { version: before.version + 1, today });
}

/** The matter with these clocks, reckoned with the calendar of today. */
export function withClocks(
  matter: Matter,
  clocks: Matter['clocks'],
  { calendar, rules, tx }: Pick<MatterDeps, 'calendar' | 'rules' | 'tx'>,
  { version, today }: { version: number; today: string },
): Matter {
  const reckoned = clocks.map((clock) => remembered(clock, reckon(calendar, clock, rules), today));
  return {
    ...without(matter, ['dueOn', 'legalDueOn']),
    clocks: reckoned,
    ...nextDue(reckoned),
    version,
    updatedAt: tx.now,
  };
}

function without<K extends keyof Matter>(matter: Matter, keys: readonly K[]): Matter {
  return Object.fromEntries(Object.entries(matter).filter(([key]) => !keys.some((gone) => gone === key))) as Matter;
}

export interface Told {
  action: MatterEvent['action'];
  /** Userid, `sys`, or `person`. */
  by: string;
  role?: MatterEvent['role'];
  reason?: MatterEvent['reason'];
  note?: string | undefined;
  documentIds?: readonly string[];
  /** What the audit may tell beside the state. */
  more?: Record<string, AuditValue>;
}

/** Writes a changed matter with its event and audit row. `after` carries the next version. */
export function writeMatter(
  deps: Pick<MatterDeps, 'tx' | 'keys'>,
  before: Matter | null,
  after: Matter,
  on: string,
  told: Told,
): void {
  const { tx, keys } = deps;
  if (before !== null) replaceMatter(tx, before, after);
  const id = tx.newId();
  const note = told.note && seal(keys, told.note, { collection: MATTER_EVENTS, id, field: 'note' } as const);
  insertMatterEvent(tx, {
    _id: id,
    matterId: after._id,
    seq: after.version,
    at: tx.now,
    on,
    by: told.by,
    ...(told.role !== undefined && { role: told.role }),
    action: told.action,
    ...(before !== null && { from: before.state }),
    to: after.state,
    ...(told.reason !== undefined && { reason: told.reason }),
    ...(note !== undefined && note !== '' && { note }),
    documentIds: [...(told.documentIds ?? [])],
    dues: changedDues(before, after),
  });
  audit(tx, {
    actor: told.by,
    action: `matter.${told.action}`,
    object: { kind: 'matter', id: after._id },
    changes: {
      ...(before?.state !== after.state && { state: after.state }),
      ...(told.reason !== undefined && { reason: told.reason }),
      ...(before?.dueOn !== after.dueOn && { dueOn: after.dueOn ?? null }),
      ...told.more,
    },
  });
}

/** Clocks whose internal date is another than before, old and new (domain.md 6). */
export function changedDues(before: Matter | null, after: Matter): MatterEvent['dues'] {
  return after.clocks.flatMap((clock, i) => {
    const was = before?.clocks[i]?.kind === clock.kind ? before.clocks[i]?.internalDue : undefined;
    const is = clock.internalDue;
    if (was === is) return [];
    return [{ kind: clock.kind, ...(was !== undefined && { was }), ...(is !== undefined && { is }) }];
  });
}

/** The role by which a person acts at a place, for the record. */
export function actingRole(scope: Scope, gridPath: string): MatterEvent['role'] {
  return (scope.roles.find((one) => gridPath.startsWith(one.gridPath)) ?? scope.roles[0])?.role;
}
