import type { Sweep } from './scheduler.js';

const OUTBOX_DAYS = 30;
const DAY_MS = 86_400_000;

export interface TidyDeps {
  /** Removes inbox keys that no delivery can repeat any more. */
  tidyInbox(): Promise<number>;
  /** Removes outbox rows that were sent before. */
  removeSent(before: Date): Promise<number>;
  log: { info(about: object, text: string): void };
}

/** Every night: what has come and gone is not kept for longer than it can be asked for. */
export function tidy({ tidyInbox, removeSent, log }: TidyDeps): Sweep {
  return {
    name: 'tidy',
    cron: '20 3 * * *',
    async run(now) {
      const inbox = await tidyInbox();
      const outbox = await removeSent(new Date(now.getTime() - OUTBOX_DAYS * DAY_MS));
      log.info({ inbox, outbox }, 'old rows removed');
    },
  };
}
