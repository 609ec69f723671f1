import type { OutboundMessage } from '../../schemas/message.js';
import type { Scope } from '../../schemas/scope.js';
import type { ActionDef, Json, JsonObject } from '../conversation/index.js';
import type { Tx } from '../models/transaction.js';

/** Who asks, as far as actions need it. */
export interface Asker {
  staffId: string;
  userid: string;
  name: string;
  scope: Scope;
  /** Of a customer of customer service: our own id of him. He has no scope of his own. */
  customerId?: string;
}

export interface ActionContext {
  tx: Tx;
  asker: Asker;
  today: string;
  /** Dedupe key of the inbound message: part of every effect key. */
  messageKey: string;
}

/** What a flow calls by name (`lookup`, `submit`, choices from a service), mapped to a domain service. Throws DomainError. */
export interface Action extends ActionDef {
  run(ctx: ActionContext, args: JsonObject): Promise<{ value: Json; notices?: readonly OutboundMessage[] }>;
}
