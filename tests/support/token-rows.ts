import type { PlatformToken } from '../../schemas/platform-token.js';
import type { TokenStore } from '../../src/channels/wecom/tokens.js';

/** A token store in memory, for tests without a database. */
export function tokenRows(): TokenStore & { rows: Map<string, PlatformToken> } {
  const rows = new Map<string, PlatformToken>();
  return {
    rows,
    read: async (key) => rows.get(key) ?? null,
    async swap(key, expectedGeneration, next) {
      if ((rows.get(key)?.generation ?? 0) !== expectedGeneration) return false;
      rows.set(key, { ...next, _id: key, generation: expectedGeneration + 1 });
      return true;
    },
  };
}
