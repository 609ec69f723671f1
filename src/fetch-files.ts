import type { WecomClient } from './channels/wecom/client.js';
import { ChannelError } from './errors.js';
import type { Log } from './lib/log.js';
import { findExpectedFiles, settleFile } from './models/file.js';
import type { TransactionDeps } from './models/transaction.js';
import type { Chore } from './pulse.js';

const MAX_BYTES = 20 * 1024 * 1024;
const PER_BEAT = 20;

/** Fetches the photos and files that people sent; the platform keeps them for three days (wecom.md 7.2). */
export function fetchFiles(deps: { db: TransactionDeps['db']; client: WecomClient; log: Log }): Chore {
  return {
    name: 'fetch-files',
    async run() {
      for (const file of await findExpectedFiles(deps.db, PER_BEAT)) {
        if (file.mediaId === undefined) continue;
        try {
          const { bytes, contentType, fileName } = await deps.client.getMedia(file.mediaId, MAX_BYTES);
          await settleFile(deps.db, file._id, { bytes, contentType, name: fileName || (file.name ?? file._id) });
        } catch (error) {
          const gone = error instanceof ChannelError && error.klass === 'U';
          deps.log.warn({ err: error, fileId: file._id, gone }, 'a file could not be fetched');
          if (gone) await settleFile(deps.db, file._id, null);
        }
      }
    },
  };
}
