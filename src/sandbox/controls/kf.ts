/** GET and POST /sandbox/kf: who has which session, and what the people of the bureau do there. */
import { customerNamed, findServicer, kfAccounts, kfCustomers, servicerName, servicersOf } from '../kf/people.js';
import { endSession, passSession, setDuty, setRefusal, takeSession, writeAsServicer } from '../kf/servicer-acts.js';
import { sessionOf } from '../kf/sessions.js';
import type { KfSession } from '../kf/state.js';
import type { World } from '../world.js';
import { ControlError } from './control-error.js';
import { accountOf } from './kf-send.js';
import { asFields } from './read-gesture.js';

const WAYS =
  '{"servicer":"Li","customer":"wm…","do":"take" | "write" (text) | "pass" (to) | "end" | "refuse" | "accept"}, or {"servicer":"Li","duty":false}';

/** Accounts, servicers with their duty, customers with their sessions. */
export function readKf(world: World) {
  return {
    accounts: kfAccounts(world).map(({ openKfId, name }) => ({
      openKfId,
      name,
      servicers: Object.entries(servicersOf(world, openKfId)).map(([userid, status]) => ({
        userid,
        name: servicerName(world, userid),
        onDuty: status === 0,
      })),
    })),
    customers: kfCustomers(world),
    sessions: Object.values(world.state.kf.sessions).map((s) => sessionOf(world, s.openKfId, s.externalUserId)),
  };
}

/** Resolves when the nudge was answered. @throws ControlError 400, 404, or 409 when somebody else has the session */
export async function actAsServicer(world: World, input: unknown): Promise<{ ok: true; session?: KfSession }> {
  const item = asFields(input, 'the body');
  const openKfId = accountOf(world, item);
  const servicer = servicerOf(world, openKfId, item.servicer);
  if (item.duty !== undefined) {
    await setDuty(world, openKfId, servicer, item.duty === true || item.duty === 'true');
    return { ok: true };
  }
  const customer = customerNamed(world, String(item.customer ?? ''));
  if (customer === undefined)
    throw new ControlError(404, `there is no customer ${String(item.customer)}`, 'customer: an id (wm…) or a nickname');
  const session = sessionOf(world, openKfId, customer.externalUserId);
  await carryOut(world, session, servicer, item);
  return { ok: true, session };
}

function carryOut(world: World, session: KfSession, servicer: string, item: Record<string, unknown>): Promise<void> {
  switch (item.do) {
    case 'take':
      if (session.state === 3 && session.servicer !== servicer)
        throw new ControlError(409, `${session.servicer ?? ''} has the session`, 'do: "pass" it, or "end" it first');
      return takeSession(world, session, servicer);
    case 'write':
      mustHave(session, servicer);
      return writeAsServicer(world, session, servicer, String(item.text ?? ''));
    case 'pass':
      mustHave(session, servicer);
      return passSession(world, session, servicerOf(world, session.openKfId, item.to));
    case 'end':
      mustHave(session, servicer);
      return endSession(world, session);
    case 'refuse':
    case 'accept':
      return setRefusal(world, session, servicer, item.do === 'refuse');
    default:
      throw new ControlError(400, `cannot do ${String(item.do)}`, WAYS);
  }
}

function mustHave(session: KfSession, servicer: string): void {
  if (session.state !== 3 || session.servicer !== servicer)
    throw new ControlError(409, `${servicer} does not have the session`, 'do: "take" it first');
}

function servicerOf(world: World, openKfId: string, wanted: unknown): string {
  const found = findServicer(world, openKfId, String(wanted ?? ''));
  if (found !== undefined) return found;
  const there = Object.keys(servicersOf(world, openKfId)).join(', ');
  throw new ControlError(
    404,
    `there is no servicer ${String(wanted)}`,
    `servicers: ${there || 'none in the directory'}`,
  );
}
