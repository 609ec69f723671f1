/** The service as a process of its own, for tests that kill it. The parent moves its clock, which otherwise stands still. */
import { join } from 'node:path';
import { readConfig } from '../../src/config.js';
import { movableClock } from '../../src/lib/clock.js';
import { makeLog } from '../../src/lib/log.js';
import { openDatabase } from '../../src/models/database.js';
import { foldersIn, wire } from '../../src/wire.js';
import type { ServiceOrder, ServiceReport } from './service-process.js';

const root = join(import.meta.dirname, '../..');
const { uri, apiBase, startAt, wecom, dataKeys } = JSON.parse(process.argv[2] ?? '{}');
const tell = (report: ServiceReport) => process.send?.(report);

const clock = movableClock(new Date(startAt));
clock.freeze(true);
const log = makeLog('warn', { write: (line) => void tell({ log: line }) });
const service = await wire({
  config: readConfig({ LOG_LEVEL: 'warn' }),
  wecom,
  dataKeys,
  connection: await openDatabase(uri),
  clock,
  log,
  folders: foldersIn(root),
  apiBase,
});
const url = await service.listen(0, '127.0.0.1');
await service.start();
process.on('message', (order: ServiceOrder) => void obey(order));
process.on('disconnect', () => process.exit(0));
tell({ ready: url });

async function obey({ moveTo }: ServiceOrder): Promise<void> {
  const from = clock.now();
  clock.set(new Date(moveTo));
  await service.clockMoved(from, clock.now());
  tell({ movedTo: moveTo });
}
