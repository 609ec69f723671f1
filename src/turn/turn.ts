/**
 * Runs each inbound message in a transaction: claim, play, save, enqueue. The only meeting point of conversation and
 * domain (architecture.md 2). Effects happen exactly once, replies at least once. Messages that call no domain service share
 * the transaction with those of other people who write at the same moment (docs/adr/0003).
 */
import type { SessionRow } from '../../schemas/machinery.js';
import type { Channel, InboundMessage, OutboundMessage, PassiveReply, Receipt, Target } from '../../schemas/message.js';
import {
  type Effect,
  type Flows,
  type Talk,
  type TalkInput,
  type TalkState,
  versionsNeeded,
} from '../conversation/index.js';
import type { DomainError } from '../errors.js';
import { type Inbox, isRepeat } from '../inbox/index.js';
import { dayOf } from '../lib/day.js';
import type { Log } from '../lib/log.js';
import { findSessions, type NextSession, saveSession, stopTimer } from '../models/session.js';
import { ConflictError, inTransaction, isOutage, type TransactionDeps, type Tx } from '../models/transaction.js';
import { enqueue } from '../outbox/index.js';
import { troubleText } from '../texts/turn.js';
import type { Action, ActionContext } from './action.js';
import type { Doors } from './door.js';
import { makeInOrder } from './in-order.js';
import { type IncomingFile, inputOf } from './input.js';
import { makeLots } from './lots.js';
import { ActionRefused, type Answer, answerBy, play } from './play.js';
import type { Talker } from './talker.js';

export interface TurnDeps extends TransactionDeps {
  talk: Talk;
  flows: Flows & { load(needed: readonly { flow: string; version: string }[]): Promise<void> };
  actions: ReadonlyMap<string, Action>;
  inbox: Inbox;
  doors: Doors;
  /** Notes a file to be fetched after the commit. */
  expectFile(tx: Tx, file: IncomingFile, from: { channel: string; sender: string }): void;
  /** Events that are not part of a conversation (subscribe, low activity …). */
  onEvent(tx: Tx, message: InboundMessage): Promise<readonly OutboundMessage[]>;
  /** Session states rest sealed: an open form holds personal data. */
  sealState: { close(sessionId: string, state: TalkState): string; open(sessionId: string, sealed: string): TalkState };
  /** A message as it rests: what a person is answered may say who complained. */
  sealed(message: OutboundMessage): OutboundMessage;
  /** Called after a commit that left rows in the outbox. */
  wake(): void;
  log: Log;
}

export interface Turn {
  receive(message: InboundMessage): Promise<Receipt>;
  /** Feeds a tick to a conversation whose timer has run out. */
  tick(sessionId: string): Promise<void>;
}

/** How often a turn is played again because another process had the same person's turn in between. */
const MAX_CLASHES = 8;
const MAX_REFUSALS = 10;
/** Tries after which a message that cannot be handled is set aside for repair (style.md 9). */
const MAX_ATTEMPTS = 3;

/** Messages that share a transaction. */
const MAX_TOGETHER = 32;
/** While one of them commits, the next is played. More would only make them smaller. */
const LOTS_AT_ONCE = 2;

interface Result {
  reply: PassiveReply | null;
  queued: boolean;
}

/** What a message comes to, before anything of the turn itself is written. */
interface Prepared {
  reply: PassiveReply | null;
  outbound: readonly OutboundMessage[];
  session?: { before: SessionRow | null; after: NextSession };
  file?: IncomingFile | null;
}

type FindSession = (tx: Tx, id: string) => Promise<SessionRow | null>;
type AnswerFor = (ctx: ActionContext) => Answer;

/** A message calls a domain service, or its transaction has to run again: it gets a transaction of its own. */
class NotTogether extends Error {
  override readonly name = 'NotTogether';
}

/** An input on its way into a conversation. */
interface Said {
  id: string;
  channel: Channel;
  key: string;
  input: TalkInput;
  lead: readonly string[];
  target: Target;
}

const sessionIdOf = ({ channel, sender }: InboundMessage) => `${channel}:${sender}`;

const saying = (text: string): Effect => ({ kind: 'say', text });

/** The flows that a channel offers; all are there for those who stand in one. */
function flowsOf({ flows, doors }: TurnDeps, channel: Channel): Flows {
  return { ...flows, all: () => flows.all().filter((flow) => doors[channel].mayUse(flow)) };
}

