/** `node dist/src/replay/main.js`: what `npm run replay` runs in a process of its own, with a database ready. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeLog } from '../lib/log.js';
import { openDatabase } from '../models/database.js';
import { projectRoot } from '../project-root.js';
import { foldersIn } from '../wire.js';
import { countsOf } from './counts.js';
import { REPLAY_TOWNS } from './district.js';
import { writeReport } from './report.js';
import { replay } from './run.js';

const { values } = parseArgs({
  options: {
    uri: { type: 'string' },
    plan: { type: 'string', default: 'huiji-2010' },
    from: { type: 'string', default: '2010-07-20' },
    to: { type: 'string', default: '2010-12-31' },
    out: { type: 'string', default: 'reports/replay' },
  },
});
const started = performance.now();
const root = projectRoot();
const out = resolve(root, values.out);
mkdirSync(out, { recursive: true });
const connection = await openDatabase(values.uri ?? '');
const result = await replay({
  connection,
  folders: foldersIn(root),
  plan: values.plan,
  planOn: '2010-07-26',
  from: values.from,
  to: values.to,
  towns: REPLAY_TOWNS,
  log: makeLog('error'),
  onDay: (day) => process.stdout.write(process.stdout.isTTY ? `\r  ${day}` : ''),
});
const file = await writeReport(result, connection.db as never, out);
const { median, most } = countsOf(result.messages);
const seconds = Math.round((performance.now() - started) / 1000);
process.stdout.write(
  `\n${result.days.length} days in ${seconds} s, ${result.messages.length} messages to groups; a group and day: median ${median}, most ${most}\n✓ ${file}\n`,
);
await connection.close();
process.exit(0);
