/** Who is told of a step (domain.md 5.5, 9): handlers and superiors by direct message, units by number, persons by letter. */

import type { Matter } from '../../../schemas/matter.js';
import type { MatterCommand } from '../../../schemas/matter-command.js';
import type { RedFlag } from '../../../schemas/matter-enums.js';
import type { MatterAction } from '../../../schemas/matter-move.js';
import type { GroupFacts, MatterNotice, MemberFacts } from '../../../schemas/matter-notice.js';
import type { Scope } from '../../../schemas/scope.js';
import type { Day } from '../../lib/day.js';
import { audienceOf, type Registry, unitOf, unitWithGroup } from './audience.js';
import type { MatterDeps } from './deps.js';
import { handlersOn } from './judge.js';
import { type Paper, personsToAnswer } from './papers.js';

/** Steps of which the persons hear without a letter. */
const TOLD_BRIEFLY: readonly MatterAction[] = ['review', 'return_transfer', 'suspend', 'resume', 'reopen'];

export async function registryOf(deps: MatterDeps, day: Day): Promise<Registry> {
  return { tree: await deps.grid(deps.tx, day), staff: await deps.staff(deps.tx) };
}

/** One message to each of these people but the actor. */
export function toMembers(
  userids: readonly string[],
  matter: Pick<Matter, '_id' | 'version'>,
  say: MemberFacts,
  options: { except?: string; urgent?: boolean } = {},
): MatterNotice[] {
  const { except, urgent = false } = options;
  return [...new Set(userids)]
    .filter((userid) => userid !== except)
    .map((userid) => ({
      to: { kind: 'member' as const, userid },
      say,
      effectKey: `matter:${matter._id}:${matter.version}:${say.kind}:${userid}`,
      ...(urgent && { urgent }),
    }));
}

/** To the group of the unit or the nearest above that has one: the number, the unit, how many. */
export function toGroup(
  { tree }: Registry,
  matter: Matter,
  kind: 'received' | 'escalated' | 'red',
  people: number,
  options: { purpose?: 'leaders'; urgent?: boolean } = {},
): MatterNotice[] {
  const { purpose, urgent = false } = options;
  const node = unitWithGroup(tree, matter.cellId, purpose);
  if (node === undefined) return [];
  const unit = unitOf(tree, matter.cellId)?.name ?? node.name;
  const about = { no: matter.receiptNo, unit, people };
  const say: GroupFacts = kind === 'received' ? { kind, matter: matter.kind, ...about } : { kind, ...about };
  return [
    {
      to: { kind: 'group', nodeId: node._id, ...(purpose !== undefined && { purpose }) },
      say,
      effectKey: `matter:${matter._id}:${matter.version}:${kind}:${node._id}:${purpose ?? 'work'}`,
      ...(urgent && { urgent }),
    },
  ];
}

/** Danger: everybody on duty for the place by direct message, the unit by number, inside quiet hours too. */
export function redNotices(
  registry: Registry,
  matter: Matter,
  flags: readonly RedFlag[],
  today: Day,
  except?: string,
): MatterNotice[] {
  if (flags.length === 0) return [];
  const say = { kind: 'red' as const, no: matter.receiptNo, flags, place: matter.employerPlace };
  const urgent = { urgent: true, ...(except !== undefined && { except }) };
  return [
    ...toMembers(audienceOf(registry, matter, 'duty', today), matter, say, urgent),
    ...toGroup(registry, matter, 'red', Math.max(matter.complainants, matter.peopleCount ?? 0), { urgent: true }),
  ];
}

export function summaryOf(kind: 'received' | 'assigned', matter: Matter): MemberFacts {
  return {
    kind,
    no: matter.receiptNo,
    matter: matter.kind,
    employer: matter.employerName ?? matter.siteName,
    categories: matter.categories,
    people: Math.max(matter.complainants, matter.peopleCount ?? 0),
    dueOn: matter.dueOn,
    priority: matter.priority,
  };
}

