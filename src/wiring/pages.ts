/** Pages that open from a link in a message. */
import type Router from '@koa/router';
import { sentDigest } from '../domain/digests/index.js';
import { loadFile } from '../models/file.js';
import { inTransaction } from '../models/transaction.js';
import { makeDigestRouter } from '../web/digest-page.js';
import type { Parts } from './parts.js';

export function wirePages({ db, keys, transaction }: Parts): Router {
  return makeDigestRouter({
    keys,
    find: ({ nodeId, kind, day }) => inTransaction(transaction, (tx) => sentDigest(tx, { _id: nodeId }, day, kind)),
    picture: async (fileId) => (await loadFile(db, fileId))?.bytes ?? null,
  });
}
