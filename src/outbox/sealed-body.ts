/** Words to a customer rest sealed: what he wrote of himself may be said back to him (docs/adr/0041). */
import type { OutboundBody, OutboundMessage } from '../../schemas/message.js';
import type { OutboxRow } from '../../schemas/outbox.js';
import { type KeyRing, type Sealed, seal, unseal } from '../lib/seal.js';

/** Stands where the words were. */
const NO_WORDS: OutboundBody = { kind: 'text', text: '' };

const place = (effectKey: string) => ({ collection: 'outbox', id: effectKey, field: 'body' }) as const;

/** The same with its body sealed under its effect key. */
export function sealBody<M extends Pick<OutboundMessage, 'effectKey' | 'body'>>(
  ring: KeyRing,
  message: M,
): M & { sealed: string } {
  const { effectKey, body } = message;
  return { ...message, body: NO_WORDS, sealed: String(seal(ring, JSON.stringify(body), place(effectKey))) };
}

/** The same in clear. @throws SealError */
export function openBody(ring: KeyRing, row: OutboxRow): OutboxRow {
  const { sealed, ...rest } = row;
  if (sealed === undefined) return row;
  return {
    ...rest,
    body: JSON.parse(unseal(ring, sealed as unknown as Sealed<'body'>, place(row.effectKey))) as OutboundBody,
  };
}