/** Everybody who must hear of a step that was taken. */
export async function stepNotices(
  deps: MatterDeps,
  actor: Pick<Scope, 'userid' | 'today'>,
  before: Matter,
  after: Matter,
  command: MatterCommand,
  papers: readonly Paper[],
): Promise<MatterNotice[]> {
  const { today, userid: except } = actor;
  const registry = await registryOf(deps, today);
  const known = new Set(handlersOn(before, today).map(({ userid }) => userid));
  const handlers = handlersOn(after, today).map(({ userid }) => userid);
  const { action } = command;
  const members =
    action === 'assign'
      ? toMembers(
          handlers.filter((userid) => !known.has(userid)),
          after,
          summaryOf('assigned', after),
          { except },
        )
      : action === 'note_withdrawal' || action === 'withdraw'
        ? toMembers(
            audienceOf(registry, after, 'handler', today),
            after,
            {
              kind: 'withdrawal',
              no: after.receiptNo,
              pressed: command.pressed,
            },
            { except },
          )
        : toMembers(
            handlers,
            after,
            { kind: 'moved', no: after.receiptNo, action, state: after.state, dueOn: after.dueOn },
            { except },
          );
  // a dissatisfied person is called by a second one (domain.md 5.7)
  const second =
    action === 'rate' && command.grade === 'dissatisfied'
      ? toMembers(audienceOf(registry, { ...after, handlers: [] }, 'brigade', today), after, {
          kind: 'moved',
          no: after.receiptNo,
          action,
          state: after.state,
          dueOn: undefined,
        })
      : [];
  return [
    ...members,
    ...second,
    ...letters(after, papers),
    ...(await briefly(deps, after, action)),
    ...(await askHowItWas(deps, after, action)),
  ];
}

function letters(matter: Matter, papers: readonly Paper[]): MatterNotice[] {
  return papers.flatMap(({ chat, id }): MatterNotice[] =>
    chat === undefined
      ? []
      : [
          {
            to: { kind: 'customer' as const, customerId: chat.customerId },
            say: { kind: 'letter' as const, text: chat.text },
            effectKey: `matter:${matter._id}:${matter.version}:letter:${id}`,
          },
        ],
  );
}

/** After closing the persons say whether it was well done (domain.md 5.7); by chat at once, else somebody calls. */
async function askHowItWas(deps: MatterDeps, matter: Matter, action: MatterAction): Promise<MatterNotice[]> {
  if (action !== 'close') return [];
  const persons = await personsToAnswer(deps, matter);
  return persons.flatMap(({ identity, open }): MatterNotice[] =>
    open.customer === undefined
      ? []
      : [
          {
            to: { kind: 'customer' as const, customerId: String(open.customer) },
            say: { kind: 'ask_satisfaction' as const, no: matter.receiptNo },
            effectKey: `matter:${matter._id}:${matter.version}:rate:${identity._id}`,
          },
        ],
  );
}

/** The persons of a matter hear that it goes on within another one; ask before they are moved there. */
export async function mergedNotices(deps: MatterDeps, merged: Matter, target: Matter): Promise<MatterNotice[]> {
  const persons = await personsToAnswer(deps, merged);
  return persons.flatMap(({ identity, open }): MatterNotice[] =>
    open.customer === undefined
      ? []
      : [
          {
            to: { kind: 'customer' as const, customerId: String(open.customer) },
            say: { kind: 'merged' as const, no: merged.receiptNo, into: target.receiptNo },
            effectKey: `matter:${merged._id}:${merged.version}:merged:${identity._id}`,
          },
        ],
  );
}

async function briefly(deps: MatterDeps, matter: Matter, action: MatterAction): Promise<MatterNotice[]> {
  if (!TOLD_BRIEFLY.includes(action)) return [];
  const persons = await personsToAnswer(deps, matter);
  return persons.flatMap(({ identity, open }): MatterNotice[] =>
    open.customer === undefined
      ? []
      : [
          {
            to: { kind: 'customer' as const, customerId: String(open.customer) },
            say: { kind: 'state' as const, no: matter.receiptNo, state: matter.state, dueOn: matter.legalDueOn },
            effectKey: `matter:${matter._id}:${matter.version}:state:${identity._id}`,
          },
        ],
  );
}