function partsOf(sessionId: string): [Channel, sender: string] {
  const [channel = ''] = sessionId.split(':', 1);
  return [channel as Channel, sessionId.slice(channel.length + 1)];
}

export function makeTurn(deps: TurnDeps): Turn {
  const inOrder = makeInOrder();
  const settle = makeLots({ together, alone, most: MAX_TOGETHER, atOnce: LOTS_AT_ONCE });
  const flowsFor = { wecom: flowsOf(deps, 'wecom'), kf: flowsOf(deps, 'kf') };
  const findOne: FindSession = async (tx, id) => (await findSessions(tx, [id])).get(id) ?? null;

  return {
    receive: (message) =>
      inOrder(sessionIdOf(message), async () => {
        try {
          const result = await settle(message);
          if (result.queued) deps.wake();
          return deps.inbox.receipt(message.key, result.reply);
        } catch (error) {
          if (isRepeat(error)) return deps.inbox.receipt(message.key, await deps.inbox.storedReply(message.key));
          return afterFailure(message, error);
        }
      }),
    tick: (sessionId) =>
      inOrder(sessionId, async () => {
        const queued = await again((refusals) => inTransaction(deps, (tx) => tickIn(tx, sessionId, refusals)));
        if (queued) deps.wake();
      }),
  };

  /** One message in a transaction of its own. */
  function alone(message: InboundMessage, free: () => void): Promise<Result> {
    return again((refusals) =>
      inTransaction(deps, async (tx) => {
        const answerFor: AnswerFor = (ctx) => {
          const answer = answerBy(deps.actions, ctx, refusals);
          return (call) => {
            free();
            return answer(call);
          };
        };
        return write(tx, message, await prepare(tx, message, findOne, answerFor));
      }),
    );
  }

  /**
   * Messages of different people in one transaction. They are independent: without domain services each touches only rows of
   * its own person and its own key. Nothing is written before all are prepared; what fails makes all of it run one by one.
   */
  async function together(messages: readonly InboundMessage[]): Promise<(Result | undefined)[]> {
    let begun = false;
    return inTransaction(deps, async (tx) => {
      if (begun) throw new NotTogether('the transaction has to run again');
      begun = true;
      const sessions = await findSessions(tx, messages.map(sessionIdOf));
      const prepared = [];
      for (const message of messages)
        prepared.push(await prepareQuiet(tx, message, async (_, id) => sessions.get(id) ?? null));
      return prepared.map((each, i) => each && write(tx, messages[i] as InboundMessage, each));
    });
  }

  /** Undefined when the conversation calls a domain service. */
  async function prepareQuiet(tx: Tx, message: InboundMessage, find: FindSession): Promise<Prepared | undefined> {
    const leave = new NotTogether('a domain service is called');
    try {
      return await prepare(tx, message, find, () => () => Promise.reject(leave));
    } catch (error) {
      if (error === leave) return undefined;
      throw error;
    }
  }

  /** Plays again while actions are refused or another process was faster with the same person. */
  async function again<T>(attempt: (refusals: ReadonlyMap<string, DomainError>) => Promise<T>): Promise<T> {
    const refusals = new Map<string, DomainError>();
    for (let clashes = 0; ; ) {
      try {
        return await attempt(refusals);
      } catch (error) {
        if (error instanceof ActionRefused && refusals.size < MAX_REFUSALS) refusals.set(error.call, error.reason);
        // another process was faster: with this person's turn, or with the same record
        else if (error instanceof ConflictError && !isRepeat(error) && clashes < MAX_CLASHES) clashes++;
        else throw error;
      }
    }
  }

  async function prepare(tx: Tx, message: InboundMessage, find: FindSession, answerFor: AnswerFor): Promise<Prepared> {
    const { input, file } = inputOf(message, tx.newId());
    const { channel, sender, key, code } = message;
    const door = deps.doors[channel];
    const id = sessionIdOf(message);
    const stored = await find(tx, id);
    const before = stored === null ? null : deps.sealState.open(id, stored.sealed);
    const heard = await door.hear(tx, message, input, before);
    const target = door.target(sender, code);
    if (heard.input === null) {
      const { passive, outbound } = door.reply(heard.lead.map(saying), target, key);
      const { timerAt = null, versions = [] } = stored ?? {};
      const session = heard.state && {
        before: stored,
        after: { id, sealed: deps.sealState.close(id, heard.state), versions, timerAt },
      };
      const all = [...heard.notices, ...outbound, ...(await deps.onEvent(tx, message))];
      return { reply: passive, outbound: all, ...(session !== undefined && { session }), file };
    }
    const talker = await door.findTalker(tx, sender, dayOf(tx.now));
    if (talker === null) return { reply: { kind: 'text', text: door.strangerText(sender) }, outbound: heard.notices };
    const said = { id, channel, key, input: heard.input, lead: heard.lead, target };
    const played = await converse(tx, said, { stored, before }, talker, answerFor);
    return { ...played, outbound: [...heard.notices, ...played.outbound], file };
  }

  function write(tx: Tx, message: InboundMessage, { reply, outbound, session, file }: Prepared): Result {
    if (session !== undefined) saveSession(tx, session.before, session.after);
    if (file != null) deps.expectFile(tx, file, message);
    deps.inbox.claim(tx, message, reply);
    enqueue(tx, outbound);
    return { reply, queued: outbound.length > 0 };
  }

  async function tickIn(tx: Tx, sessionId: string, refusals: ReadonlyMap<string, DomainError>): Promise<boolean> {
    const [channel, sender] = partsOf(sessionId);
    const door = deps.doors[channel];
    const stored = await findOne(tx, sessionId);
    const talker = await door.findTalker(tx, sender, dayOf(tx.now));
    const target = door.target(sender);
    const key = `tick:${sessionId}:${tx.now.getTime()}`;
    if (talker === null) {
      stopTimer(tx, sessionId);
      return false;
    }
    const answerFor: AnswerFor = (ctx) => answerBy(deps.actions, ctx, refusals);
    const said: Said = { id: sessionId, channel, key, input: { kind: 'tick' }, lead: [], target };
    const before = stored === null ? null : deps.sealState.open(sessionId, stored.sealed);
    const played = await converse(tx, said, { stored, before }, talker, answerFor);
    const { reply, session } = played;
    const outbound = [...played.outbound];
    if (reply !== null && reply.kind === 'text')
      outbound.push(deps.sealed({ target, body: reply, effectKey: `reply:${key}` }));
    saveSession(tx, session.before, session.after);
    enqueue(tx, outbound);
    return outbound.length > 0;
  }

  async function converse(
    tx: Tx,
    { id, channel, key, input, lead, target }: Said,
    { stored, before }: { stored: SessionRow | null; before: TalkState | null },
    talker: Talker,
    answerFor: AnswerFor,
  ) {
    await deps.flows.load(versionsNeeded(before));
    const today = dayOf(tx.now);
    const played = await play(
      { talk: deps.talk, flows: flowsFor[channel] },
      before,
      input,
      { now: tx.now, today, me: { roles: talker.roles, facts: talker.facts }, channel, id: tx.newId() },
      answerFor({ tx, asker: talker, today, messageKey: key }),
    );
    const after: NextSession = {
      id,
      sealed: deps.sealState.close(id, played.state),
      versions: versionsNeeded(played.state).map(({ flow, version }) => `${flow}@${version}`),
      timerAt: played.timerAt,
    };
    const effects: Effect[] = [...lead.map(saying), ...played.effects];
    const { passive, outbound } = deps.doors[channel].reply(effects, target, key);
    return { reply: passive, outbound: [...outbound, ...played.notices], session: { before: stored, after } };
  }

  /** Not a refusal but a bug or an outage. An outage lets the platform deliver again; a bug is set aside after some tries. */
  async function afterFailure(message: InboundMessage, error: unknown): Promise<Receipt> {
    deps.log.error({ err: error, key: message.key, kind: message.body.kind }, 'turn failed');
    if (isOutage(error)) throw error;
    const attempts = await deps.inbox.countFailure(message.key);
    if (attempts < MAX_ATTEMPTS) throw error;
    const reply: PassiveReply = { kind: 'text', text: troubleText() };
    try {
      await inTransaction(deps, async (tx) =>
        deps.inbox.setAside(tx, message, reply, error instanceof Error ? error.name : 'unknown'),
      );
    } catch (second) {
      if (!isRepeat(second)) throw second;
    }
    return deps.inbox.receipt(message.key, reply);
  }
}
