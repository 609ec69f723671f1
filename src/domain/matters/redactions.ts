/** Covering what others must not see of a matter: the original stays sealed, every covering is logged with who and why (issue 6). */
import type { Matter } from '../../../schemas/matter.js';
import type { MatterContent } from '../../../schemas/matter-intake.js';
import { CLEAR_TEXTS, COVERED, PASSAGE_MAX, PASSAGE_MIN, type Redaction } from '../../../schemas/matter-redaction.js';
import type { Role, Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import { Confidential } from '../../lib/confidential.js';
import type { Day } from '../../lib/day.js';
import { maskNumbersIn, numbersIn } from '../../lib/mask.js';
import { seal, unseal } from '../../lib/seal.js';
import { findMatter } from '../../models/matter.js';
import { findRedactions, insertRedaction, MATTER_REDACTIONS } from '../../models/matter-redaction.js';
import { audit } from '../audit/index.js';
import { holdsRole } from '../rights/index.js';
import { factsOf } from './content.js';
import type { MatterDeps } from './deps.js';
import { isHandler } from './judge.js';
import { logReading, mayReadFacts, refuseRecused } from './reading.js';

/** Answer for what is published or shown in their place. */
const LEADERS: readonly Role[] = ['squadron_leader', 'brigade_leader'];

/** Its handlers, and the leaders of the place as far as they may read it themselves. */
export function mayRedact(matter: Matter, scope: Scope): boolean {
  if (isHandler(matter, scope.userid, scope.today)) return true;
  return mayReadFacts(matter, scope) && holdsRole(scope, LEADERS, matter.gridPath);
}

/** The facts as they are shown: `COVERED` for every covered passage, identity, telephone and card numbers masked. */
export function shownFacts(facts: string, redactions: readonly Redaction[]): string {
  const shown: string[] = [];
  let at = 0;
  for (const { from, to } of redactions.flatMap(({ spans }) => spans).sort((a, b) => a.from - b.from)) {
    if (to <= at) continue;
    // passages that overlap or touch read as one
    if (from > at || shown.length === 0) shown.push(facts.slice(at, Math.max(at, from)));
    at = to;
  }
  shown.push(facts.slice(at));
  return shown.map((part) => maskNumbersIn(part.replaceAll(COVERED, ''))).join(COVERED);
}

/** Coverings that hold: a row that lifts another, and the lifted one, cover nothing. */
export function standing<R extends Pick<Redaction, '_id' | 'lifts'>>(rows: readonly R[]): R[] {
  const lifted = new Set(rows.flatMap(({ lifts }) => lifts ?? []));
  return rows.filter(({ _id, lifts }) => lifts === undefined && !lifted.has(_id));
}

/** What a person covered can be lifted; what a rule covers stays. */
export function liftable<R extends Pick<Redaction, '_id' | 'lifts' | 'by'>>(rows: readonly R[]): R[] {
  return standing(rows).filter(({ by }) => by !== 'sys');
}

/** Logs what the rule masks in what somebody wrote: numbers in the facts, and in the texts that are kept in clear. */
export function logMasks(
  deps: Pick<MatterDeps, 'tx' | 'keys'>,
  matterId: string,
  given: { [K in keyof MatterContent]?: unknown },
  on: Day,
): void {
  for (const what of ['facts', ...CLEAR_TEXTS] as const) {
    const text = given[what];
    if (typeof text !== 'string' || maskNumbersIn(text) === text) continue;
    const times = Math.max(1, numbersIn(text).length);
    const rule = { by: 'sys', reason: 'number_rule' } as const;
    // the facts are kept as they were written
    record(deps, { ...rule, matterId, what, times, spans: [] }, on, what === 'facts' ? undefined : text);
  }
}

/** How somebody says his own name: 我叫赵铁柱，… */
const OWN_NAME =
  /(?:我叫|姓名[:：是]?|名字[:：叫是])\s*([\u4e00-\u9fa5·]{2,4})(?=[，,。；;！!\s\d]|电话|手机|身份证|$)/gu;

/**
 * Covers the names of those whose matter it is in what was written: who they are is asked for apart, with a reason.
 * @param text the facts as they are kept   @param from where what is new in them begins
 */
export function coverNames(
  deps: Pick<MatterDeps, 'tx' | 'keys'>,
  matterId: string,
  { text, from = 0, names }: { text: string; from?: number; names: readonly string[] },
  on: Day,
): void {
  const own = [...text.slice(from).matchAll(OWN_NAME)].flatMap(([, name]) => name ?? []);
  const spans = [...new Set([...names, ...own])]
    .flatMap((name) => placesOf(text, name))
    .filter((span) => span.from >= from);
  if (spans.length === 0) return;
  record(deps, { by: 'sys', reason: 'name_rule', matterId, what: 'facts', times: spans.length, spans }, on);
}

export type Cover = { matterId: string; reason: Redaction['reason'] } & ({ passage: string } | { fileId: string });

/**
 * Covers a passage of the facts, wherever it stands in them, or a photo, from now on and for everybody.
 * @throws DomainError matter_not_found, not_allowed, passage_not_found; matter_refused with the guard `recused`
 */
export async function redact(deps: MatterDeps, scope: Scope, cover: Cover): Promise<Redaction> {
  const { tx, keys } = deps;
  const matter = await findMatter(tx, scope, cover.matterId);
  if (matter === null) throw new DomainError('matter_not_found');
  await refuseRecused(deps, scope, matter);
  if (!mayRedact(matter, scope)) throw new DomainError('not_allowed', { power: 'redact' });
  const about = { matterId: matter._id, by: scope.userid, reason: cover.reason };
  if ('fileId' in cover) {
    if (!matter.evidence.includes(cover.fileId)) throw new DomainError('passage_not_found');
    return record(deps, { ...about, what: 'photo', times: 1, spans: [], fileId: cover.fileId }, scope.today);
  }
  const spans = placesOf(factsOf(keys, matter) ?? '', cover.passage.trim());
  if (spans.length === 0) throw new DomainError('passage_not_found');
  return record(deps, { ...about, what: 'facts', times: spans.length, spans }, scope.today);
}

/**
 * Shows again what a person has covered, for its handlers: they may read what stands there.
 * @throws DomainError matter_not_found, passage_not_found; matter_refused with the guard `recused`
 */
export async function liftCover(
  deps: MatterDeps,
  scope: Scope,
  input: { matterId: string; redactionId: string; reason: Redaction['reason'] },
): Promise<Redaction> {
  const { tx } = deps;
  const matter = await findMatter(tx, scope, input.matterId);
  if (matter === null || !isHandler(matter, scope.userid, scope.today)) throw new DomainError('matter_not_found');
  await refuseRecused(deps, scope, matter);
  const rows = liftable(await findRedactions(tx, matter._id, matter.evidence));
  const covering = rows.find(({ _id }) => _id === input.redactionId);
  if (covering === undefined) throw new DomainError('passage_not_found');
  const { _id: lifts, matterId, what, times } = covering;
  return record(deps, { matterId, what, times, spans: [], lifts, by: scope.userid, reason: input.reason }, scope.today);
}

export interface Originals {
  facts?: Confidential<string>;
  /** Fields kept in clear that a rule has masked, as they were written. */
  texts: { what: Redaction['what']; text: Confidential<string> }[];
  /** Covered photos. */
  fileIds: string[];
}

/** What was written before anything was covered, for the handlers of the matter; every reading stands in the access log. @throws DomainError matter_not_found */
export async function readOriginals(deps: MatterDeps, scope: Scope, matterId: string): Promise<Originals> {
  const { tx, keys } = deps;
  const matter = await findMatter(tx, scope, matterId);
  if (matter === null || !isHandler(matter, scope.userid, scope.today)) throw new DomainError('matter_not_found');
  await refuseRecused(deps, scope, matter);
  logReading(deps, scope, matter, 'original');
  const redactions = await findRedactions(tx, matter._id, matter.evidence);
  const facts = factsOf(keys, matter);
  return {
    ...(facts !== undefined && { facts: new Confidential(facts) }),
    texts: redactions.flatMap(({ _id: id, what, original }) => {
      if (original === undefined) return [];
      const place = { collection: MATTER_REDACTIONS, id, field: 'original' } as const;
      return [{ what, text: new Confidential(unseal(keys, original, place)) }];
    }),
    fileIds: [...new Set(standing(redactions).flatMap(({ fileId }) => fileId ?? []))],
  };
}

/** The row and its audit row, together; the audit never says which words. */
function record(
  { tx, keys }: Pick<MatterDeps, 'tx' | 'keys'>,
  row: Omit<Redaction, '_id' | 'at' | 'on' | 'original'>,
  on: Day,
  original?: string,
): Redaction {
  const _id = tx.newId();
  const place = { collection: MATTER_REDACTIONS, id: _id, field: 'original' } as const;
  const redaction: Redaction = {
    ...row,
    _id,
    at: tx.now,
    on,
    ...(original !== undefined && { original: seal(keys, original, place) }),
  };
  insertRedaction(tx, redaction);
  const { by, matterId, what, reason, times, lifts } = redaction;
  const changes = { what, reason, times };
  audit(tx, {
    actor: by,
    action: lifts === undefined ? 'matter.redact' : 'matter.uncover',
    object: { kind: 'matter', id: matterId },
    changes,
  });
  return redaction;
}

function placesOf(facts: string, passage: string): Redaction['spans'] {
  if (passage.length < PASSAGE_MIN || passage.length > PASSAGE_MAX) return [];
  const spans: Redaction['spans'] = [];
  for (let from = facts.indexOf(passage); from >= 0; from = facts.indexOf(passage, from + passage.length))
    spans.push({ from, to: from + passage.length });
  return spans;
}
