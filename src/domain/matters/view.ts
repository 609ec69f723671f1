/**
 * What a person of the staff sees of a matter (domain.md 10): who reads the area sees the line of it; inspectors of the place see
 * the case of a complaint; of a report only its handlers see what was written. Who it was is asked for apart, with a reason.
 */
import type { Matter, MatterEvent } from '../../../schemas/matter.js';
import type { MatterDocument } from '../../../schemas/matter-document.js';
import type { Redaction } from '../../../schemas/matter-redaction.js';
import type { Role, Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import { Confidential } from '../../lib/confidential.js';
import { unseal } from '../../lib/seal.js';
import { keptFiles } from '../../models/file.js';
import { findMatter, findMatterEvents, findMatters, findRecusalsOf } from '../../models/matter.js';
import { findDocuments } from '../../models/matter-document.js';
import { findRedactions } from '../../models/matter-redaction.js';
import { below } from '../../models/scope.js';
import { factsOf } from './content.js';
import type { MatterDeps } from './deps.js';
import { isHandler, nextSteps, officersOn } from './judge.js';
import { logReading, mayReadFacts, refuseRecused } from './reading.js';
import { mayRedact, shownFacts, standing } from './redactions.js';

/** A matter in a list: nothing in it says who complained or what exactly happened. */
export interface MatterLine {
  matterId: string;
  version: number;
  receiptNo: string;
  registerNo: string;
  kind: Matter['kind'];
  state: Matter['state'];
  priority: Matter['priority'];
  categories: Matter['categories'];
  employerName?: string;
  cellId: string;
  people: number;
  amountFen?: number;
  receivedOn: string;
  dueOn?: string;
  legalDueOn?: string;
  handlers: string[];
  mine: boolean;
}

export interface MatterView extends MatterLine {
  /** Everything that is kept in clear. */
  record: Omit<Matter, 'facts' | 'demands' | 'hiredBy'>;
  /** As it was written, but for what is covered (`COVERED`); absent when the person may not read it. */
  facts?: Confidential<string>;
  /** Photos and files that came with it, in the order in which they came, as far as the person may see them. */
  photos: Photo[];
  /** What is covered, by whom and why. */
  redactions: Omit<Redaction, 'original' | 'spans' | 'fileId'>[];
  mayRedact: boolean;
  events: Omit<MatterEvent, 'note'>[];
  papers: Pick<MatterDocument, '_id' | 'kind' | 'number' | 'madeOn' | 'servedOn'>[];
  steps: ReturnType<typeof nextSteps>;
}

/** `fileId` to show it. Covered, or its bytes are not there (yet). */
export type Photo = { state: 'shown'; fileId: string } | { state: 'covered' } | { state: 'missing'; fileId: string };

export function lineOf(matter: Matter, scope: Scope): MatterLine {
  const { employerName = matter.siteName, amountFen, dueOn, legalDueOn } = matter;
  return {
    matterId: matter._id,
    version: matter.version,
    receiptNo: matter.receiptNo,
    registerNo: matter.registerNo,
    kind: matter.kind,
    state: matter.state,
    priority: matter.priority,
    categories: matter.categories,
    cellId: matter.cellId,
    people: Math.max(matter.complainants, matter.peopleCount ?? 0),
    receivedOn: matter.receivedOn,
    handlers: officersOn(matter, scope.today).map(({ userid }) => userid),
    mine: isHandler(matter, scope.userid, scope.today),
    ...(employerName !== undefined && { employerName }),
    ...(amountFen !== undefined && { amountFen }),
    ...(dueOn !== undefined && { dueOn }),
    ...(legalDueOn !== undefined && { legalDueOn }),
  };
}

/** Which matters to list: mine, those waiting for officers or a decision, those past their internal date, or all open ones. */
export type Which = 'mine' | 'unassigned' | 'overdue' | 'open';

/** Matters that the person may reach, the most urgent first. Recused ones are left out. */
export async function listMatters(deps: MatterDeps, scope: Scope, which: Which, limit = 50): Promise<MatterLine[]> {
  const open = { state: { $nin: ['guided', 'transferred', 'refused', 'closed', 'archived'] } };
  const filters: Record<Which, Record<string, unknown>> = {
    mine: { ...open, handlers: { $elemMatch: { userid: scope.userid, to: null } } },
    unassigned: { ...open, handlers: { $not: { $elemMatch: { duty: { $ne: 'intake' }, to: null } } } },
    overdue: { ...open, dueOn: { $lt: scope.today } },
    open,
  };
  const declared = await findRecusalsOf(deps.tx, scope.userid);
  const notRecused = { recused: { $not: { $elemMatch: { userid: scope.userid } } }, employerId: { $nin: declared } };
  const filter = { $and: [filters[which], notRecused, visibleTo(scope)] };
  return (await findMatters(deps.tx, scope, filter, { limit })).map((matter) => lineOf(matter, scope));
}

/** Who decides about reports. In a village everybody could guess who has reported: there only a handler sees one. */
const SEE_REPORTS: readonly Role[] = [
  'full_time_inspector',
  'part_time_inspector',
  'squadron_leader',
  'brigade_leader',
  'command_centre_operator',
];

/** Complaints of the area, reports of where the person decides about them, and what he handles himself. */
function visibleTo(scope: Scope): Record<string, unknown> {
  const paths = scope.roles.filter(({ role }) => SEE_REPORTS.includes(role)).map(({ gridPath }) => gridPath);
  return {
    $or: [
      { kind: 'complaint' },
      { handlers: { $elemMatch: { userid: scope.userid, to: null } } },
      ...paths.map((path) => ({ gridPath: below(path) })),
    ],
  };
}

/**
 * Opens one matter by id, receipt or register number. Reading what was written leaves a row in the access log; with
 * `record` only what is kept in clear is read.
 * @throws DomainError matter_not_found; matter_refused with the guard `recused`
 */
export async function openMatter(
  deps: MatterDeps,
  scope: Scope,
  key: string,
  read: 'record' | 'facts' = 'facts',
): Promise<MatterView> {
  const matter = await findMatter(deps.tx, scope, key, visibleTo(scope));
  if (matter === null) throw new DomainError('matter_not_found');
  await refuseRecused(deps, scope, matter);
  const directory = await deps.staff(deps.tx);
  const serving = officersOn(matter, scope.today).flatMap(({ userid }) => directory.scopeOf(userid, scope.today) ?? []);
  const readable = mayReadFacts(matter, scope);
  const redactions = await findRedactions(deps.tx, matter._id, matter.evidence);
  const facts = read === 'facts' && readable ? factsOf(deps.keys, matter) : undefined;
  if (facts !== undefined) logReading(deps, scope, matter, 'facts');
  const { facts: _facts, demands: _demands, hiredBy: _hiredBy, ...record } = matter;
  return {
    ...lineOf(matter, scope),
    record,
    ...(facts !== undefined && { facts: new Confidential(shownFacts(facts, standing(redactions))) }),
    photos: readable ? await photosOf(deps, matter, standing(redactions)) : [],
    redactions: redactions.map(({ original: _o, spans: _s, fileId: _f, ...row }) => row),
    mayRedact: mayRedact(matter, scope),
    events: (await findMatterEvents(deps.tx, matter._id)).map(({ note: _, ...event }) => event),
    papers: (await findDocuments(deps.tx, matter._id)).map(({ _id, kind, number, madeOn, servedOn }) => ({
      _id,
      kind,
      madeOn,
      ...(number !== undefined && { number }),
      ...(servedOn !== undefined && { servedOn }),
    })),
    steps: nextSteps(matter, scope, serving, deps.rules),
  };
}

async function photosOf({ tx }: MatterDeps, { evidence }: Matter, redactions: readonly Redaction[]): Promise<Photo[]> {
  const kept = await keptFiles(tx, evidence);
  return evidence.map((fileId): Photo => {
    if (redactions.some((row) => row.fileId === fileId)) return { state: 'covered' };
    return { state: kept.includes(fileId) ? 'shown' : 'missing', fileId };
  });
}

/** A letter as it was written, for whoever handles the matter. @throws DomainError matter_not_found */
export async function readLetter(
  deps: MatterDeps,
  scope: Scope,
  input: { matterId: string; documentId: string },
): Promise<Confidential<string>> {
  const matter = await findMatter(deps.tx, scope, input.matterId);
  const papers = matter === null ? [] : await findDocuments(deps.tx, matter._id);
  const letter = papers.find(({ _id }) => _id === input.documentId);
  if (matter === null || letter?.text === undefined || !isHandler(matter, scope.userid, scope.today))
    throw new DomainError('matter_not_found');
  await refuseRecused(deps, scope, matter);
  logReading(deps, scope, matter, 'letter');
  const place = { collection: 'matter_documents', id: letter._id, field: 'text' } as const;
  return new Confidential(unseal(deps.identityKeys, letter.text, place));
}
