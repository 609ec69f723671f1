// The real service as `npm start` wires it, with a district of 160 cells and 640 people, and forms of twelve questions.
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { addNodes, makeGridReader } from '../../../dist/src/domain/grid/index.js';
import { systemScope } from '../../../dist/src/domain/rights/index.js';
import { editStaff, makeStaffReader } from '../../../dist/src/domain/staff/index.js';
import { movableClock } from '../../../dist/src/lib/clock.js';
import { dayOf } from '../../../dist/src/lib/day.js';
import { newId } from '../../../dist/src/lib/ids.js';
import { makeLog } from '../../../dist/src/lib/log.js';
import { newDataKey, readKeyRing } from '../../../dist/src/lib/seal.js';
import { openDatabase } from '../../../dist/src/models/database.js';
import { inTransaction } from '../../../dist/src/models/transaction.js';
import { foldersIn, wire } from '../../../dist/src/wire.js';
import { APP, PEOPLE, useridOf } from './talk.mjs';

const TOWNS = 10;
const CELLS = 160;
const root = fileURLToPath(new URL('../../../', import.meta.url));
const two = (n) => String(n).padStart(2, '0');
let connection;
let service;

/** @param {{uri: string, apiBase: string}} at @returns {Promise<string>} address of the callback */
export async function open({ uri, apiBase }) {
  connection = await openDatabase(uri);
  const clock = movableClock();
  const dataKeys = newDataKey('bench');
  await drawDistrict(connection.db, clock.now, readKeyRing(dataKeys));
  service = await wire({
    config: { role: 'all', cards: true, kfEnabled: false, publicUrl: 'http://127.0.0.1' },
    wecom: APP,
    dataKeys,
    connection,
    clock,
    log: makeLog('error'),
    folders: { ...foldersIn(root), flows: fileURLToPath(new URL('flows', import.meta.url)) },
    apiBase,
  });
  const address = await service.listen(0, '127.0.0.1');
  await service.start();
  return `${address}/wecom/callback`;
}

async function drawDistrict(db, clock, keys) {
  const deps = { db, clock, newId, grid: makeGridReader(), staff: makeStaffReader(), keys };
  const nodes = [{ id: 'd', parentId: null, name: '惠济区', code: '410108000000' }];
  for (let t = 0; t < TOWNS; t++)
    nodes.push({ id: `t${t}`, parentId: 'd', name: `示例${t}镇`, code: `4101081${two(t)}000` });
  for (let c = 0; c < CELLS; c++)
    nodes.push({
      id: `c${c}`,
      parentId: `t${c % TOWNS}`,
      name: `示例${c}村`,
      code: `4101081${two(c % TOWNS)}2${two(Math.floor(c / TOWNS))}00`,
    });
  const work = (tx) => ({ ...deps, tx, actor: systemScope(dayOf(tx.now)) });
  await inTransaction(deps, (tx) => addNodes(work(tx), nodes));
  await inTransaction(deps, (tx) =>
    editStaff(
      work(tx),
      Array.from({ length: PEOPLE }, (_, p) => [
        { kind: 'person', userid: useridOf(p), name: `示例${p}` },
        {
          kind: 'assign',
          userid: useridOf(p),
          role: 'co_inspector',
          nodeId: `c${p % CELLS}`,
          from: dayOf(tx.now),
        },
      ]).flat(),
    ),
  );
}

/** Mean sizes of what the service stores for a message: the baseline writes as much. */
export async function sizes() {
  const mean = async (collection, value, match = {}) => {
    const [row] = await connection.db
      .collection(collection)
      .aggregate([{ $match: match }, { $group: { _id: null, mean: { $avg: value } } }])
      .toArray();
    return Math.round(row?.mean ?? 0);
  };
  return {
    sealed: await mean('sessions', { $strLenBytes: '$sealed' }),
    reply: await mean('inbox', { $strLenBytes: '$reply.text' }, { 'reply.kind': 'text' }),
    body: await mean('outbox', { $bsonSize: '$body' }),
  };
}

/** Rows that belong to one run: none may be missing afterwards. */
export async function countRows() {
  return {
    inbox: await connection.db.collection('inbox').countDocuments(),
    failures: await connection.db.collection('inbox_failures').countDocuments(),
  };
}

export async function close() {
  await service.stop();
  await connection.close();
  await mongoose.disconnect();
}
