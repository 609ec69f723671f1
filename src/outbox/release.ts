/** Messages that had to wait for their customer: when he writes again they go as few messages, for only five may go. */
import type { OutboxRow } from '../../schemas/outbox.js';
import { groupBy } from '../lib/group-by.js';
import type { KeyRing } from '../lib/seal.js';
import { changeRow, findHeldRows, insertOutboxRow } from '../models/outbox.js';
import type { Tx } from '../models/transaction.js';
import { openBody, sealBody } from './sealed-body.js';
import { countFitting, isMergeable, mergeWords, standsAlone, type Words, type WordsRow } from './together.js';

/**
 * Queues the held rows of these lanes. Plain words of one lane become one message in which the newest come whole and older
 * ones only as far as they fit; receipts, files and messages of which a part has gone stay messages of their own.
 */
export async function releaseHeld(ring: KeyRing, tx: Tx, lanes: readonly string[]): Promise<void> {
  if (lanes.length === 0) return;
  const held = (await findHeldRows(tx, lanes)).map((row) => openBody(ring, row));
  for (const rows of groupBy(held, (row) => row.lane).values()) {
    for (const row of rows) if (!isMergeable(row)) queueAgain(tx, row);
    const runs = runsOf(rows.filter(isMergeable));
    for (const [i, words] of runs.entries()) queueTogether(ring, tx, words, i);
  }
}

/** What may become one message: a run ends with a notice that has buttons of its own. */
function runsOf(words: readonly WordsRow[]): WordsRow[][] {
  const runs: WordsRow[][] = [];
  let run: WordsRow[] = [];
  for (const row of words) {
    run.push(row);
    if (!standsAlone(row.body)) continue;
    runs.push(run);
    run = [];
  }
  return run.length === 0 ? runs : [...runs, run];
}

/** @param i which of the messages to this customer it is */
function queueTogether(ring: KeyRing, tx: Tx, words: readonly WordsRow[], i: number): void {
  // a millisecond apart, so that they keep their order
  const createdAt = new Date(tx.now.getTime() + i);
  const newest = words.at(-1);
  if (newest === undefined) return;
  if (words.length === 1) {
    queueAgain(tx, newest, i === 0 ? newest.createdAt : createdAt);
    return;
  }
  // the newest come whole, older ones as far as they fit
  const overtaken = words.length - countFitting(words.map(({ body }) => asText(body)).reverse());
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
    createdAt,
  };
  insertOutboxRow(tx, sealBody(ring, together));
}

function queueAgain(tx: Tx, row: OutboxRow, createdAt = row.createdAt): void {
  const round = (row.round ?? 0) + 1;
  changeRow(tx, row._id, { state: 'queued', attempts: 0, dueAt: tx.now, createdAt, round }, ['error']);
}

function asText({ text }: Words): Words {
  return { kind: 'text', text };
}

function fresh(tx: Tx, { error: _error, round: _round, ...row }: WordsRow): OutboxRow {
  return { ...row, state: 'queued', attempts: 0, platformIds: [], dueAt: tx.now };
}
