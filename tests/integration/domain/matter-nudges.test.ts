/** The clocks of matters on the ladder of nudges: who hears of them when, and that groups hear the number only. */
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { matterDueSource } from '../../../src/domain/matters/index.js';
import { confirmNudge, foldNudge, loadNudgeRules, pendingNudges } from '../../../src/domain/tasks/index.js';
import { DEFAULT_QUIET_HOURS } from '../../../src/lib/quiet-hours.js';
import { groupNudgeText, personNudgeText } from '../../../src/texts/task-nudges.js';
import { type District, openDistrict } from '../../support/matter-district.js';
import { ROOT } from '../../support/matters.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

const rules = loadNudgeRules(path.join(ROOT, 'config/nudges.yaml'));

let database: TestDatabase;
let district: District;

beforeAll(async () => {
  database = await openTestDatabase();
  district = await openDistrict(database, '2026-03-02');
});
afterAll(() => database.close());

/** Sends what is due on a day at ten, and tells what each target reads. */
async function nudgesOn(day: string): Promise<Record<string, string>> {
  district.goTo(day);
  district.clock.advance(3_600_000 + 60_000);
  const sources = [matterDueSource(district.house)];
  return district.run(async ({ tx }) => {
    const pending = await pendingNudges(
      { ...district.house, tx, rules, sources, quietHours: DEFAULT_QUIET_HOURS, plans: new Map() },
      tx.now,
    );
    const told: Record<string, string> = {};
    for (const nudge of pending.nudges) {
      const entries = await confirmNudge(tx, sources, nudge);
      if (entries.length === 0) continue;
      const folded = foldNudge(pending.context, pending.counts, nudge, entries);
      told[nudge.key] = nudge.target.kind === 'group' ? groupNudgeText(folded) : personNudgeText(folded);
    }
    return told;
  });
}

test('handler, then squadron, brigade, leader; the group by number only; each once', async () => {
  const { receiptNo, matterId } = await district.receive({}, 'ann');
  expect(await nudgesOn('2026-03-02')).toEqual({});
  // answer on unpaid wages within one working day
  const dueDay = await nudgesOn('2026-03-03');
  expect(Object.keys(dueDay).sort()).toEqual(['group:t1', 'member:ann', 'member:squad']);
  expect(dueDay['member:ann']).toContain(`${receiptNo} 首次答复：今天到期`);
  expect(dueDay['group:t1']).toContain(`${receiptNo}：今天到期`);
  expect(dueDay['group:t1']).not.toMatch(/惠民|首次答复|甄有福|13800138000/);
  expect(await nudgesOn('2026-03-03')).toEqual({});
  const next = await nudgesOn('2026-03-04');
  expect(Object.keys(next)).toEqual(expect.arrayContaining(['member:ann', 'member:squad', 'member:head']));
  expect(next['member:head']).toContain('逾期 1 个工作日');
  const fifth = await nudgesOn('2026-03-10');
  expect(Object.keys(fifth)).toContain('member:boss');
  await district.act('ann', { matterId, action: 'guide', track: 'arbitration' });
  expect(await nudgesOn('2026-03-11')).toEqual({});
});
