/** Keeping what bodies put on record: one service for all kinds, each with its power and its place. */
import type { GridNode } from '../../../schemas/grid.js';
import type { Scope } from '../../../schemas/scope.js';
import {
  type DataOf,
  RecordData,
  type RecordKind,
  type RecordOf,
  type UnitRecord,
} from '../../../schemas/unit-record.js';
import { DomainError } from '../../errors.js';
import { type Day, dayOf } from '../../lib/day.js';
import type { Tx } from '../../models/transaction.js';
import {
  findInSlot,
  findUnitRecord,
  findUnitRecords,
  insertUnitRecord,
  replaceUnitRecord,
} from '../../models/unit-record.js';
import { audit } from '../audit/index.js';
import { type GridReader, nodeInForce } from '../grid/index.js';
import { areaOf, demand, may, type Power } from '../rights/index.js';
import type { StaffReader } from '../staff/index.js';

export interface RecordDeps {
  tx: Tx;
  grid: GridReader;
  staff: StaffReader;
}

/** What it takes to keep a kind of record. The district appoints leaders and publishes texts and contacts (S3, S36, S37, S64). */
const POWER: Readonly<Record<Exclude<RecordKind, 'acknowledgement'>, Power>> = {
  premises: 'collect',
  funding: 'assign_work',
  network_test: 'collect',
  diagram: 'collect',
  wall_chart: 'collect',
  complaint_point: 'collect',
  appointment: 'manage_grid',
  training: 'manage_staff',
  text: 'manage_grid',
  member_request: 'manage_grid',
  problem: 'collect',
  contact_card: 'manage_grid',
  document: 'assign_work',
};

/** What a record is the present one of: a newer one of the same slot takes its place. Kinds without slot pile up. */
function slotOf(data: RecordData): string | undefined {
  switch (data.kind) {
    case 'premises':
    case 'diagram':
    case 'complaint_point':
      return data.kind;
    case 'funding':
      return `funding:${data.item}`;
    case 'network_test':
      return `network_test:${data.network}`;
    case 'wall_chart':
      return `wall_chart:${data.chart}`;
    case 'appointment':
      return `appointment:${data.role}`;
    case 'text':
      return `text:${data.textKind}:${data.role ?? data.title}`;
    case 'acknowledgement':
      return `acknowledgement:${data.textId}:${data.staffId}`;
    case 'contact_card':
      return `contact_card:${data.department}`;
    default:
      return undefined;
  }
}

export interface NewRecord {
  nodeId: string;
  /** The day the fact dates from; not in the future. */
  on: Day;
  data: Exclude<RecordData, { kind: 'acknowledgement' | 'text' }> | Omit<DataOf<'text'>, 'edition'>;
}

/**
 * Puts something on record for a body. The record that held its place so far is closed and stays as history.
 * @throws DomainError grid_cell_not_found, grid_node_not_in_force, not_allowed, invalid_record, staff_not_found
 */
export async function addRecord(deps: RecordDeps, scope: Scope, input: NewRecord): Promise<UnitRecord> {
  const node = await nodeOf(deps, scope, input.nodeId);
  demand(scope, POWER[input.data.kind], node.gridPath);
  if (input.on > scope.today) throw new DomainError('invalid_record', { field: 'on' });
  if (input.data.kind === 'appointment') await knownStaff(deps, [input.data.staffId]);
  if (input.data.kind === 'training')
    await knownStaff(
      deps,
      input.data.attendees.map(({ staffId }) => staffId),
    );
  const draft = input.data.kind === 'text' ? { ...input.data, edition: 1 } : input.data;
  return put(deps, scope, node, input.on, draft);
}

/** Inserts a record; what held its slot is closed first. A text gets the next edition. */
async function put(deps: RecordDeps, scope: Scope, node: GridNode, on: Day, given: RecordData): Promise<UnitRecord> {
  const { tx } = deps;
  const slot = slotOf(given);
  const before = slot === undefined ? null : await findInSlot(tx, node._id, slot);
  const data = readData(nextEdition(given, before));
  if (before !== null) {
    const { slot: _, ...rest } = before;
    replaceUnitRecord(tx, before, { ...rest, until: scope.today, updatedAt: tx.now });
  }
  const record: UnitRecord = {
    _id: tx.newId(),
    version: 1,
    nodeId: node._id,
    gridPath: node.gridPath,
    on,
    ...(slot !== undefined && { slot }),
    data,
    by: scope.userid,
    createdAt: tx.now,
    updatedAt: tx.now,
  };
  insertUnitRecord(tx, record);
  note(deps, scope, record, 'record.added');
  return record;
}

function nextEdition(data: RecordData, before: UnitRecord | null): RecordData {
  return data.kind === 'text' && before?.data.kind === 'text' ? { ...data, edition: before.data.edition + 1 } : data;
}

/** Bodies for which the person may put a kind of record down, those nearest to the root first. */
export async function recordPlaces(
  { tx, grid }: Pick<RecordDeps, 'tx' | 'grid'>,
  scope: Scope,
  kind: NewRecord['data']['kind'],
): Promise<GridNode[]> {
  const tree = await grid(tx, scope.today);
  return tree
    .within({ prefixes: areaOf(scope.roles, POWER[kind]) })
    .sort((a, b) => a.level.level - b.level.level || ((a.code ?? '') < (b.code ?? '') ? -1 : 1));
}

