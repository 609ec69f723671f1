/** Brings one message or event to the bot as the platform does: encrypted, 5 s to answer, up to 3 retries (wecom.md 1.3, 1.6). */
import { request } from 'undici';
import { encryptMessage, signatureOf } from '../../channels/wecom/crypto.js';
import { buildXml } from '../../channels/wecom/xml.js';
import { strike } from '../faults.js';
import { pause } from '../pause.js';
import { remember } from '../remember.js';
import type { World } from '../world.js';

interface Attempt {
  n: number;
  at: string;
  durationMs: number;
  status: number | null;
  /** `answered` with 200; everything else but `lost` is tried again. */
  outcome: 'answered' | 'bad status' | 'timeout' | 'no connection' | 'answer lost' | 'lost';
  error?: string;
}

export interface Delivery {
  id: string;
  at: string;
  from: string;
  /** The message type or the event. */
  kind: string;
  xml: string;
  state: 'pending' | 'retrying' | 'delivered' | 'failed';
  attempts: Attempt[];
  /** How often it is still to be delivered again although it was answered. */
  repeats: number;
  /** The passive replies as read, one for each answered delivery; empty text: no reply. */
  replies: string[];
  /** What was wrong with the bot's answers. */
  errors: string[];
}

const MAX_DELIVERIES = 1_000;

export function newDelivery(world: World, from: string, kind: string, xml: string): Delivery {
  const delivery: Delivery = {
    id: world.newId(),
    at: world.clock.now().toISOString(),
    from,
    kind,
    xml,
    state: 'pending',
    attempts: [],
    repeats: 0,
    replies: [],
    errors: [],
  };
  remember(world.deliveries, delivery, MAX_DELIVERIES);
  return delivery;
}

/**
 * Tries until the bot answers 200 or the retries are used up. Every attempt is encrypted anew.
 * @returns the body of the answer; undefined when the bot never heard or never answered
 */
export async function deliver(world: World, delivery: Delivery): Promise<string | undefined> {
  for (let n = 1; ; n++) {
    const { attempt, body } = await attemptOnce(world, delivery);
    delivery.attempts.push(attempt);
    const over = attempt.outcome === 'answered' || attempt.outcome === 'lost' || n > world.retryDelaysMs.length;
    if (attempt.outcome === 'answered') delivery.state = 'delivered';
    else if (delivery.state !== 'delivered') delivery.state = over ? 'failed' : 'retrying';
    if (attempt.error !== undefined) delivery.errors.push(`attempt ${delivery.attempts.length}: ${attempt.error}`);
    world.publish({ type: 'delivery', delivery });
    if (over || world.closing.signal.aborted) return body;
    await pause(world.retryDelaysMs[n - 1] ?? 0, world.closing.signal);
  }
}

async function attemptOnce(world: World, delivery: Delivery): Promise<{ attempt: Attempt; body?: string }> {
  const fault = strike(world, 'callback', delivery.xml);
  const startedAt = performance.now();
  const attempt: Attempt = {
    n: delivery.attempts.length + 1,
    at: world.clock.now().toISOString(),
    durationMs: 0,
    status: null,
    outcome: 'lost',
  };
  const done = (outcome: Attempt['outcome'], error?: string, body?: string) => {
    attempt.outcome = outcome;
    attempt.durationMs = Math.round(performance.now() - startedAt);
    if (error !== undefined) attempt.error = error;
    return body === undefined ? { attempt } : { attempt, body };
  };
  if (fault?.delayMs !== undefined) await pause(fault.delayMs, world.closing.signal);
  if (fault?.lost === true) return done('lost', 'lost by a fault');
  if (fault?.status !== undefined) {
    attempt.status = fault.status;
    return done('bad status', `HTTP ${fault.status} by a fault`);
  }
  try {
    const answer = await post(world, delivery.xml);
    attempt.status = answer.status;
    if (fault?.reEncryptDuplicate === true) delivery.repeats += 1;
    if (fault?.drop === true) return done('answer lost', 'the answer was lost by a fault');
    if (answer.status !== 200) return done('bad status', `HTTP ${answer.status}`);
    return done('answered', undefined, fault?.html === true ? '<html><body>proxy</body></html>' : answer.body);
  } catch (error) {
    const name = (error as Error).name;
    if (name === 'TimeoutError') return done('timeout', `no answer within ${world.callbackTimeoutMs} ms`);
    if (name === 'AbortError') return done('lost', 'the sandbox was closed');
    return done('no connection', (error as Error).message || name);
  }
}

/** One encrypted POST. @throws when the bot cannot be reached or does not answer in time */
async function post(world: World, xml: string): Promise<{ status: number; body: string }> {
  const { corpId, agentId, token, aesKey } = world.credentials;
  const encrypt = encryptMessage({ aesKey, message: xml, receiveId: corpId, random: world.random(16) });
  const query = signedQuery(world, token, encrypt);
  const response = await request(`${world.botCallbackUrl}?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', 'user-agent': 'Mozilla/4.0' },
    body: buildXml({ ToUserName: corpId, AgentID: String(agentId), Encrypt: encrypt }),
    dispatcher: world.http,
    signal: AbortSignal.any([AbortSignal.timeout(world.callbackTimeoutMs), world.closing.signal]),
  });
  return { status: response.statusCode, body: await response.body.text() };
}

/** `msg_signature`, `timestamp` and `nonce` over `encrypt`. */
export function signedQuery(world: World, token: string, encrypt: string): URLSearchParams {
  const timestamp = String(Math.floor(world.clock.now().getTime() / 1_000));
  const nonce = String(world.random(4).readUInt32BE());
  return new URLSearchParams({ msg_signature: signatureOf({ token, timestamp, nonce, encrypt }), timestamp, nonce });
}
