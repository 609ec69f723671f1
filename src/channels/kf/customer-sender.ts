/** Sends outbox rows to customers (wecom.md 6.6–6.8): within their message budget, and only while the bot has the session. */
import type { OutboundMessage } from '../../../schemas/message.js';
import type { OutboxRow, Sender, SendOutcome, SendPart } from '../../../schemas/outbox.js';
import { ChannelError } from '../../errors.js';
import type { UploadFile } from '../common/http-call.js';
import type { LoadFile } from '../common/load-file.js';
import type { MediaType } from '../common/media.js';
import { failedBefore, failureOf } from '../common/outcome.js';
import { makeSendFile } from '../common/send-file.js';
import type { KfClient } from './client.js';
import type { KfContent } from './content.js';
import type { CustomerRoute } from './desk.js';
import { type HandOverDeps, handOver } from './hand-over.js';
import { renderForCustomer } from './render.js';

type CustomerTarget = Extract<OutboundMessage['target'], { kind: 'customer' }>;

const SENT_BEFORE = 95033;
const USED_UP = 95001;
const TOO_LATE: readonly unknown[] = [95002, 95031];
/** Ended, wrong transition, state that forbids sending: somebody else has changed the session. */
const WRONG_STATE: readonly unknown[] = [95013, 95016, 95018];
/** A session that turned out to be the bot's after all is tried again soon. */
const RACE_PAUSE_MS = 1_000;

export interface CustomerSenderDeps extends HandOverDeps {
  loadFile: LoadFile;
  uploadMedia(type: MediaType, file: UploadFile): Promise<string>;
}

/** The id under which the platform knows a part of a row, at most 32 characters; another one after it has failed. */
export function msgIdOf(row: Pick<OutboxRow, '_id' | 'round'>, part: number): string {
  return [row._id, part, ...(row.round === undefined ? [] : [row.round])].join('-');
}

/** The row and the part of such an id. */
export function readMsgId(msgId: string): { rowId: string; part: number } | null {
  const [, rowId, part] = /^(.+?)-(\d+)(?:-\d+)?$/.exec(msgId) ?? [];
  return rowId === undefined ? null : { rowId, part: Number(part) };
}

export function makeCustomerSender(deps: CustomerSenderDeps): Sender {
  const { client, desk, clock } = deps;
  const sendFile = makeSendFile(deps);

  return async (claimed) => {
    const { target } = claimed;
    if (target.kind !== 'customer')
      return [async () => failedBefore('wrong_target', `${target.kind} is not a customer`)];
    const row = await desk.gather(claimed);
    const { body } = row;
    if (body.kind === 'card-update') return [async () => failedBefore('no_cards', 'customer service has no cards')];
    if (body.kind === 'image' || body.kind === 'file') return [part(row, target, 0, (send) => sendFile(body, send))];
    if (target.code !== undefined) {
      const [content] = renderForCustomer(body, 1);
      return content === undefined ? [] : [() => byCode(row, target.code, content)];
    }
    const contents = renderForCustomer(body);
    const parts = contents.map((content, i) => part(row, target, i, (send) => send(content)));
    return row.handOver === true ? [() => thenPerson(row, parts, target.customerId)] : parts;
  };

  /** One message under the budget; `run` hands the content to `send`. */
  function part(
    row: OutboxRow,
    { customerId }: CustomerTarget,
    index: number,
    run: (send: (content: KfContent) => Promise<void>) => Promise<void>,
  ): SendPart {
    const msgId = msgIdOf(row, index);
    return async () => {
      const route = await desk.route(customerId);
      if (route === null) return failedBefore('unknown_customer', 'there is no such customer');
      if (route.state === 'queue' || route.state === 'person') return held('with_person', 'a person has the session');
      const permit = await desk.take(customerId, msgId, row.important === true || row.handOver === true);
      if (permit !== 'granted')
        return held(permit === 'used-up' ? 'used_up' : 'too_late', 'the customer must write first');
      try {
        await run((content) => client.send(route, msgId, content));
        return { kind: 'sent', platformId: msgId };
      } catch (error) {
        return await refused(error, row, customerId, msgId, route);
      }
    };
  }

  async function refused(
    error: unknown,
    row: OutboxRow,
    customerId: string,
    msgId: string,
    route: CustomerRoute,
  ): Promise<SendOutcome> {
    if (!(error instanceof ChannelError)) throw error;
    const { code } = error;
    if (code === SENT_BEFORE) return { kind: 'sent', platformId: msgId };
    // an answer that was lost may have been a yes
    if (typeof code === 'number') await desk.giveBack(customerId, msgId);
    if (code === USED_UP || TOO_LATE.includes(code)) {
      await desk.close(customerId);
      return held(String(code), error.message);
    }
    if (!WRONG_STATE.includes(code)) return failureOf(error, row, clock());
    try {
      const { state, servicer } = await client.session(route);
      await desk.noteState(customerId, state, servicer ?? undefined);
      if (state !== 'new' && state !== 'bot') return held(String(code), error.message);
    } catch (second) {
      return failureOf(second, row, clock());
    }
    return { kind: 'retry', error: { code: String(code), klass: 'R', message: error.message }, afterMs: RACE_PAUSE_MS };
  }

  /** Only while the code lives; there is no other way for it (wecom.md 6.7). */
  async function byCode(
    row: OutboxRow,
    code: CustomerTarget['code'],
    content: Parameters<KfClient['sendByCode']>[1],
  ): Promise<SendOutcome> {
    const tooLate: SendOutcome = {
      kind: 'dead',
      error: { code: 'code_expired', klass: 'U', message: 'the code had run out' },
      alert: false,
    };
    if (code === undefined || clock() >= code.until) return tooLate;
    try {
      await client.sendByCode(code.code, content);
      return { kind: 'sent' };
    } catch (error) {
      const failure = failureOf(error, row, clock());
      return failure.kind === 'dead' ? { ...failure, alert: false } : failure;
    }
  }

  /** What cannot be said any more does not keep a person from coming. */
  async function thenPerson(row: OutboxRow, parts: readonly SendPart[], customerId: string): Promise<SendOutcome> {
    for (const say of parts) {
      const told = await say();
      if (told.kind !== 'sent' && told.kind !== 'held') return told;
    }
    const route = await desk.route(customerId);
    if (route === null) return failedBefore('unknown_customer', 'there is no such customer');
    return (await handOver(deps, customerId, route, row)) ?? { kind: 'sent' };
  }
}

function held(code: string, message: string): SendOutcome {
  return { kind: 'held', error: { code, klass: 'U', message } };
}
