/** Golden conversations: every .chat file is played anew and compared whole. UPDATE_TRANSCRIPTS=1 writes them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../src/lib/ids.js';
import { readScript } from '../../src/sandbox/script.js';
import { type House, KEYS, openHouse } from '../support/house.js';
import { openTestDatabase, type TestDatabase } from '../support/mongo.js';
import { loadPlayedDistrict } from '../support/played-district.js';
import { putBack, type Snapshot, takeSnapshot } from '../support/reset.js';
import { play, startOf } from './player.js';

const folder = import.meta.dirname;
const ERROR = 50;

/** All conversations whose file name `which` takes; the files of this folder share them out, so that they run side by side. */
export function playAll(which: (name: string) => boolean): void {
  const names = readdirSync(folder).filter((name) => name.endsWith('.chat') && which(name));
  let database: TestDatabase;
  let district: Snapshot;
  let house: House | undefined;

  beforeAll(async () => {
    database = await openTestDatabase();
    await loadPlayedDistrict({ db: database.db, keys: KEYS, newId });
    // most begin at ten; what the morning's sweeps have to say has been said by then, and is not in the sandbox's journal
    const morning = new Date('2026-11-23T10:00:00+08:00');
    house = await openHouse({ database, startAt: morning });
    await house.services[0]?.clockMoved(morning, morning);
    await house.settled();
    await house.close();
    district = await takeSnapshot(database.db);
  });
  afterEach(async () => {
    await house?.close();
    house = undefined;
  });
  afterAll(() => database.close());

  test.each(names)('%s', async (name) => {
    const file = join(folder, name);
    const transcript = readFileSync(file, 'utf8');
    const script = readScript(transcript);
    await putBack(database.db, district);
    const begin = startOf(script);
    house = await openHouse({ database, startAt: begin });
    // what is due at the beginning has gone before anybody speaks, however fast the machine is
    await house.services[0]?.clockMoved(begin, begin);
    await house.settled();
    const again = await play(house, script);
    expect(house.logged.filter(({ level }) => level >= ERROR)).toEqual([]);
    if (process.env.UPDATE_TRANSCRIPTS === '1') writeFileSync(file, again);
    else expect(again).toBe(transcript);
  });
}
