// The load: encrypted callbacks of different people over real HTTP, and a check of every answer. Messages are encrypted before
// a run and answers are checked after it, so that the load takes as little of the machine as it can.
import { Pool } from 'undici';
import { decryptMessage, signatureOf } from '../../../dist/src/channels/wecom/crypto.js';
import { sealEnvelope } from '../../../dist/src/channels/wecom/envelope.js';
import { buildXml, parseXml } from '../../../dist/src/channels/wecom/xml.js';
import { APP, CYCLES, PEOPLE, useridOf } from './talk.mjs';

/** Messages sent so far, by address: people take turns, and each goes through the cycle again and again. */
const sent = new Map();
let messageIds = Date.now() * 1000;

function makeMessage(cycle, number) {
  const { say, expect } = cycle[Math.floor(number / PEOPLE) % cycle.length];
  const stamp = { timestamp: Math.floor(Date.now() / 1000), nonce: String(number).padStart(9, '1') };
  const plain = buildXml({
    ToUserName: APP.corpId,
    FromUserName: useridOf(number % PEOPLE),
    CreateTime: stamp.timestamp,
    MsgType: 'text',
    Content: say,
    MsgId: ++messageIds,
    AgentID: APP.agentId,
  });
  const { Encrypt } = parseXml(sealEnvelope(APP, plain, stamp));
  const signed = { token: APP.token, timestamp: String(stamp.timestamp), nonce: stamp.nonce, encrypt: Encrypt };
  const query = new URLSearchParams({
    msg_signature: signatureOf(signed),
    timestamp: signed.timestamp,
    nonce: signed.nonce,
  });
  const body = buildXml({ ToUserName: APP.corpId, AgentID: String(APP.agentId), Encrypt });
  return { query: query.toString(), body, expect };
}

/**
 * Sends for `ms` milliseconds, `concurrency` messages at a time, at most `most`.
 * @param {{url: string, cycle: 'text'|'menu', concurrency: number, ms: number, most: number, check: boolean}} order
 *   `check`: every answer must hold what the conversation says next
 * @returns {Promise<{perSecond: number, latenciesMs: number[]}>}
 */
export async function run({ url, cycle, concurrency, ms, most, check }) {
  const { origin, pathname } = new URL(url);
  const first = sent.get(url) ?? 0;
  const messages = Array.from({ length: most }, (_, i) => makeMessage(CYCLES[cycle], first + i));
  const pool = new Pool(origin, { connections: concurrency, pipelining: 1 });
  const latenciesMs = [];
  const answers = [];
  const start = performance.now();
  const end = start + ms;
  let next = 0;
  const worker = async () => {
    while (next < most && performance.now() < end) {
      const at = next++;
      const begun = performance.now();
      const { statusCode, body } = await pool.request({
        path: `${pathname}?${messages[at].query}`,
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body: messages[at].body,
      });
      const text = await body.text();
      latenciesMs.push(performance.now() - begun);
      answers.push({ at, statusCode, text });
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, worker));
  } finally {
    await pool.close();
  }
  const seconds = (performance.now() - start) / 1000;
  sent.set(url, first + next);
  for (const answer of answers) checkAnswer(answer, check ? messages[answer.at].expect : undefined);
  return { perSecond: answers.length / seconds, latenciesMs };
}

/** @param {string | null | undefined} expect null: an empty answer, the reply goes by the API; undefined: any answer */
function checkAnswer({ statusCode, text }, expect) {
  if (statusCode !== 200) throw new Error(`answered ${statusCode}: ${text}`);
  if (text === '' && (expect === null || expect === undefined)) return;
  const { Encrypt } = parseXml(text);
  const { Content } = parseXml(decryptMessage({ aesKey: APP.aesKey, encrypt: Encrypt, receiveId: APP.corpId }));
  if (expect === undefined || (expect !== null && Content.includes(expect))) return;
  throw new Error(`expected ${expect}, got ${Content}`);
}
