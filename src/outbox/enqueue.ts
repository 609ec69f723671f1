import type { OutboundMessage, Target } from '../../schemas/message.js';
import { insertOutboxRow } from '../models/outbox.js';
import type { Tx } from '../models/transaction.js';

/** Queues messages with the transaction; the relay sends them after the commit. A known effect key is left alone. */
export function enqueue(tx: Tx, messages: readonly OutboundMessage[]): void {
  for (const { target, body, effectKey, urgent, notBefore, important, handOver, sealed } of messages)
    insertOutboxRow(tx, {
      _id: tx.newId(),
      effectKey,
      target,
      lane: laneOf(target),
      body,
      state: 'queued',
      urgent: urgent ?? false,
      ...(important !== undefined && { important }),
      ...(handOver !== undefined && { handOver }),
      ...(sealed !== undefined && { sealed }),
      dueAt: notBefore ?? tx.now,
      createdAt: tx.now,
      attempts: 0,
      partsSent: 0,
      platformIds: [],
    });
}

/** The queue of a target. userids differ by case only by accident (wecom.md 0.3), the other ids on purpose. */
export function laneOf(target: Target): string {
  if (target.kind === 'member') return `member:${target.userid.toLowerCase()}`;
  if (target.kind === 'group')
    return ['group', target.nodeId, ...(target.purpose === undefined ? [] : [target.purpose])].join(':');
  return `customer:${target.customerId}`;
}
