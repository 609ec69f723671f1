/** One process of the service in the soak of customer service (`kf-soak.ts`): started with fork, ended with SIGKILL. */
import type { Db } from 'mongodb';
import { ChannelError } from '../../src/errors.js';
import { systemClock } from '../../src/lib/clock.js';
import { openDatabase } from '../../src/models/database.js';
import type { Tx } from '../../src/models/transaction.js';
import { answer, startKfService } from '../support/kf-service.js';

const POLL_MS = 300;
/** Short, so that a killed process does not stop the measuring for long; longer than any call takes here. */
const LEASE_MS = 4_000;

/** Tells the parent; without one (it has gone) this process has nothing to do. */
function report(message: object): void {
  if (process.send === undefined || !process.connected) process.exit(1);
  process.send(message);
}

interface Job {
  uri: string;
  base: string;
  credentials: { corpId: string; agentId: number; secret: string; token: string; aesKey: string };
  last: number;
}

/** `<customer>:<n>`, the n-th message of a customer: its effect is a row, and a fault when the one before is not there. */
async function effect(tx: Tx, key: string, customer: number, n: number): Promise<void> {
  const { db, session } = await tx.reading('soak_effects');
  const before = n === 0 ? 1 : await db.collection('soak_effects').countDocuments({ customer, n: n - 1 }, { session });
  tx.insert('soak_effects', { _id: key, customer, n, inOrder: before === 1 } as { _id: string });
}

async function run({ uri, base, credentials, last }: Job): Promise<void> {
  const connection = await openDatabase(uri);
  const service = await startKfService({
    db: connection.db as unknown as Db,
    base,
    credentials,
    clock: systemClock,
    maxLanes: 16,
    leaseMs: LEASE_MS,
    async play(tx, message) {
      const words = message.body.kind === 'text' ? message.body.text : '';
      const [, customer, n] = /^(\d+):(\d+)$/.exec(words) ?? [];
      if (customer === undefined || n === undefined) return [];
      await effect(tx, message.key, Number(customer), Number(n));
      const reply = answer(message, `答 ${words}`);
      if (Number(n) === last)
        return [reply, answer(message, `编号 R-${customer}`, { important: true, effectKey: `receipt:${message.key}` })];
      // now and then more than one message, as notices come
      if (Number(n) % 4 !== 3) return [reply];
      return [reply, answer(message, `知 ${words}`, { effectKey: `notice:${message.key}` })];
    },
    api: (api) => ({
      ...api,
      call: (call) =>
        api.call(call).catch((error: unknown) => {
          if (error instanceof ChannelError && error.code === 95001) report({ overBudget: 1 });
          throw error;
        }),
    }),
  });
  service.relay.run();
  const poll = async () => {
    await service.channel.poll().catch(() => undefined);
    setTimeout(poll, POLL_MS);
  };
  void poll();
  report({ url: service.url });
}

process.once('message', (job) => void run(job as Job));
process.once('disconnect', () => process.exit(1));
