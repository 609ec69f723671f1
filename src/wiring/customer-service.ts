/** Customer service (微信客服): reading on, sending out, and who is told that somebody wants a person. */
import type { InboundMessage, OutboundMessage, Receipt } from '../../schemas/message.js';
import type { AppApi } from '../channels/common/app-api.js';
import type { LoadFile } from '../channels/common/load-file.js';
import { makeKfClient } from '../channels/kf/client.js';
import type { WecomClient } from '../channels/wecom/client.js';
import { onDuty } from '../domain/matters/index.js';
import { type KfChannel, makeKfChannel } from '../kf/channel.js';
import { dayOf } from '../lib/day.js';
import { newId } from '../lib/ids.js';
import { waitsForPersonText } from '../texts/kf.js';
import type { Parts } from './parts.js';

const LEASE_MS = 30_000;
/** A customer waits so long for a person, and a person may be silent so long, before the bot goes on. */
const PATIENCE = { queueMs: 20 * 60_000, personMs: 2 * 3_600_000 };

export interface KfWires {
  api: AppApi;
  client: WecomClient;
  loadFile: LoadFile;
  holder: string;
  wake(): void;
  receive(message: InboundMessage): Promise<Receipt>;
}

export function wireCustomerService(parts: Parts, wires: KfWires): KfChannel {
  const { db, clock, log, matters, metrics } = parts;
  return makeKfChannel({
    db,
    clock,
    newId,
    log,
    ring: matters.identityKeys,
    holder: wires.holder,
    leaseMs: LEASE_MS,
    client: makeKfClient(wires.api),
    loadFile: wires.loadFile,
    uploadMedia: wires.client.uploadMedia,
    patience: PATIENCE,
    wake: wires.wake,
    receive: wires.receive,
    alert: ({ kind, code, ...about }) => {
      metrics.alerts.inc({ code: `kf_${kind}` });
      log.error({ alert: kind, code, ...about }, 'an operator must look at customer service');
    },
    async onHandOver(tx, { customerId, to }): Promise<OutboundMessage[]> {
      if (to !== 'queue') return [];
      const userids = await onDuty({ ...matters, tx }, { today: dayOf(tx.now) });
      return userids.map((userid) => ({
        target: { kind: 'member', userid },
        body: { kind: 'text', text: waitsForPersonText() },
        effectKey: `kf-queue:${customerId}:${tx.now.getTime()}:${userid}`,
        urgent: true,
      }));
    },
  });
}
