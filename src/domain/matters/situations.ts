/** Important situations (S63): one card, told at once to the levels above, received by them, supplemented until it is over. */
import type { z } from 'zod';
import type { MatterNotice } from '../../../schemas/matter-notice.js';
import type { Scope } from '../../../schemas/scope.js';
import { SITUATION_SEALED, type Situation, SituationReport } from '../../../schemas/situation.js';
import { DomainError } from '../../errors.js';
import { Confidential } from '../../lib/confidential.js';
import { dayOf } from '../../lib/day.js';
import { seal, unseal } from '../../lib/seal.js';
import { sealFields, unsealFields } from '../../lib/seal-fields.js';
import { takeNumbers } from '../../models/counter.js';
import { findSituations, insertSituation, replaceSituation, SITUATIONS } from '../../models/situation.js';
import { audit } from '../audit/index.js';
import { areaOf, demand } from '../rights/index.js';
import { audienceOf, unitOf, unitWithGroup } from './audience.js';
import type { MatterDeps } from './deps.js';
import { findReachable } from './find.js';
import { registryOf } from './notices.js';

export interface NewSituation {
  /** Where it happens; follows from the matter when there is one. */
  cellId?: string | undefined;
  matterId?: string | undefined;
  report: { [K in keyof z.infer<typeof SituationReport>]?: unknown };
}

/**
 * Reports a situation. Squadron, brigade and leaders hear of it at once, RED passes quiet hours (default: oral within 1 h).
 * @throws DomainError not_allowed, grid_cell_not_found, matter_not_found, invalid_record (facts: field)
 */
