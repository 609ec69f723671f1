/** Collecting and refreshing employer files (S24, S27, S30). */
import type { CollectedEmployer } from '../../../schemas/collected-employer.js';
import type { GridNode } from '../../../schemas/grid.js';
import type { LabourUse } from '../../../schemas/labour-use.js';
import type { Scope } from '../../../schemas/scope.js';
import type { Source, StoredEmployer } from '../../../schemas/stored-employer.js';
import { DomainError } from '../../errors.js';
import { addDays } from '../../lib/day.js';
import type { KeyRing } from '../../lib/seal.js';
import { takeNumbers } from '../../models/counter.js';
import { findEmployer, findEmployers, insertEmployer, replaceEmployer } from '../../models/employer.js';
import { findLabourUse } from '../../models/labour-use.js';
import type { Tx } from '../../models/transaction.js';
import { insertVisit } from '../../models/visit.js';
import { audit } from '../audit/index.js';
import { type GridReader, isInForce } from '../grid/index.js';
import { demand, may } from '../rights/index.js';
import { fileChanges, keptOf, openEmployer, readCorrection, readDraft } from './file.js';
import { addLabourUse, shownLabourUse } from './labour-use.js';
import { cellProgress, type Progress } from './progress.js';
import { completenessOf, type Draft, defined, fileNumber, identityCodeOf } from './rules.js';
import { addWorkers } from './workers.js';

export interface EmployerDeps {
  tx: Tx;
  grid: GridReader;
  keys: KeyRing;
}

export interface NewCollection {
  cellId: string;
  record: Draft;
  /** The file it belongs to, when the person said it is one on hand; another cell than the file's moves it. */
  employerId?: string;
  source?: Source;
  /** Soft checks that the person confirmed. */
  confirmed?: readonly string[];
}

export interface Refresh {
  employerId: string;
  /** What has changed of the employer; without labour use it is a correction and no collection. */
  record: Draft;
  source?: Source;
  confirmed?: readonly string[];
}

/** What others must be told; the caller puts it into the outbox. */
export type EmployerNotice =
  /** A full-time inspector should go (domain.md 4.1 refuse_flag). */
  | { kind: 'refused'; employerId: string; name: string; gridPath: string; refusals: number }
  /** Child labour is reported at once (LAB art. 15). */
  | { kind: 'under16'; employerId: string; name: string; gridPath: string; count: number };

export interface Filed {
  employerId: string;
  name: string;
  fileNo: string;
  /** True when the file was opened by this. */
  opened: boolean;
  /** Required fields, and how many have an answer. */
  required: number;
  filled: number;
  cell: Progress;
  notices: EmployerNotice[];
}

/**
 * Takes down what a visit brought: opens the file or, for a known or confirmed one, completes it; one labour-use row per day,
 * workers by their number.
 * @throws DomainError grid_cell_not_found, not_your_cell, not_allowed, invalid_record, employer_not_found, employer_exists
 */
export async function collectEmployer(deps: EmployerDeps, scope: Scope, input: NewCollection): Promise<Filed> {
  const cell = await cellFor(deps, scope, input.cellId);
  const fresh = input.employerId === undefined ? readDraft(input.record, scope.today) : undefined;
  const before =
    fresh === undefined ? await fileFor(deps, scope, input.employerId) : await sameCodeHere(deps, scope, cell, fresh);
  const record = before === null && fresh ? fresh : readDraft(merged(deps.keys, before, input.record), scope.today);
  return save(deps, scope, { ...input, before, cell, record });
}

/**
 * The half-yearly update (MOHRSS09), or a correction in between: what is given replaces what is on file.
 * @throws DomainError as `collectEmployer`
 */
export async function refreshEmployer(deps: EmployerDeps, scope: Scope, input: Refresh): Promise<Filed> {
  const before = await fileFor(deps, scope, input.employerId);
  const cell = await cellFor(deps, scope, before.cellId);
  const draft = merged(deps.keys, before, input.record);
  if (input.record.labourUse !== undefined || input.record.refused === true)
    return save(deps, scope, { ...input, before, cell, record: readDraft(draft, scope.today) });
  const [lastUse] = await findLabourUse(deps.tx, scope, before._id);
  const record = readCorrection({ ...draft, refused: before.refused, refusedNote: before.refusedNote }, scope.today);
  return save(deps, scope, { ...input, before, cell, record, ...(lastUse && { lastUse: shownLabourUse(lastUse) }) });
}

/** What is on file with what is new on top. A refusal does not outlast the visit. */
function merged(keys: KeyRing, before: StoredEmployer | null, record: Draft): Draft {
  if (before === null) return record;
  const { refused: _, refusedNote: __, ...onFile } = openEmployer(keys, before);
  return { ...onFile, ...defined(record) };
}

/** Gives the next 档案号 of a cell: without gaps, because the number falls back when the transaction fails. */
async function nextFileNumber(tx: Tx, cell: Pick<GridNode, '_id' | 'code' | 'cityCode'>): Promise<string> {
  return fileNumber(cell.code ?? cell.cityCode ?? cell._id, await takeNumbers(tx, `files:${cell._id}`));
}

/** The cell, when the person may collect there. Squadron and district may below themselves, because their area covers it. */
export async function cellFor(
  deps: Pick<EmployerDeps, 'tx' | 'grid'>,
  scope: Scope,
  cellId: string,
): Promise<GridNode> {
  const tree = await deps.grid(deps.tx, scope.today);
  const cell = tree.node(cellId);
  if (cell === undefined || cell.level.level !== 3 || !isInForce(cell, tree.day))
    throw new DomainError('grid_cell_not_found', { cell: cell?.name ?? cellId });
  if (may(scope, 'collect', cell.gridPath)) return cell;
  throw new DomainError(may(scope, 'read_totals', cell.gridPath) ? 'not_allowed' : 'not_your_cell', {
    cell: cell.name,
  });
}

