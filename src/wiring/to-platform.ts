/** What goes out: the platform's client, a sender for each kind of target, the relay. */
import { hostname } from 'node:os';
import type { Target } from '../../schemas/message.js';
import type { Sender } from '../../schemas/outbox.js';
import { makeDispatcher } from '../channels/common/http-call.js';
import type { LoadFile } from '../channels/common/load-file.js';
import { makeGroupSender } from '../channels/group/group-sender.js';
import { makeWebhookClient } from '../channels/group/webhook.js';
import { makeAppchatSender } from '../channels/wecom/appchat-sender.js';
import { makeWecomClient } from '../channels/wecom/client.js';
import { connectApp } from '../channels/wecom/connect.js';
import { makeMemberSender } from '../channels/wecom/member-sender.js';
import type { WecomCredentials } from '../config.js';
import { wayToGroup } from '../domain/grid/index.js';
import { chance } from '../lib/chance.js';
import { dayOf } from '../lib/day.js';
import { newId } from '../lib/ids.js';
import { loadFile } from '../models/file.js';
import { makeTokenStore } from '../models/platform-token.js';
import type { Tx } from '../models/transaction.js';
import { makeRelay, openBody, PLATFORM_LIMITS } from '../outbox/index.js';
import { type KfWires, wireCustomerService } from './customer-service.js';
import { guardGroups } from './matters.js';
import type { Parts } from './parts.js';

const LEASE_MS = 120_000;

/** @param receive plays what a customer wrote; undefined where customer service is off */
export function wireToPlatform(
  parts: Parts,
  wecom: WecomCredentials,
  apiBase: string,
  receive: KfWires['receive'] | undefined,
) {
  const { db, clock, log, keys, grid, metrics, cards } = parts;
  const holder = `${hostname()}:${process.pid}:${newId()}`;
  const dispatcher = makeDispatcher();
  const endpoint = { base: apiBase, dispatcher };
  const { corpId, agentId, secret } = wecom;
  const api = connectApp({ endpoint, corpId, agentId, secret, store: makeTokenStore(db), clock, log, holder });
  const client = makeWecomClient(api, agentId);
  const files: LoadFile = (fileId) => loadFile(db, fileId);
  const wayTo = async (target: Target, tx: Tx) => {
    const node = target.kind === 'group' ? (await grid(tx, dayOf(tx.now))).node(target.nodeId) : undefined;
    return target.kind === 'group' && node !== undefined ? wayToGroup(keys, node, target.purpose) : null;
  };
  const wake = () => relay.wake();
  const kf = receive && wireCustomerService(parts, { api, client, loadFile: files, holder, wake, receive });
  // answers to staff rest sealed, see src/turn/door.ts
  const opened =
    (send: Sender): Sender =>
    (row) =>
      send(openBody(parts.matters.identityKeys, row));
  const toGroup = makeGroupSender({
    webhook: makeWebhookClient(endpoint),
    appchat: makeAppchatSender({ client, loadFile: files, clock }),
    loadFile: files,
    clock,
    cards,
  });
  const senders = {
    ...(kf !== undefined && { customer: kf.sender }),
    member: opened(makeMemberSender({ client, loadFile: files, clock, cards })),
    group: guardGroups(parts)(async (row, tx) => toGroup(row, await wayTo(row.target, tx))),
  };
  const relay = makeRelay({
    db,
    senders,
    limits: PLATFORM_LIMITS,
    clock,
    log,
    alert: ({ kind, code, ...about }) => {
      metrics.alerts.inc({ code: String(code) });
      log.error({ alert: kind, code, ...about }, 'an operator must look at the outbox');
    },
    count: (outcome) => metrics.outboxSent.inc({ outcome }),
    random: chance,
    holder,
    leaseMs: LEASE_MS,
    maxLanes: 16,
    pollMs: 2_000,
  });
  return { client, relay, kf, holder, close: () => dispatcher.close() };
}
