/** Messages that had to wait for their customer: when he writes again they go as few messages, for only five may go. */
import type { OutboundBody } from '../../schemas/message.js';
import type { OutboxRow } from '../../schemas/outbox.js';
import { groupBy } from '../lib/group-by.js';
import { byteLength } from '../lib/utf8.js';
import { changeRow, findHeldRows, insertOutboxRow } from '../models/outbox.js';
import type { Tx } from '../models/transaction.js';

/** One text of customer service (wecom.md 6.6), less the room for the choices of a question. */
const TOGETHER_MAX_BYTES = 1800;

type Words = Extract<OutboundBody, { kind: 'text' | 'markdown' | 'question' }>;
type Mergeable = OutboxRow & { body: Words };

/**
 * Queues the held rows of these lanes. Plain words of one lane become one message in which the newest come whole and older
 * ones only as far as they fit; receipts, files and messages of which a part has gone stay messages of their own.
 */
export async function releaseHeld(tx: Tx, lanes: readonly string[]): Promise<void> {
  if (lanes.length === 0) return;
  const held = await findHeldRows(tx, lanes);
  for (const rows of groupBy(held, (row) => row.lane).values()) {
    const words = rows.filter(isMergeable);
    const together = words.length > 1 ? mergeWords(words.map((row) => row.body)) : null;
    const merged = new Set(together === null ? [] : words.map((row) => row._id));
    for (const row of rows) if (!merged.has(row._id)) queueAgain(tx, row);
    const newest = words.at(-1);
    if (together === null || newest === undefined) continue;
    const _id = tx.newId();
    for (const [i, row] of words.entries()) {
      const why = i < together.from ? 'overtaken by newer messages' : `sent together as ${_id}`;
      changeRow(tx, row._id, { state: 'dropped', dropped: { at: tx.now, why } });
    }
    insertOutboxRow(tx, {
      ...fresh(tx, newest),
      _id,
      effectKey: `together:${newest._id}:${newest.round ?? 0}`,
      body: together.body,
      createdAt: tx.now,
    });
  }
}

function isMergeable(row: OutboxRow): row is Mergeable {
  const { body, important, handOver, partsSent } = row;
  const isWords = body.kind === 'text' || body.kind === 'markdown' || body.kind === 'question';
  return isWords && important !== true && handOver !== true && partsSent === 0;
}

function queueAgain(tx: Tx, row: OutboxRow): void {
  changeRow(tx, row._id, { state: 'queued', attempts: 0, dueAt: tx.now, round: (row.round ?? 0) + 1 }, ['error']);
}

function fresh(tx: Tx, { error: _error, round: _round, ...row }: Mergeable): OutboxRow {
  return { ...row, state: 'queued', attempts: 0, platformIds: [], dueAt: tx.now };
}

/** One body of the newest that fit together; `from` is the first that is in it. A question at the end keeps its choices. */
export function mergeWords(bodies: readonly Words[]): { body: Words; from: number } {
  let from = bodies.length - 1;
  while (from > 0 && byteLength(joined(bodies.slice(from - 1))) <= TOGETHER_MAX_BYTES) from--;
  const text = joined(bodies.slice(from));
  const last = bodies.at(-1);
  if (last?.kind === 'question') return { from, body: { ...last, text } };
  return {
    from,
    body: { kind: bodies.slice(from).some(({ kind }) => kind === 'markdown') ? 'markdown' : 'text', text },
  };
}

function joined(bodies: readonly Words[]): string {
  return bodies.map(({ text }) => text).join('\n\n');
}
