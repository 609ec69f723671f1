/** Words of several rows in one message to a customer: only five may go until he writes again (wecom.md 6.6). */
import type { OutboundBody } from '../../schemas/message.js';
import { readOpener } from '../../schemas/opener.js';
import type { OutboxRow } from '../../schemas/outbox.js';
import { byteLength } from '../lib/utf8.js';

/** One text of customer service (wecom.md 6.6), less the room for the choices of a question. */
const TOGETHER_MAX_BYTES = 1800;

export type Words = Extract<OutboundBody, { kind: 'text' | 'markdown' | 'question' }>;
export type WordsRow = OutboxRow & { body: Words };

/** Receipts, files, what goes by a code or hands over, and messages of which a part has gone stay messages of their own. */
export function isMergeable(row: OutboxRow): row is WordsRow {
  const { body, target, important, handOver, partsSent } = row;
  const isWords = body.kind === 'text' || body.kind === 'markdown' || body.kind === 'question';
  const isPlain = important !== true && handOver !== true && partsSent === 0;
  return isWords && isPlain && target.kind === 'customer' && target.code === undefined;
}

/**
 * A notice with buttons of its own: what comes after it is another message, or its buttons would be gone. Questions of a
 * conversation are answered to the last one.
 */
export function standsAlone(body: Words): boolean {
  return body.kind === 'question' && readOpener(body.taskId) !== null;
}

/** How many from the beginning fit into one message; at least one. */
export function countFitting(bodies: readonly Words[]): number {
  let n = 1;
  while (
    n < bodies.length &&
    !standsAlone(bodies[n - 1] as Words) &&
    byteLength(joined(bodies.slice(0, n + 1))) <= TOGETHER_MAX_BYTES
  )
    n++;
  return n;
}

/** A question at the end keeps its choices. */
export function mergeWords(bodies: readonly Words[]): Words {
  const text = joined(bodies);
  const last = bodies.at(-1);
  if (last?.kind === 'question') return { ...last, text };
  return { kind: bodies.some(({ kind }) => kind === 'markdown') ? 'markdown' : 'text', text };
}

function joined(bodies: readonly Words[]): string {
  return bodies.map(({ text }) => text).join('\n\n');
}
