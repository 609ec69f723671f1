/** The last stop before a group: a message that holds a protected value of an open matter does not leave (issue 6, point 9). */
import type { OutboundBody, OutboundMessage } from '../../../schemas/message.js';
import type { OutboxRow, Sender, SendPart } from '../../../schemas/outbox.js';
import { maskNumbersIn } from '../../lib/mask.js';
import type { KeyRing } from '../../lib/seal.js';
import { findProtected } from '../../models/matter-identity.js';
import { inSnapshot, type TransactionDeps, type Tx } from '../../models/transaction.js';
import type { GridReader } from '../grid/index.js';
import { hashesInText } from './pieces.js';

export interface GuardDeps {
  grid: GridReader;
  identityKeys: KeyRing;
  /** Words that are also names of people, and are told openly all the same. */
  publicWords: readonly string[];
  /** `YYYY-MM-DD` */
  today: string;
}

export type GuardVerdict =
  | { ok: true }
  /** `matterId` leads to whose value it is; the value itself is told nowhere. */
  | { ok: false; found: 'protected'; matterId: string }
  | { ok: false; found: 'number' };

/**
 * Holds a message against the protected values of the open matters. Groups only: what one person reads is governed by who may
 * read it. Identity and telephone numbers of persons are stopped in a group whosoever they are.
 */
export async function guardOutbound(
  deps: GuardDeps & { tx: Tx },
  { target, body }: Pick<OutboundMessage, 'target' | 'body'>,
): Promise<GuardVerdict> {
  if (target.kind !== 'group') return { ok: true };
  return guardText(deps, textsOf(body).join('\n'));
}

/** The same for whatever else leaves the house: a file of an export, its name, a page for the wall. */
export async function guardText(deps: GuardDeps & { tx: Tx }, text: string): Promise<GuardVerdict> {
  if (ID_LIKE.test(maskedAway(text))) return { ok: false, found: 'number' };
  const nodes = (await deps.grid(deps.tx, deps.today)).all;
  const publicWords = [...nodes.flatMap(({ name, aliases }) => [name, ...aliases]), ...deps.publicWords];
  const hit = await findProtected(deps.tx, hashesInText(deps.identityKeys, text, publicWords));
  return hit === null ? { ok: true } : { ok: false, found: 'protected', matterId: hit.matterId };
}

/**
 * A sender that lets pass what the guard lets pass; the rest becomes a dead letter with an alert. `send` may read in the
 * snapshot of the guard.
 */
export function guardSender(
  deps: Omit<GuardDeps, 'today'> & { transactions: TransactionDeps; today: () => string },
  send: (row: OutboxRow, tx: Tx) => Promise<readonly SendPart[]>,
): Sender {
  return (row) =>
    inSnapshot(deps.transactions, async (tx) => {
      const verdict = await guardOutbound({ ...deps, tx, today: deps.today() }, row);
      if (verdict.ok) return send(row, tx);
      const error = { code: `held_${verdict.found}`, klass: 'A', message: 'the message holds protected data' };
      return [async () => ({ kind: 'dead', error, alert: true })];
    });
}

/** What masking hides of whole identity numbers leaves this trace. */
const ID_LIKE = /\*{14}[\dX]{4}/;
function maskedAway(text: string): string {
  return maskNumbersIn(text.replaceAll('*', ''));
}

/** Every text of a body that people, or the platform's servers, get to see. */
function textsOf(body: OutboundBody): string[] {
  switch (body.kind) {
    case 'text':
    case 'markdown':
      return [body.text];
    case 'question':
      return [body.text, ...body.choices.map(({ label }) => label)];
    case 'card':
      return [
        body.title,
        body.description ?? '',
        ...(body.lines ?? []).flatMap(({ key, value }) => [key, value]),
        ...(body.buttons ?? []).map(({ label }) => label),
        body.url ?? '',
      ];
    case 'card-update':
      return [body.replaceName];
    case 'file':
      return [body.name];
    case 'image':
      return [];
  }
}
