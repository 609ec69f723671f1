// What cannot be cheaper: decrypt, the same writes in one majority transaction by the plain driver, encrypt. No conversation,
// no rights, no reading, no sealing, no XML parser, a bare HTTP server. Same collections with their validators and indexes.
import { createServer } from 'node:http';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import mongoose from 'mongoose';
import { newId } from '../../../dist/src/lib/ids.js';
import { prepareCollections } from '../../../dist/src/models/collection.js';
import { laneOf } from '../../../dist/src/outbox/index.js';
import { APP } from './talk.mjs';

let connection;
let server;
let sizes;
const turns = new Map();

/** @param {{uri: string, sizes: {sealed: number, reply: number, body: number}, outbox: boolean}} at */
export async function open(at) {
  // the models declare their collections when they are loaded
  await import('../../../dist/src/wire.js');
  sizes = at.sizes;
  connection = await mongoose.createConnection(at.uri, { maxPoolSize: 40 }).asPromise();
  await prepareCollections(connection);
  server = createServer((request, response) => {
    answer(request, at.outbox).then(
      (body) => response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' }).end(body),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}/wecom/callback`;
}

const between = (text, from, to) => {
  const start = text.indexOf(from) + from.length;
  return text.slice(start, text.indexOf(to, start));
};

async function answer(request, withOutbox) {
  let body = '';
  for await (const chunk of request) body += chunk;
  const query = new URL(request.url, 'http://x').searchParams;
  const encrypted = between(body, '<Encrypt><![CDATA[', ']]>');
  const signed = getSignature(APP.token, query.get('timestamp'), query.get('nonce'), encrypted);
  if (signed !== query.get('msg_signature')) throw new Error('signature');
  const { message } = decrypt(APP.aesKey, encrypted);
  const sender = between(message, '<FromUserName><![CDATA[', ']]>');
  const key = `m:${APP.agentId}:${between(message, '<MsgId>', '</MsgId>')}`;
  const reply = '答'.repeat(Math.ceil(sizes.reply / 3));
  await store(sender, key, withOutbox ? null : reply, withOutbox);
  return withOutbox ? '' : envelope(sender, reply, query.get('nonce'));
}

async function store(sender, key, reply, withOutbox) {
  const now = new Date();
  const later = new Date(now.getTime() + 1_800_000);
  const seq = turns.get(sender) ?? 0;
  const row = {
    seq: seq + 1,
    sealed: 'v1.bench.'.padEnd(sizes.sealed, 'A'),
    versions: ['bench-text@0123456789abcdef'],
    timerAt: later,
    updatedAt: now,
  };
  await connection.getClient().withSession((session) =>
    session.withTransaction(
      async () => {
        const sessions = connection.db.collection('sessions');
        const id = `wecom:${sender}`;
        if (seq === 0) await sessions.insertOne({ _id: id, ...row }, { session });
        else await sessions.updateOne({ _id: id, seq }, { $set: row }, { session });
        await connection.db.collection('inbox').insertOne(
          {
            _id: key,
            channel: 'wecom',
            sender,
            kind: 'text',
            at: now,
            state: 'done',
            ...(reply === null
              ? { replyState: 'none' }
              : { sealedReply: 'x'.repeat(sealedLength(reply)), replyState: 'pending', replyDueAt: later }),
          },
          { session },
        );
        if (withOutbox) await queue(sender, key, now, session);
      },
      { writeConcern: { w: 'majority' } },
    ),
  );
  turns.set(sender, seq + 1);
}

/** As long as the service's sealed reply, without the sealing: that is the service's own cost. */
function sealedLength(text) {
  return Math.ceil(((Buffer.byteLength(JSON.stringify({ kind: 'text', text })) + 16) * 4) / 3) + 32;
}

async function queue(userid, key, now, session) {
  const target = { kind: 'member', userid };
  await connection.db.collection('outbox').insertOne(
    {
      _id: newId(),
      effectKey: `reply:${key}:0`,
      target,
      lane: laneOf(target),
      body: { kind: 'text', text: 'x'.repeat(Math.max(sizes.body - 40, 1)) },
      state: 'queued',
      urgent: false,
      dueAt: now,
      createdAt: now,
      attempts: 0,
      partsSent: 0,
      platformIds: [],
    },
    { session },
  );
}

function envelope(sender, text, nonce) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const plain = `<xml><ToUserName><![CDATA[${sender}]]></ToUserName><FromUserName><![CDATA[${APP.corpId}]]></FromUserName><CreateTime>${timestamp}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content></xml>`;
  const encrypted = encrypt(APP.aesKey, plain, APP.corpId);
  const signature = getSignature(APP.token, timestamp, nonce, encrypted);
  return `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature><TimeStamp>${timestamp}</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce></xml>`;
}

export async function close() {
  server.close();
  server.closeAllConnections();
  await connection.close();
}
