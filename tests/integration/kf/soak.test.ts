import { expect, test } from '@jest/globals';
import { runSoak } from '../../bench/kf-soak.js';
import { openTestDatabase } from '../../support/mongo.js';

test('killed processes, failed calls, replays: every message once, no budget passed, every receipt there', async () => {
  const database = await openTestDatabase();
  try {
    const plan = { uri: database.uri, customers: 40, messages: 5, killEveryMs: 1_500, timeoutMs: 180_000 };
    const report = await runSoak(plan);
    expect(report).toMatchObject({
      messages: 200,
      notHandled: 0,
      handledTwice: 0,
      outOfOrder: 0,
      overBudget: 0,
      repliesMissing: 0,
      repliesTwice: 0,
      receiptsMissing: 0,
      deadLetters: [],
    });
    expect(report.kills).toBeGreaterThan(0);
  } finally {
    await database.close();
  }
}, 240_000);
