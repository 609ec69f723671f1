// Customer service under stress: many customers write while processes are killed, calls fail, nudges are lost and the platform
// replays what it has said before. What must not happen is counted and has to be 0.
import { callApart } from '../lib/apart.mjs';
import { figure } from '../lib/figures.mjs';

export const about = 'customer service: 2,000 customers × 10 messages, kills, replays, failed calls';

const SOAK = new URL('../kf-soak.ts', import.meta.url);
const LOADER = new URL('../../support/ts-loader.mjs', import.meta.url).href;
const FAULTS = {
  notHandled: 'not handled',
  handledTwice: 'handled twice',
  outOfOrder: 'out of order',
  overBudget: 'sent over the budget',
  repliesMissing: 'without a reply',
  repliesTwice: 'answered twice',
  receiptsMissing: 'receipts missing',
  deadLetters: 'dead letters',
};

export async function run({ quick, database, say }) {
  const [customers, messages] = quick ? [60, 5] : [2_000, 10];
  const plan = {
    uri: await database('bench-kf-soak'),
    customers,
    messages,
    killEveryMs: quick ? 4_000 : 30_000,
    timeoutMs: 1_800_000,
  };
  say(`${customers} customers, ${messages} messages each`);
  const report = await callApart(SOAK, 'runSoak', plan, { execArgv: ['--import', LOADER] });
  const size = `${customers} × ${messages}`;
  return [
    figure(`${size}, answered and sent`, report.perSecond, 'messages/s'),
    figure(`${size}, processes killed meanwhile`, report.kills, ''),
    figure(`${size}, replays of all that was said`, report.replays, ''),
    figure(`${size}, refused by a busy platform and sent again by hand`, report.resent, ''),
    ...Object.entries(FAULTS).map(([fault, words]) =>
      figure(`${size}, ${words}`, Array.isArray(report[fault]) ? report[fault].length : report[fault], '', {
        atMost: 0,
      }),
    ),
  ];
}
