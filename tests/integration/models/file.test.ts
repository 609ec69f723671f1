import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countingIds } from '../../../src/lib/ids.js';
import { expectFile, findExpectedFiles, loadFile, saveFiles, settleFile } from '../../../src/models/file.js';
import { inTransaction } from '../../../src/models/transaction.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

let test_: TestDatabase;
beforeAll(async () => {
  test_ = await openTestDatabase();
});
afterAll(() => test_.close());

const now = new Date('2026-11-23T08:30:00+08:00');
const picture = (bytes: Uint8Array) =>
  ({ bytes, name: '古荥镇 11月23日.png', contentType: 'image/png', kind: 'digest_picture' }) as const;
const contents = async () =>
  (await test_.db.collection('file_content.files').countDocuments()) +
  (await test_.db.collection('file_bytes').countDocuments());

describe('a file the service made', () => {
  test.each([0, 1_000_000, 1_000_001])('is kept with its bytes, also large ones: %i', async (size) => {
    const bytes = Buffer.alloc(size, 'ab');
    const [id = ''] = await saveFiles(test_.db, now, [picture(bytes)]);
    const loaded = await loadFile(test_.db, id);
    expect(loaded).toMatchObject({ name: '古荥镇 11月23日.png', contentType: 'image/png' });
    expect(bytes.equals(loaded?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect(await loadFile(test_.db, 'nothing')).toBeNull();
  });

  test.each([10, 1_500_000])('kept by six processes at once it is kept once, beside others: %i', async (size) => {
    const before = await contents();
    const same = picture(Buffer.alloc(size, 'the same'));
    const own = (i: number) => picture(Buffer.from(`own ${size} ${i}`));
    const ids = await Promise.all(
      Array.from({ length: 6 }, (_, i) => saveFiles(test_.db, now, [own(i), same, own(i), same])),
    );
    expect([new Set(ids.flat()).size, (await contents()) - before]).toEqual([7, 7]);
    for (const [i, [first = '', second = '', third]] of ids.entries()) {
      expect(third).toBe(first);
      expect((await loadFile(test_.db, first))?.bytes).toEqual(own(i).bytes);
      expect((await loadFile(test_.db, second))?.bytes.length).toBe(size);
    }
  });

  test('the same bytes for another cell are another file', async () => {
    const of = (cellId: string) => saveFiles(test_.db, now, [{ ...picture(Buffer.from('door')), cellId }]);
    expect(await of('cell1')).not.toEqual(await of('cell2'));
  });
});

describe('a file a person sent', () => {
  const expecting = (fileId: string) =>
    inTransaction({ db: test_.db, clock: () => now, newId: countingIds() }, async (tx) =>
      expectFile(tx, { _id: fileId, kind: 'photo', mediaId: `media-${fileId}` }),
    );
  const door = { bytes: Buffer.from('a door'), name: 'door.jpg', contentType: 'image/jpeg' };

  test('is expected until its bytes are there; the second fetcher changes nothing', async () => {
    await expecting('f1');
    expect(await findExpectedFiles(test_.db, 10)).toMatchObject([{ _id: 'f1', mediaId: 'media-f1' }]);
    expect(await loadFile(test_.db, 'f1')).toBeNull();
    const before = await contents();
    await Promise.all([settleFile(test_.db, 'f1', door), settleFile(test_.db, 'f1', door)]);
    await settleFile(test_.db, 'f1', null);
    expect(await loadFile(test_.db, 'f1')).toEqual(door);
    expect([await findExpectedFiles(test_.db, 10), (await contents()) - before]).toEqual([[], 1]);
  });

  test('may have a name of any length', async () => {
    await expecting('f3');
    await settleFile(test_.db, 'f3', { ...door, name: '长'.repeat(400), contentType: 'x'.repeat(200) });
    expect((await loadFile(test_.db, 'f3'))?.name).toBe('长'.repeat(300));
  });

  test('is lost when the platform no longer has it', async () => {
    await expecting('f2');
    await settleFile(test_.db, 'f2', null);
    expect([await findExpectedFiles(test_.db, 10), await loadFile(test_.db, 'f2')]).toEqual([[], null]);
  });
});