/** Changes of one record that are remembered. */
const PAST_MOST = 50;

/** What may be added to a record later: replies, solutions, money that came, who attended. */
type Later =
  | Partial<Pick<DataOf<'funding'>, 'plannedFen' | 'receivedFen' | 'source'>>
  | Pick<DataOf<'member_request'>, 'reply' | 'repliedOn'>
  | Pick<DataOf<'problem'>, 'solution' | 'solvedOn'>
  | Pick<DataOf<'training'>, 'attendees'>;

/**
 * Adds to a record that is there.
 * @throws DomainError record_not_found, not_allowed, invalid_record
 */
export async function completeRecord(deps: RecordDeps, scope: Scope, id: string, more: Later): Promise<UnitRecord> {
  const before = await findUnitRecord(deps.tx, scope, id);
  if (before === null || before.until !== undefined || before.data.kind === 'acknowledgement')
    throw new DomainError('record_not_found');
  demand(scope, POWER[before.data.kind], before.gridPath);
  if ('attendees' in more)
    await knownStaff(
      deps,
      more.attendees.map(({ staffId }) => staffId),
    );
  return saveCompleted(deps, scope, before, more);
}

/** Writes what was added to a record, and remembers what it said on the days before. @throws DomainError invalid_record */
export function saveCompleted(deps: RecordDeps, scope: Scope, before: UnitRecord, more: Later): UnitRecord {
  const { past = [], data, updatedAt } = before;
  const kept = dayOf(updatedAt) < scope.today ? [...past, { until: scope.today, data }].slice(-PAST_MOST) : past;
  const after = {
    ...before,
    data: readData({ ...data, ...more }),
    ...(kept.length > 0 && { past: kept }),
    updatedAt: deps.tx.now,
  };
  replaceUnitRecord(deps.tx, before, after);
  note(deps, scope, after, 'record.completed');
  return after;
}

/** Present records of some kinds in the person's area, the oldest first. */
export async function listRecords<K extends RecordKind>(
  { tx }: { tx: Tx },
  scope: Scope,
  ...kinds: K[]
): Promise<RecordOf<K>[]> {
  return (await findUnitRecords(tx, scope, kinds)) as unknown as RecordOf<K>[];
}

/** Texts that hold where the person serves, for his roles or for all; `read` says whether he has acknowledged this edition. */
export async function textsFor({ tx }: { tx: Tx }, scope: Scope): Promise<{ text: RecordOf<'text'>; read: boolean }[]> {
  const above = scope.roles.flatMap(({ gridPath }) => [gridPath]);
  const everywhere = { ...scope, prefixes: [...new Set(above.map((path) => `/${path.split('/')[1]}/`))] };
  const records = await findUnitRecords(tx, everywhere, ['text', 'acknowledgement']);
  const texts = records.filter((record): record is RecordOf<'text'> => record.data.kind === 'text');
  const read = new Set(
    records.flatMap(({ data }) =>
      data.kind === 'acknowledgement' && data.staffId === scope.staffId ? [data.textId] : [],
    ),
  );
  return texts
    .filter(({ gridPath, data }) =>
      scope.roles.some(
        (mine) => mine.gridPath.startsWith(gridPath) && (data.role === undefined || data.role === mine.role),
      ),
    )
    .map((text) => ({ text, read: read.has(text._id) }));
}

/** The person has read a text (S9, S37). Said twice it is noted once. @throws DomainError record_not_found */
export async function acknowledge(deps: RecordDeps, scope: Scope, textId: string): Promise<void> {
  const found = (await textsFor(deps, scope)).find(({ text }) => text._id === textId);
  if (found === undefined) throw new DomainError('record_not_found');
  if (found.read) return;
  const node = nodeInForce(await deps.grid(deps.tx, scope.today), found.text.nodeId);
  await put(deps, scope, node, scope.today, { kind: 'acknowledgement', textId, staffId: scope.staffId });
}

/** A body of the person's area; leaders read totals only, so their area is that of their power. */
async function nodeOf({ tx, grid }: RecordDeps, scope: Scope, nodeId: string): Promise<GridNode> {
  const node = nodeInForce(await grid(tx, scope.today), nodeId);
  if (!may(scope, 'read_totals', node.gridPath)) throw new DomainError('grid_cell_not_found', { cell: nodeId });
  return node;
}

async function knownStaff({ tx, staff }: RecordDeps, ids: readonly string[]): Promise<void> {
  const known = new Set((await staff(tx)).all.map(({ _id }) => _id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw new DomainError('staff_not_found', { userid: missing });
}

function readData(data: object): RecordData {
  const parsed = RecordData.safeParse(data);
  if (!parsed.success) throw new DomainError('invalid_record', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
  return parsed.data;
}

function note({ tx }: RecordDeps, scope: Scope, { _id, nodeId, on, data }: UnitRecord, action: string): void {
  const object = { kind: 'unit_record', id: _id };
  audit(tx, { actor: scope.userid, action, object, changes: { kind: data.kind, nodeId, on } });
}
