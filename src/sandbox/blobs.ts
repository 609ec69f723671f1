/** Bytes of pictures and files: in memory, or in a folder when the sandbox persists. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Blobs {
  put(id: string, bytes: Buffer): Promise<void>;
  /** Undefined when it was never there or had to make room. */
  get(id: string): Promise<Buffer | undefined>;
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}

const MEMORY_MAX_BYTES = 256 * 1024 * 1024;

/** Oldest first out when `maxBytes` are reached. */
export function memoryBlobs(maxBytes = MEMORY_MAX_BYTES): Blobs {
  const kept = new Map<string, Buffer>();
  let total = 0;
  return {
    async put(id, bytes) {
      kept.set(id, bytes);
      total += bytes.length;
      for (const [oldest, old] of kept) {
        if (total <= maxBytes || oldest === id) break;
        kept.delete(oldest);
        total -= old.length;
      }
    },
    get: async (id) => kept.get(id),
    async remove(id) {
      total -= kept.get(id)?.length ?? 0;
      kept.delete(id);
    },
    async clear() {
      kept.clear();
      total = 0;
    },
  };
}

/** @param folder made when the first bytes arrive; ids are the sandbox's own and safe as file names */
export function folderBlobs(folder: string): Blobs {
  const path = (id: string) => join(folder, id.replace(/[^\w-]/g, '_'));
  return {
    async put(id, bytes) {
      await mkdir(folder, { recursive: true });
      await writeFile(path(id), bytes, { mode: 0o600 });
    },
    async get(id) {
      try {
        return await readFile(path(id));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    remove: (id) => rm(path(id), { force: true }),
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}
