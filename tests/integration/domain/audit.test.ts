import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditCommand } from '../../../src/cli/audit.js';
import { audit, findAuditOf, sealAudit, verifyAudit } from '../../../src/domain/audit/index.js';
import { movableClock } from '../../../src/lib/clock.js';
import { newId } from '../../../src/lib/ids.js';
import { inTransaction, type TransactionDeps } from '../../../src/models/transaction.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

let database: TestDatabase;
let deps: TransactionDeps;
const clock = movableClock(new Date('2026-03-02T08:00:00+08:00'));
beforeAll(async () => {
  database = await openTestDatabase();
  deps = { db: database.db, clock: clock.now, newId };
});
afterAll(() => database.close());

const write = (n: number, id = 'n1') =>
  inTransaction(deps, async (tx) => {
    for (let i = 0; i < n; i++)
      audit(tx, {
        actor: 'insp',
        action: 'grid.rename',
        object: { kind: 'grid_node', id },
        changes: { name: `新名${i}` },
      });
  });

describe('the audit', () => {
  test('is sealed in links once rows have settled, and verifies', async () => {
    await write(25);
    expect(await sealAudit(deps, 10)).toBe(0);
    clock.advance(180_000);
    expect(await sealAudit(deps, 10)).toBe(25);
    await write(3);
    clock.advance(180_000);
    const sealedBy = await Promise.all([sealAudit(deps, 10), sealAudit(deps, 10), sealAudit(deps, 10)]);
    expect(sealedBy.reduce((a, b) => a + b)).toBe(3);
    expect(await verifyAudit(deps)).toMatchObject({ ok: true, seals: 4, rows: 28 });
  });

  test('tells what was done to one object', async () => {
    await write(2, 'other');
    const rows = await inTransaction(deps, (tx) => findAuditOf(tx, 'other'));
    expect(rows.map((row) => row.changes['name'])).toEqual(['新名0', '新名1']);
  });

  test('the command tells whether it is whole', async () => {
    const lines: string[] = [];
    const run = (...args: string[]) => auditCommand(deps, args, (line) => lines.push(line));
    expect(await run('verify')).toBe(0);
    expect(lines[0]).toMatch(/^whole: 4 links, 28 rows, head [0-9a-f]{64}$/);
    expect(await run('seal')).toBe(0);
    expect(await run('other')).toBe(2);
  });

  // rows 11-20 stand in seal 2
  test.each([
    ['a changed row', { $set: { actor: 'somebody' } }],
    ['a row taken out of its seal', { $unset: { seal: '' } }],
  ])('%s is noticed', async (_, change) => {
    const rows = database.db.collection('audit');
    const row = await rows.findOne({ seal: 2 });
    await rows.updateOne({ _id: row!._id }, change);
    expect(await verifyAudit(deps)).toEqual({ ok: false, brokenSeal: 2 });
    await rows.replaceOne({ _id: row!._id }, row!);
    expect(await verifyAudit(deps)).toMatchObject({ ok: true });
  });

  test('a removed row and a removed last link are noticed', async () => {
    const rows = database.db.collection('audit');
    const row = await rows.findOne({ seal: 1 });
    await rows.deleteOne({ _id: row!._id });
    expect(await verifyAudit(deps)).toEqual({ ok: false, brokenSeal: 1 });
    await rows.insertOne(row!);
    await database.db.collection('seals').deleteOne({ number: 4 });
    expect(await verifyAudit(deps)).toEqual({ ok: false, brokenSeal: 4 });
  });
});