async function fileFor(deps: EmployerDeps, scope: Scope, id = ''): Promise<StoredEmployer> {
  const file = await findEmployer(deps.tx, scope, id);
  if (file === null) throw new DomainError('employer_not_found');
  demand(scope, 'collect', file.gridPath);
  return file;
}

/** A listed employer with the same code in the cell is the one that was meant; a collected one must be said to be meant. */
async function sameCodeHere(
  deps: EmployerDeps,
  scope: Scope,
  cell: GridNode,
  record: CollectedEmployer,
): Promise<StoredEmployer | null> {
  const identityCode = identityCodeOf(record);
  if (identityCode === undefined) return null;
  const [same] = await findEmployers(
    deps.tx,
    scope,
    { codes: identityCode, cellId: cell._id, identityCode },
    { limit: 1 },
  );
  if (same?.fileState === 'collected')
    throw new DomainError('employer_exists', { name: same.name, fileNo: same.fileNo ?? '' });
  return same ?? null;
}

interface Saving {
  before: StoredEmployer | null;
  cell: GridNode;
  record: CollectedEmployer;
  /** The numbers on file, when the record brings none: for the completeness of a correction. */
  lastUse?: LabourUse;
  source?: Source;
  confirmed?: readonly string[];
}

async function save(deps: EmployerDeps, scope: Scope, saving: Saving): Promise<Filed> {
  const { tx, keys } = deps;
  const { before, cell, record, lastUse, source = before?.source ?? 'visit', confirmed = [] } = saving;
  const { labourUse, workers = [], ...employer } = record;
  const moved = before !== null && before.cellId !== cell._id;
  const refused = record.refused === true;
  const collected = labourUse !== undefined;
  const event = refused ? 'refused' : before?.fileState === 'collected' ? 'refreshed' : 'collected';
  const id = before?._id ?? tx.newId();
  const latest = collected && (before?.lastAsOf === undefined || before.lastAsOf <= labourUse.asOf);
  const after: StoredEmployer = {
    _id: id,
    version: before?.version ?? 1,
    cellId: cell._id,
    gridPath: cell.gridPath,
    ...keptOf(keys, id, employer),
    fileState: collected ? 'collected' : (before?.fileState ?? 'known'),
    fileNo: before?.fileNo ?? (await nextFileNumber(tx, cell)),
    pastCells: [
      ...(before?.pastCells ?? []),
      ...(moved ? [{ cellId: before.cellId, gridPath: before.gridPath, until: addDays(scope.today, -1) }] : []),
    ],
    source,
    ...defined({
      firstCollectedAt: before?.firstCollectedAt ?? (collected ? tx.now : undefined),
      firstCollectedBy: before?.firstCollectedBy ?? (collected ? scope.userid : undefined),
      collectedAt: collected ? tx.now : before?.collectedAt,
      collectedBy: collected ? scope.userid : before?.collectedBy,
      lastAsOf: latest ? labourUse.asOf : before?.lastAsOf,
      lastTotal: latest ? labourUse.total : before?.lastTotal,
    }),
    refusals: refused ? (before?.refusals ?? 0) + 1 : collected ? 0 : (before?.refusals ?? 0),
    ...completenessOf({ ...record, ...(lastUse && { labourUse: lastUse }) }, scope.today),
    history: [
      ...(before?.history ?? []),
      ...(moved ? [{ at: tx.now, by: scope.userid, event: 'moved' as const }] : []),
      ...(collected || refused ? [{ at: tx.now, by: scope.userid, event } as const] : []),
    ].slice(-200),
    createdAt: before?.createdAt ?? tx.now,
    updatedAt: tx.now,
  };
  if (before === null) insertEmployer(tx, after);
  else replaceEmployer(tx, before, after);
  const action = collected || refused ? `employer.${event}` : 'employer.corrected';
  audit(tx, {
    actor: scope.userid,
    action,
    object: { kind: 'employer', id },
    changes: fileChanges(keys, before, after),
  });
  const at = { employerId: id, cellId: cell._id, gridPath: cell.gridPath };
  if (collected) await addLabourUse(deps, scope, { ...at, row: labourUse, source, confirmed });
  await addWorkers(deps, scope, { ...at, workers, moved });
  if (collected || refused) {
    const result = refused ? 'refused' : 'done';
    const visit = { kind: 'data_collection', visitedOn: scope.today, result, by: scope.userid, at: tx.now } as const;
    if (source === 'visit') insertVisit(tx, { _id: tx.newId(), ...at, ...visit });
  }
  return {
    employerId: id,
    name: after.name,
    fileNo: after.fileNo ?? '',
    opened: before?.fileNo === undefined,
    required: after.required,
    filled: after.filled,
    cell: await cellProgress(deps, scope, cell._id),
    notices: noticesOf(after, record),
  };
}

function noticesOf(file: StoredEmployer, { refused, labourUse }: CollectedEmployer): EmployerNotice[] {
  const about = { employerId: file._id, name: file.name, gridPath: file.gridPath };
  const under16 = labourUse?.under16 ?? 0;
  return [
    ...(refused === true ? [{ kind: 'refused' as const, ...about, refusals: file.refusals }] : []),
    ...(under16 > 0 ? [{ kind: 'under16' as const, ...about, count: under16 }] : []),
  ];
}
