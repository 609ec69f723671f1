/**
 * Runs one inbound message in one transaction: claim, play, save, enqueue. The only meeting point of conversation and
 * domain (architecture.md 2). Effects happen exactly once, replies at least once.
 */
import type { InboundMessage, OutboundMessage, PassiveReply, Receipt, Target } from '../../schemas/message.js';
import { type Flows, type Talk, type TalkInput, type TalkState, versionsNeeded } from '../conversation/index.js';
import type { DomainError } from '../errors.js';
import { type Inbox, isRepeat } from '../inbox/index.js';
import { dayOf } from '../lib/day.js';
import type { Log } from '../lib/log.js';
import { findSession, saveSession, stopTimer } from '../models/session.js';
import { ConflictError, inTransaction, type TransactionDeps, type Tx } from '../models/transaction.js';
import { enqueue } from '../outbox/index.js';
import { notOnStaff, troubleText } from '../texts/turn.js';
import type { Action } from './action.js';
import { makeInOrder } from './in-order.js';
import { type IncomingFile, inputOf } from './input.js';
import { ActionRefused, play } from './play.js';
import { planReply } from './replies.js';
import type { Talker } from './talker.js';

export interface TurnDeps extends TransactionDeps {
  talk: Talk;
  flows: Flows & { load(needed: readonly { flow: string; version: string }[]): Promise<void> };
  actions: ReadonlyMap<string, Action>;
  inbox: Inbox;
  /** Null: not on the staff list. */
  findTalker(tx: Tx, userid: string, today: string): Promise<Talker | null>;
  /** Notes a file to be fetched after the commit. */
  expectFile(tx: Tx, file: IncomingFile, from: { channel: string; sender: string }): void;
  /** Events that are not part of a conversation (subscribe, low activity …). */
  onEvent(tx: Tx, message: InboundMessage): Promise<readonly OutboundMessage[]>;
  /** Session states rest sealed: an open form holds personal data. */
  sealState: { close(sessionId: string, state: TalkState): string; open(sessionId: string, sealed: string): TalkState };
  cards: boolean;
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

interface Result {
  reply: PassiveReply | null;
  queued: boolean;
}

export function makeTurn(deps: TurnDeps): Turn {
  const inOrder = makeInOrder();

  return {
    receive: (message) =>
      inOrder(`${message.channel}:${message.sender}`, async () => {
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

  async function settle(message: InboundMessage): Promise<Result> {
    return again((refusals) => inTransaction(deps, (tx) => oneTurn(tx, message, refusals)));
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

  async function oneTurn(tx: Tx, message: InboundMessage, refusals: ReadonlyMap<string, DomainError>): Promise<Result> {
    const fileId = tx.newId();
    const { input, file } = inputOf(message, fileId);
    if (input === null) {
      const notices = await deps.onEvent(tx, message);
      deps.inbox.claim(tx, message, null);
      enqueue(tx, notices);
      return { reply: null, queued: notices.length > 0 };
    }
    const talker = await deps.findTalker(tx, message.sender, dayOf(tx.now));
    if (talker === null) {
      const reply: PassiveReply = { kind: 'text', text: notOnStaff(message.sender) };
      deps.inbox.claim(tx, message, reply);
      return { reply, queued: false };
    }
    if (file !== null) deps.expectFile(tx, file, message);
    const target: Target = { kind: 'member', userid: message.sender };
    const { reply, outbound } = await converse(
      tx,
      `${message.channel}:${message.sender}`,
      talker,
      input,
      target,
      message.key,
      refusals,
    );
    deps.inbox.claim(tx, message, reply);
    enqueue(tx, outbound);
    return { reply, queued: outbound.length > 0 };
  }

  async function tickIn(tx: Tx, sessionId: string, refusals: ReadonlyMap<string, DomainError>): Promise<boolean> {
    const userid = sessionId.slice(sessionId.indexOf(':') + 1);
    const talker = await deps.findTalker(tx, userid, dayOf(tx.now));
    const target: Target = { kind: 'member', userid };
    const key = `tick:${sessionId}:${tx.now.getTime()}`;
    if (talker === null) {
      stopTimer(tx, sessionId);
      return false;
    }
    const { reply, outbound } = await converse(tx, sessionId, talker, { kind: 'tick' }, target, key, refusals);
    if (reply !== null && reply.kind === 'text') outbound.push({ target, body: reply, effectKey: `reply:${key}` });
    enqueue(tx, outbound);
    return outbound.length > 0;
  }

  async function converse(
    tx: Tx,
    sessionId: string,
    talker: Talker,
    input: TalkInput,
    target: Target,
    key: string,
    refusals: ReadonlyMap<string, DomainError>,
  ) {
    const stored = await findSession(tx, sessionId);
    const before = stored === null ? null : deps.sealState.open(sessionId, stored.sealed);
    await deps.flows.load(versionsNeeded(before));
    const today = dayOf(tx.now);
    const played = await play(
      deps,
      before,
      input,
      { now: tx.now, today, me: { roles: talker.roles, facts: talker.facts }, channel: 'wecom', id: tx.newId() },
      { tx, asker: talker, today, messageKey: key },
      refusals,
    );
    saveSession(tx, stored, {
      id: sessionId,
      sealed: deps.sealState.close(sessionId, played.state),
      versions: versionsNeeded(played.state).map(({ flow, version }) => `${flow}@${version}`),
      timerAt: played.timerAt,
    });
    const says = played.effects.filter((e) => e.kind === 'say');
    const plan = planReply(says, deps.cards);
    const outbound: OutboundMessage[] = [
      ...plan.bodies.map((body, i) => ({ target, body, effectKey: `reply:${key}:${i}` })),
      ...played.notices,
    ];
    return { reply: plan.passive, outbound };
  }

  /** Not a refusal but a bug or an outage. An outage lets the platform deliver again; a bug is set aside after some tries. */
  async function afterFailure(message: InboundMessage, error: unknown): Promise<Receipt> {
    deps.log.error({ err: error, key: message.key, kind: message.body.kind }, 'turn failed');
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
