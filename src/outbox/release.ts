/** Messages that had to wait for their customer: when he writes again they go as few messages, for only five may go. */
import type { OutboxRow } from '../../schemas/outbox.js';
import { groupBy } from '../lib/group-by.js';
import type { KeyRing } from '../lib/seal.js';
import { changeRow, findHeldRows, insertOutboxRow } from '../models/outbox.js';
import type { Tx } from '../models/transaction.js';
import { openBody, sealBody } from './sealed-body.js';
import { countFitting, isMergeable, mergeWords, type WordsRow } from './together.js';

/**
 * Queues the held rows of these lanes. Plain words of one lane become one message in which the newest come whole and older
 * ones only as far as they fit; receipts, files and messages of which a part has gone stay messages of their own.
 */
export async function releaseHeld(ring: KeyRing, tx: Tx, lanes: readonly string[]): Promise<void> {
  if (lanes.length === 0) return;
  const held = (await findHeldRows(tx, lanes)).map((row) => openBody(ring, row));
  for (const rows of groupBy(held, (row) => row.lane).values()) {
    const words = rows.filter(isMergeable);
    const newest = words.at(-1);
    const isOne = newest === undefined || words.length === 1;
    for (const row of rows) if (isOne || !isMergeable(row)) queueAgain(tx, row);
    if (isOne) continue;
    // the newest come whole, older ones as far as they fit
    const overtaken = words.length - countFitting(words.map((row) => row.body).reverse());
    const _id = tx.newId();
    for (const [i, row] of words.entries()) {
      const why = i < overtaken ? 'overtaken by newer messages' : `sent together as ${_id}`;
      changeRow(tx, row._id, { state: 'dropped', dropped: { at: tx.now, why } });
    }
    const together = {
      ...fresh(tx, newest),
      _id,
      effectKey: `together:${newest._id}:${newest.round ?? 0}`,
      body: mergeWords(words.slice(overtaken).map((row) => row.body)),
      createdAt: tx.now,
    };
    insertOutboxRow(tx, sealBody(ring, together));
  }
}

function queueAgain(tx: Tx, row: OutboxRow): void {
  changeRow(tx, row._id, { state: 'queued', attempts: 0, dueAt: tx.now, round: (row.round ?? 0) + 1 }, ['error']);
}

function fresh(tx: Tx, { error: _error, round: _round, ...row }: WordsRow): OutboxRow {
  return { ...row, state: 'queued', attempts: 0, platformIds: [], dueAt: tx.now };
}
