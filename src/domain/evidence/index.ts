/** What a body can show when the city comes to inspect (S55): its milestones, records and people. No workers, no matters. */
import type { GridNode } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import type { Evidence, Task } from '../../../schemas/task.js';
import type { RecordData, RecordKind, UnitRecord } from '../../../schemas/unit-record.js';
import { type Day, dayOf } from '../../lib/day.js';
import { maskNumbersIn } from '../../lib/mask.js';
import { below } from '../../models/scope.js';
import { findTasks } from '../../models/task.js';
import type { Tx } from '../../models/transaction.js';
import { audit } from '../audit/index.js';
import type { GridReader } from '../grid/index.js';
import { type CheckFacts, judgeCheck, listRecords, loadFacts } from '../plans/index.js';
import { demand } from '../rights/index.js';
import { assignmentsOn, roleLabel, type StaffReader } from '../staff/index.js';

export interface EvidenceDeps {
  tx: Tx;
  grid: GridReader;
  staff: StaffReader;
}

export interface ShownMilestone {
  title: string;
  dueOn: Day;
  state: Task['state'];
  doneOn?: Day;
  /** What was handed in last; numbers of persons in the note are masked. */
  evidence: Omit<Evidence, 'photos'>;
  photos: readonly string[];
}

export interface ShownRecord {
  data: RecordData;
  on: Day;
  photos: readonly string[];
}

export interface BodyEvidence {
  name: string;
  level: 1 | 2 | 3;
  body?: Pick<NonNullable<GridNode['body']>, 'name' | 'address' | 'phone' | 'setUpOn'>;
  milestones: ShownMilestone[];
  records: ShownRecord[];
  /** Who serves here today. */
  people: { role: string; names: string[] }[];
  /** People who have read the duties and the rules, and who were trained, of how many; at or below the body. */
  rates: { code: 'duty' | 'rule' | 'trained'; have: number; need: number }[];
}

/** Kinds that an inspector is shown; problems and requests to member units are the bureau's own business. */
const SHOWN: readonly RecordKind[] = [
  'appointment',
  'funding',
  'premises',
  'network_test',
  'diagram',
  'wall_chart',
  'complaint_point',
  'training',
  'text',
  'document',
];

/**
 * The unit and every body below it, by place, as they stand today; that it was taken is noted.
 * @throws DomainError not_allowed
 */
export async function evidenceOf(deps: EvidenceDeps, scope: Scope, unit: GridNode): Promise<BodyEvidence[]> {
  const { tx } = deps;
  demand(scope, 'assign_work', unit.gridPath);
  const area = { ...scope, prefixes: [unit.gridPath] };
  // texts of the bodies above hold here too
  const facts = await loadFacts(deps, scope);
  const filter = { kind: 'milestone', aboutPath: below(unit.gridPath), state: { $ne: 'cancelled' } };
  const tasks = await findTasks(tx, { prefixes: ['/'] }, filter, { sort: { dueOn: 1, key: 1 } });
  const records = await listRecords(deps, area, ...SHOWN);
  audit(tx, {
    actor: scope.userid,
    action: 'evidence.packed',
    object: { kind: 'grid_node', id: unit._id },
    changes: {},
  });
  return facts.tree.within(area).map((node) => ({
    name: node.name,
    level: node.level.level,
    ...(node.body !== undefined && { body: node.body }),
    milestones: tasks.filter(({ aboutId }) => aboutId === node._id).map(milestoneOf),
    records: records.filter(({ nodeId }) => nodeId === node._id).map(recordOf),
    people: peopleOf(node, facts),
    rates: ratesOf(node, facts),
  }));
}

function milestoneOf({ title, dueOn, state, doneAt, reports }: Task): ShownMilestone {
  const { photos = [], note, ...evidence } = reports.at(-1)?.evidence ?? {};
  return {
    ...{ title, dueOn, state, photos },
    evidence: { ...evidence, ...(note !== undefined && { note: maskNumbersIn(note) }) },
    ...(doneAt !== undefined && state === 'done' && { doneOn: dayOf(doneAt) }),
  };
}

function recordOf({ data, on }: UnitRecord): ShownRecord {
  return { data, on, photos: photosOf(data) };
}

function photosOf(data: RecordData): readonly string[] {
  if (data.kind === 'premises') return data.photos ?? [];
  if (data.kind === 'wall_chart') return [data.photo];
  if (data.kind === 'diagram') return [data.file];
  return data.kind === 'document' && data.file !== undefined ? [data.file] : [];
}

function peopleOf(node: GridNode, { staff, day }: CheckFacts): BodyEvidence['people'] {
  const roles = new Map<string, string[]>();
  for (const person of staff.servingAt(node._id, day))
    for (const { role, nodeId } of assignmentsOn(person, day))
      if (nodeId === node._id) roles.set(roleLabel(role), [...(roles.get(roleLabel(role)) ?? []), person.name]);
  return [...roles].map(([role, names]) => ({ role, names }));
}

function ratesOf(node: GridNode, facts: CheckFacts): BodyEvidence['rates'] {
  const checks = {
    duty: { name: 'texts_acknowledged', with: { textKind: 'duty' } },
    rule: { name: 'texts_acknowledged', with: { textKind: 'rule' } },
    trained: { name: 'training_attended' },
  };
  return (['duty', 'rule', 'trained'] as const).flatMap((code) => {
    const { have, need } = judgeCheck(checks[code], node, facts);
    return need > 0 ? [{ code, have, need }] : [];
  });
}
