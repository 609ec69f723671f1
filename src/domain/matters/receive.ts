/** A complaint or report comes in: identity sealed first, then the matter with its numbers and clocks, then the notices. */

import type { Matter } from '../../../schemas/matter.js';
import type { MatterChannel, RedFlag } from '../../../schemas/matter-enums.js';
import type { MatterIdentity } from '../../../schemas/matter-identity.js';
import type { MatterContent } from '../../../schemas/matter-intake.js';
import type { MatterNotice } from '../../../schemas/matter-notice.js';
import type { Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import { Confidential } from '../../lib/confidential.js';
import type { Day } from '../../lib/day.js';
import { findEmployer } from '../../models/employer.js';
import { findRecused, insertMatter } from '../../models/matter.js';
import { plainEmployerName } from '../employers/index.js';
import { areaOf, systemScope } from '../rights/index.js';
import { recusedFor, type StaffMeant, staffMeant } from './about-staff.js';
import { audienceOf, type Registry } from './audience.js';
import { startedClock, termsFor } from './clocks.js';
import { type ReadContent, readContent, storedContent } from './content.js';
import type { MatterDeps } from './deps.js';
import { raise } from './escalate.js';
import { isWage } from './judge.js';
import { redNotices, registryOf, summaryOf, toGroup, toMembers } from './notices.js';
import { takeDocumentNumber, takeReceiptNumber } from './numbers.js';
import { type NewPersons, namesOf, protectNumbersIn, takePersons } from './persons.js';
import { coverNames, logMasks } from './redactions.js';
import { actingRole, withClocks, writeMatter } from './save.js';

export interface NewMatter extends NewPersons {
  channel: MatterChannel;
  /** Cell of the place of work; a town or the district when no more is known. Follows from the employer when absent. */
  cellId?: string | undefined;
  employerId?: string | undefined;
  content: { [K in keyof MatterContent]?: unknown };
  /** Speak for a group: positions in the list of the person and the others. */
  representatives?: readonly number[] | undefined;
  transferredFrom?: string | undefined;
}

export interface Received {
  matterId: string;
  version: number;
  receiptNo: string;
  registerNo: string;
  /** Of a report: lets the person come back without a name. Shown once. */
  token?: Confidential<string>;
  /** The day by which the person hears whether it is accepted, by the chosen profile, else by any. */
  answerBy?: Day;
  redFlags: RedFlag[];
  /** Many people: the report card of an important situation is due (S63). */
  reportCard: boolean;
  notices: MatterNotice[];
}

/**
 * Takes a matter down, whoever wrote it: a worker (`systemScope`) or staff for him. Whoever may collect anywhere may take one
 * down for any place (first-contact duty, WAGE724 art. 10).
 * @throws DomainError invalid_record (facts: field), not_allowed, grid_cell_not_found, employer_not_found
 */
export async function receiveMatter(deps: MatterDeps, scope: Scope, input: NewMatter): Promise<Received> {
  if (areaOf(scope.roles, 'collect').length === 0) throw new DomainError('not_allowed', { power: 'collect' });
  const { tx } = deps;
  const content = readContent(input.content, scope.today);
  const registry = await registryOf(deps, scope.today);
  const staff = staffMeant(registry, deps.words, content, scope.today);
  const place = await placeOf(deps, scope, staff.isAboutStaff ? atTheTop(registry, input) : input);
  const id = tx.newId();
  const { rows, token } = takePersons(deps, id, input);
  protectNumbersIn(
    deps,
    id,
    Object.values(input.content)
      .filter((value) => typeof value === 'string')
      .join('\n'),
  );
  logMasks(deps, id, input.content, scope.today);
  coverNames(deps, id, { text: content.facts, names: namesOf(deps, rows) }, scope.today);
  const fresh = await freshMatter(deps, scope, { id, input, content, place, rows, staff });
  const raised = await raise(deps, fresh, scope.today);
  const matter = raised.matter;
  insertMatter(tx, matter);
  writeMatter(deps, null, matter, scope.today, {
    action: 'receive',
    by: scope.userid === 'sys' ? 'person' : scope.userid,
    ...(scope.userid !== 'sys' && { role: actingRole(scope, matter.gridPath) }),
    more: { kind: matter.kind, channel: matter.channel, priority: matter.priority, people: matter.complainants },
  });
  const accept = matter.clocks.find(({ kind }) => kind === 'accept');
  const answerBy = accept?.legalDue ?? accept?.internalDue;
  return {
    matterId: id,
    version: matter.version,
    receiptNo: matter.receiptNo,
    registerNo: matter.registerNo,
    ...(token !== undefined && { token: new Confidential(token) }),
    ...(answerBy !== undefined && { answerBy }),
    redFlags: matter.redFlags,
    reportCard: raised.reportCard,
    notices: [...arrivalNotices(registry, scope, matter, staff), ...raised.notices],
  };
}

interface Place {
  cellId: string;
  gridPath: string;
  employer?: { id: string; name: string };
}

async function placeOf(
  deps: MatterDeps,
  scope: Scope,
  { cellId, employerId }: Pick<NewMatter, 'cellId' | 'employerId'>,
): Promise<Place> {
  const file = employerId === undefined ? null : await findEmployer(deps.tx, systemScope(scope.today), employerId);
  if (employerId !== undefined && file === null) throw new DomainError('employer_not_found');
  const tree = await deps.grid(deps.tx, scope.today);
  const node = tree.node(cellId ?? file?.cellId ?? '') ?? (cellId === undefined ? tree.children(null)[0] : undefined);
  if (node === undefined) throw new DomainError('grid_cell_not_found', { cell: cellId ?? '' });
  const employer = file === null ? {} : { employer: { id: file._id, name: file.name } };
  return { cellId: node._id, gridPath: node.gridPath, ...employer };
}

interface Fresh {
  id: string;
  input: NewMatter;
  content: ReadContent;
  place: Place;
  rows: readonly MatterIdentity[];
  staff: StaffMeant;
}

/** Where the unit on the spot does not reach. */
function atTheTop({ tree }: Registry, { employerId }: NewMatter): Pick<NewMatter, 'cellId' | 'employerId'> {
  return { employerId, cellId: tree.children(null)[0]?._id };
}

async function freshMatter(
  deps: MatterDeps,
  scope: Scope,
  { id, input, content, place, rows, staff }: Fresh,
): Promise<Matter> {
  const { tx, rules, words } = deps;
  const { kind } = input;
  const isStaff = scope.userid !== 'sys';
  const text = [content.facts, content.demands ?? ''].join('\n');
  const representatives = (input.representatives ?? []).flatMap((i) => rows[i]?._id ?? []);
  if (representatives.length > rules.maxRepresentatives)
    throw new DomainError('invalid_record', { field: 'representatives' });
  const complainants = rows.filter(({ role }) => role !== 'reporter').length;
  const employerName = place.employer?.name ?? content.employerName;
  const declared = place.employer === undefined ? [] : await findRecused(tx, place.employer.id);
  const matter: Matter = {
    ...storedContent(deps.keys, id, content),
    _id: id,
    version: 1,
    cellId: place.cellId,
    gridPath: place.gridPath,
    pastCells: [],
    createdAt: tx.now,
    updatedAt: tx.now,
    kind,
    state: 'received',
    stateSince: scope.today,
    priority: 'normal',
    channel: input.channel,
    receiptNo: await takeReceiptNumber(deps),
    registerNo: await takeDocumentNumber(deps, kind, id, scope.today),
    receivedAt: tx.now,
    receivedOn: scope.today,
    receivedBy: scope.userid,
    anonymous: kind === 'report' && rows[0]?.name === undefined,
    ...(place.employer !== undefined && { employerId: place.employer.id }),
    ...(employerName !== undefined && { employerName, employerKey: plainEmployerName(employerName) }),
    complainants,
    peopleAtReceipt: Math.max(complainants, content.peopleCount ?? 0),
    redFlags: words.redFlagsIn(text),
    clocks: [],
    handlers:
      isStaff && !staff.userids.includes(scope.userid)
        ? [{ userid: scope.userid, duty: 'intake', from: scope.today }]
        : [],
    recused: recusedFor(staff.userids, declared),
    ...(input.transferredFrom !== undefined && { transferredFrom: input.transferredFrom }),
    ends: [],
    mergedFrom: [],
    representatives,
    escalations: [],
  };
  const about = { kind, isWage: isWage(matter.categories) };
  const clocks = (['accept', 'answer'] as const).flatMap((clock) => {
    const terms = termsFor(rules, clock, about);
    return terms.length === 0 ? [] : [startedClock(clock, scope.today, terms)];
  });
  return withClocks(matter, clocks, deps, { version: 1, today: scope.today });
}

function arrivalNotices(
  registry: Registry,
  { today, userid: except }: Scope,
  matter: Matter,
  { isAboutStaff }: StaffMeant,
): MatterNotice[] {
  const people = Math.max(matter.complainants, matter.peopleCount ?? 0);
  // of its own people a group hears nothing; the leader does
  const audiences = isAboutStaff ? (['brigade', 'leader'] as const) : (['squadron'] as const);
  const members = audiences.flatMap((audience) => audienceOf(registry, matter, audience, today));
  return [
    ...(isAboutStaff ? [] : toGroup(registry, matter, 'received', people)),
    ...toMembers(members, matter, summaryOf('received', matter), { except }),
    ...redNotices(registry, matter, matter.redFlags, today, except),
  ];
}