export async function reportSituation(
  deps: MatterDeps,
  scope: Scope,
  input: NewSituation,
): Promise<{ situationId: string; no: string; notices: MatterNotice[] }> {
  const { tx, keys } = deps;
  const matter = input.matterId === undefined ? undefined : await findReachable(deps, scope, input.matterId);
  const tree = await deps.grid(tx, scope.today);
  const cell = tree.node(input.cellId ?? matter?.cellId ?? '');
  if (cell === undefined) throw new DomainError('grid_cell_not_found', { cell: input.cellId ?? '' });
  demand(scope, 'collect', cell.gridPath);
  const parsed = SituationReport.safeParse(input.report);
  if (!parsed.success) throw new DomainError('invalid_record', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
  const id = tx.newId();
  const year = dayOf(tx.now).slice(0, 4);
  const no = matter?.receiptNo ?? `QK${year}-${String(await takeNumbers(tx, `situation:${year}`)).padStart(3, '0')}`;
  const situation: Situation = {
    ...sealFields(keys, { collection: SITUATIONS, id }, parsed.data, SITUATION_SEALED),
    _id: id,
    version: 1,
    cellId: cell._id,
    gridPath: cell.gridPath,
    ...(matter !== undefined && { matterId: matter._id }),
    no,
    at: tx.now,
    on: scope.today,
    by: scope.userid,
    receipts: [],
    supplements: [],
  };
  insertSituation(tx, situation);
  note(deps, scope, situation, 'report', { people: situation.people });
  return { situationId: id, no, notices: await toldTo(deps, scope, situation, 'situation', situation.people) };
}

/** A superior has seen it; the first receipt of each is kept. @throws DomainError matter_not_found, not_allowed */
export async function receiveSituation(deps: MatterDeps, scope: Scope, situationId: string): Promise<void> {
  const before = await find(deps, scope, situationId);
  if (before.by === scope.userid) throw new DomainError('not_allowed');
  if (before.receipts.some(({ by }) => by === scope.userid)) return;
  const receipts = [...before.receipts, { by: scope.userid, at: deps.tx.now }];
  replaceSituation(deps.tx, before, { ...before, receipts });
  note(deps, scope, before, 'receive', {});
}

/** What has happened since (续报). @throws DomainError matter_not_found, not_allowed, conflict when it is closed */
export async function supplementSituation(
  deps: MatterDeps,
  scope: Scope,
  input: { situationId: string; text: string; people: number },
): Promise<MatterNotice[]> {
  const before = await find(deps, scope, input.situationId);
  demand(scope, 'collect', before.gridPath);
  if (before.closedAt !== undefined) throw new DomainError('conflict');
  const id = deps.tx.newId();
  const text = seal(deps.keys, input.text.trim().slice(0, 2_000), {
    collection: SITUATIONS,
    id,
    field: 'text',
  } as const);
  const added = { id, by: scope.userid, at: deps.tx.now, people: input.people, text };
  const after = { ...before, people: input.people, supplements: [...before.supplements, added] };
  replaceSituation(deps.tx, before, after);
  note(deps, scope, before, 'supplement', { people: input.people });
  return toldTo(deps, scope, { ...after, version: before.version + 1 }, 'situation_added', input.people);
}

/** It is over. @throws DomainError matter_not_found, not_allowed */
export async function closeSituation(deps: MatterDeps, scope: Scope, situationId: string): Promise<void> {
  const before = await find(deps, scope, situationId);
  demand(scope, 'investigate', before.gridPath);
  replaceSituation(deps.tx, before, { ...before, closedAt: deps.tx.now, closedBy: scope.userid });
  note(deps, scope, before, 'close', {});
}

export interface SituationCard {
  situation: Pick<Situation, '_id' | 'no' | 'at' | 'by' | 'people' | 'amountFen' | 'cellId' | 'receipts' | 'closedAt'>;
  /** What was written, for the one who opens it. */
  report: Partial<Record<(typeof SITUATION_SEALED)[number], Confidential<string>>>;
  supplements: { by: string; at: Date; people: number; text: Confidential<string> }[];
}

/** Situations of the person's area that are not over, the latest first. */
export async function openSituations(deps: MatterDeps, scope: Scope): Promise<SituationCard['situation'][]> {
  return findSituations(deps.tx, readableBy(scope), { open: true });
}

/** The card as a superior reads it. @throws DomainError matter_not_found */
export async function openSituation(deps: MatterDeps, scope: Scope, situationId: string): Promise<SituationCard> {
  const found = await find(deps, scope, situationId);
  const place = { collection: SITUATIONS, id: found._id };
  const open = unsealFields(deps.keys, place, found, SITUATION_SEALED);
  const report = SITUATION_SEALED.flatMap((field) =>
    typeof open[field] === 'string' ? [[field, new Confidential(open[field])]] : [],
  );
  return {
    situation: found,
    report: Object.fromEntries(report),
    supplements: found.supplements.map(({ id, by, at, people, text }) => ({
      by,
      at,
      people,
      text: new Confidential(unseal(deps.keys, text, { collection: SITUATIONS, id, field: 'text' })),
    })),
  };
}

/** Leaders, who else see totals only, are whom the card is for. */
function readableBy(scope: Scope): Scope {
  return { ...scope, prefixes: areaOf(scope.roles, 'read_totals') };
}

async function find(deps: MatterDeps, scope: Scope, id: string): Promise<Situation> {
  const [found] = await findSituations(deps.tx, readableBy(scope), { _id: id });
  if (found === undefined) throw new DomainError('matter_not_found');
  return found;
}

async function toldTo(
  deps: MatterDeps,
  scope: Scope,
  situation: Situation,
  kind: 'situation' | 'situation_added',
  people: number,
): Promise<MatterNotice[]> {
  const registry = await registryOf(deps, scope.today);
  const about = { cellId: situation.cellId, handlers: [], recused: [] };
  const userids = (['squadron', 'brigade', 'leader'] as const).flatMap((one) =>
    audienceOf(registry, about, one, scope.today),
  );
  const unit = unitOf(registry.tree, situation.cellId)?.name ?? '';
  const key = `situation:${situation._id}:${situation.version}`;
  const members: MatterNotice[] = [...new Set(userids)]
    .filter((userid) => userid !== scope.userid)
    .map((userid) => ({
      to: { kind: 'member', userid },
      say: { kind, no: situation.no, situationId: situation._id, unit, people },
      effectKey: `${key}:${userid}`,
      urgent: true,
    }));
  const group = unitWithGroup(registry.tree, situation.cellId, 'leaders');
  if (group === undefined || kind !== 'situation') return members;
  return [
    ...members,
    {
      to: { kind: 'group', nodeId: group._id, purpose: 'leaders' },
      say: { kind, no: situation.no, unit, people },
      effectKey: `${key}:group`,
      urgent: true,
    },
  ];
}

function note(
  { tx }: MatterDeps,
  scope: Scope,
  { _id }: Situation,
  verb: string,
  changes: Record<string, number>,
): void {
  audit(tx, { actor: scope.userid, action: `situation.${verb}`, object: { kind: 'situation', id: _id }, changes });
}
