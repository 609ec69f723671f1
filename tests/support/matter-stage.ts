/** What the tests of matters stand on: a database of their own, the small district anew for each test, and short ways to a state. */
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { MatterState } from '../../schemas/matter-enums.js';
import type { MatterNotice } from '../../schemas/matter-notice.js';
import { type District, openDistrict } from './matter-district.js';
import { openTestDatabase, type TestDatabase } from './mongo.js';

/** Who hears what. */
export const people = (notices: readonly MatterNotice[]) =>
  notices.map(
    ({ to, say }) =>
      `${to.kind === 'member' ? to.userid : to.kind === 'group' ? `#${to.nodeId}` : to.customerId} ${say.kind}`,
  );
/** The one who complains in `COMPLAINT`. */
export const me = { id: 'cust-0001', customerId: 'cust-0001' };

export interface Stage {
  database: TestDatabase;
  district: District;
  /** Takes a complaint to a state by the shortest way. */
  reach(state: MatterState, input?: object): Promise<string>;
}

/** To be called once at the top of a test file. */
export function onStage(): Stage {
  const stage = { reach: (state: MatterState, input = {}) => reach(stage.district, state, input) } as Stage;
  beforeAll(async () => {
    stage.database = await openTestDatabase();
  });
  afterAll(() => stage.database.close());
  beforeEach(async () => {
    stage.district = await openDistrict(stage.database);
  });
  afterEach(async () => {
    const { db } = stage.database;
    const collections = await db.listCollections().toArray();
    await Promise.all(collections.map(({ name }) => db.collection(name).deleteMany({})));
  });
  return stage;
}

/** Takes a complaint to a state by the shortest way. */
async function reach(district: District, state: MatterState, input: object): Promise<string> {
  const { matterId } = await district.receive(input);
  const steps: [MatterState, string, object][] = [
    ['filed', 'head', { action: 'file' }],
    ['filed', 'squad', { action: 'assign', officers: ['ann', 'ben'] }],
    ['investigating', 'ann', { action: 'investigate' }],
    ['deciding', 'ann', { action: 'decide' }],
    ['ordered', 'ann', { action: 'order', kind: 'rectification', within: { length: 5, unit: 'day' } }],
    ['corrected', 'ben', { action: 'correct', evidence: ['proof-1'] }],
    ['closed', 'head', { action: 'close', outcome: { code: 'paid_in_full', people: 1, paidFen: 500_000 } }],
    ['archived', 'ann', { action: 'archive' }],
  ];
  if (state === 'received') return matterId;
  for (const [i, [reached, userid, command]] of steps.entries()) {
    await district.act(userid, { matterId, ...command });
    if (reached === state && steps[i + 1]?.[0] !== state) return matterId;
  }
  throw new Error(`no way to ${state}`);
}
