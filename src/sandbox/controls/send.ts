/** POST /sandbox/send: does something as a person and reports what came of it. */
import { type Performed, perform } from '../callback/perform.js';
import { memberNamed } from '../directory.js';
import { findMessages, type JournalMessage } from '../journal.js';
import type { KfCustomer } from '../kf/state.js';
import type { World } from '../world.js';
import { ControlError } from './control-error.js';
import { customerOf, readCustomerAct } from './kf-send.js';
import { asFields, type Fields, readGestures } from './read-gesture.js';
import { untilQuiet } from './until.js';

const DUPLICATES_MAX = 50;
const ARRIVED_MAX = 1_000;

export interface SendReport {
  id: string;
  msgId?: string;
  from: string;
  delivered: boolean | null;
  attempts: unknown[];
  /** Text of the passive reply; empty: none. */
  reply: string;
  replies: string[];
  errors: string[];
  messages: JournalMessage[];
  warning?: string;
}

/** One message, a list, or `{messages: […]}`; a list is done one after another unless `concurrent`. */
export async function sendAs(
  world: World,
  input: unknown,
): Promise<SendReport | { results: SendReport[]; messages: JournalMessage[] }> {
  const listed = Array.isArray(input) ? input : (input as Fields | null)?.messages;
  if (!Array.isArray(listed)) {
    const [only] = (await sendAll(world, [asFields(input, 'the body')], false)) as [SendReport];
    return only;
  }
  const shared = Array.isArray(input) ? {} : asFields(input, 'the body');
  const { messages: _, ...defaults } = shared;
  const before = world.state.lastMessage;
  const items = listed.map((m, i) => ({ ...defaults, ...asFields(m, `message ${i + 1}`) }));
  const results = await sendAll(world, items, isYes(defaults.concurrent));
  return { results, messages: arrivedSince(world, before, new Set(results.map((r) => r.from))) };
}

async function sendAll(world: World, items: Fields[], together: boolean): Promise<SendReport[]> {
  if (!together) {
    const reports: SendReport[] = [];
    for (const item of items) reports.push(await (await start(world, item))());
    return reports;
  }
  // Everything that may be refused is read first, so that the messages leave at the same time.
  const ready: (() => Promise<SendReport>)[] = [];
  for (const item of items) ready.push(await start(world, item));
  return Promise.all(ready.map((go) => go()));
}

async function start(world: World, item: Fields): Promise<() => Promise<SendReport>> {
  const customer = customerOf(world, String(item.from ?? ''));
  if (customer !== undefined) return startCustomer(world, customer, item);
  const { from, warning } = senderOf(world, item);
  const duplicates = Number(item.duplicates ?? 0);
  if (!Number.isInteger(duplicates) || duplicates < 0 || duplicates > DUPLICATES_MAX)
    throw new ControlError(
      400,
      'duplicates must be a whole number',
      `0 to ${DUPLICATES_MAX} further deliveries of the same message`,
    );
  const gestures = await readGestures(world, from, item);
  return async () => {
    const before = world.state.lastMessage;
    let last: Performed | undefined;
    for (const gesture of gestures) {
      last = perform(world, from, gesture, { duplicates, concurrent: isYes(item.concurrent) });
      if (item.wait !== false && item.wait !== 'false') await last.finished;
    }
    if (last === undefined) throw new Error('a message without gestures');
    const settleMs = Number(item.settleMs ?? 0);
    if (settleMs > 0) await untilQuiet(world, from, settleMs);
    const { delivery, entry, msgId } = last;
    return {
      id: entry.id,
      ...(msgId === undefined ? {} : { msgId }),
      from,
      delivered: delivery.state === 'delivered' ? true : delivery.state === 'failed' ? false : null,
      attempts: delivery.attempts,
      reply: delivery.replies[0] ?? '',
      replies: delivery.replies,
      errors: delivery.errors,
      messages: arrivedSince(world, before, new Set([from])),
      ...(warning === undefined ? {} : { warning }),
    };
  };
}

/** Customers are answered by calls of the service, never inside the callback. */
async function startCustomer(world: World, customer: KfCustomer, item: Fields): Promise<() => Promise<SendReport>> {
  const act = await readCustomerAct(world, customer, item);
  const from = customer.externalUserId;
  return async () => {
    const before = world.state.lastMessage;
    const { entry, delivery, msgId, finished } = act();
    if (item.wait !== false && item.wait !== 'false') await finished;
    const settleMs = Number(item.settleMs ?? 0);
    if (settleMs > 0) await untilQuiet(world, from, settleMs);
    const { state, attempts, errors } = delivery;
    const delivered = state === 'delivered' ? true : state === 'failed' ? false : null;
    const messages = arrivedSince(world, before, new Set([from]));
    return { id: entry.id, msgId, from, delivered, attempts, reply: '', replies: [], errors, messages };
  };
}

function arrivedSince(world: World, before: number, people: Set<string>): JournalMessage[] {
  return findMessages(world.state, { since: `m${before}`, limit: ARRIVED_MAX }).filter((m) => people.has(m.to));
}

/** A member by userid or name; any other userid becomes a member whom the bot does not know yet. */
function senderOf(world: World, item: Fields): { from: string; warning?: string } {
  const named = item.from ?? item.user ?? item.userid ?? item.as;
  if (named === undefined || named === '')
    throw new ControlError(400, 'from is missing', 'from: a userid or a name, see GET /sandbox/directory');
  const text = String(named);
  const member = memberNamed(world, text);
  if (member !== undefined) return { from: member.userid };
  if (!/^[\w.@-]{1,64}$/.test(text))
    throw new ControlError(
      404,
      `nobody is called ${text}`,
      'a userid or the name of one person, see GET /sandbox/directory',
    );
  world.state.guests.push(text);
  world.changed();
  world.publish({ type: 'directory' });
  return { from: text, warning: `${text} was not in the directory and is now a member whom only the sandbox knows` };
}

function isYes(value: unknown): boolean {
  return value === true || value === 'true' || value === 1 || value === '1';
}
