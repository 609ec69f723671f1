/** A squadron or service station as it stands: body, premises, wall charts, people, all noted in one go (S1–S4, S10, S20–S23). */
import type { GridNode } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import type { DataOf } from '../../../schemas/unit-record.js';
import type { Day } from '../../lib/day.js';
import { findUnitRecords } from '../../models/unit-record.js';
import { nodeInForce } from '../grid/index.js';
import { assignmentsOn, roleLabel } from '../staff/index.js';
import { setUpBody } from './bodies.js';
import { addRecord, type RecordDeps } from './records.js';

export interface StationFacts {
  nodeId: string;
  setUpOn: Day;
  address: string;
  phone: string;
  areaSqm: number;
  roomPhotos?: readonly string[];
  /** Photos of what hangs on the wall. */
  charts: Partial<Record<DataOf<'wall_chart'>['chart'], string>>;
  /** What is wrong with the list of people; for the squadron to settle. */
  staffNote?: string;
}

/**
 * @returns the body as it is kept now, and how many of the charts are on record
 * @throws DomainError grid_cell_not_found, grid_node_not_in_force, not_allowed, invalid_record
 */
export async function setUpStation(
  deps: RecordDeps,
  scope: Scope,
  facts: StationFacts,
): Promise<{ node: GridNode; charts: number }> {
  const { nodeId, setUpOn, address, phone, areaSqm, roomPhotos, charts, staffNote } = facts;
  const node = await setUpBody(deps, scope, nodeId, { setUpOn, address, phone });
  const photos = roomPhotos === undefined || roomPhotos.length === 0 ? {} : { photos: [...roomPhotos] };
  const on = scope.today;
  await addRecord(deps, scope, { nodeId, on, data: { kind: 'premises', areaSqm, address, ...photos } });
  for (const [chart, photo] of Object.entries(charts) as [DataOf<'wall_chart'>['chart'], string][])
    await addRecord(deps, scope, { nodeId, on, data: { kind: 'wall_chart', chart, photo } });
  if (staffNote !== undefined)
    await addRecord(deps, scope, { nodeId, on, data: { kind: 'problem', category: 'staff', description: staffNote } });
  const onRecord = await findUnitRecords(deps.tx, { ...scope, prefixes: [node.gridPath] }, ['wall_chart']);
  const kinds = onRecord.flatMap(({ data, nodeId: at }) =>
    at === nodeId && data.kind === 'wall_chart' ? data.chart : [],
  );
  return { node, charts: new Set([...kinds, ...Object.keys(charts)]).size };
}

export interface StationNow {
  nodeId: string;
  name: string;
  setUpOn?: Day;
  address?: string;
  phone?: string;
  areaSqm?: number;
  /** Who serves there today, by role. */
  people: { role: string; names: string[] }[];
}

/** What is known of a body, to begin with. @throws DomainError grid_cell_not_found, grid_node_not_in_force */
export async function stationNow(deps: RecordDeps, scope: Scope, nodeId: string): Promise<StationNow> {
  const { tx } = deps;
  const node = nodeInForce(await deps.grid(tx, scope.today), nodeId);
  const { name = node.name, setUpOn, address, phone } = node.body ?? {};
  const [premises] = (await findUnitRecords(tx, { ...scope, prefixes: [node.gridPath] }, ['premises'])).filter(
    (record) => record.nodeId === nodeId,
  );
  const areaSqm = premises?.data.kind === 'premises' ? premises.data.areaSqm : undefined;
  const people = new Map<string, string[]>();
  for (const person of (await deps.staff(tx)).servingAt(nodeId, scope.today))
    for (const { role } of assignmentsOn(person, scope.today).filter((each) => each.nodeId === nodeId))
      people.set(roleLabel(role), [...(people.get(roleLabel(role)) ?? []), person.name]);
  return {
    nodeId,
    name,
    ...(setUpOn !== undefined && { setUpOn }),
    ...(address !== undefined && { address }),
    ...(phone !== undefined && { phone }),
    ...(areaSqm !== undefined && { areaSqm }),
    people: [...people].map(([role, names]) => ({ role, names })),
  };
}
