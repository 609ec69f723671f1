/** The shared cache of the platform's tokens: read, and compare-and-swap by generation. */
import { type Db, MongoServerError } from 'mongodb';
import { PlatformToken } from '../../schemas/platform-token.js';
import { defineCollection } from './collection.js';

const TOKENS = defineCollection({ name: 'platform_tokens', schema: PlatformToken, indexes: [] });

export type TokenState = Omit<PlatformToken, '_id' | 'generation'>;

/** Reads and swaps of one database; `swap` returns false when another process wrote first. */
export function makeTokenStore(db: Db): {
  read(key: string): Promise<PlatformToken | null>;
  swap(key: string, expectedGeneration: number, next: TokenState): Promise<boolean>;
} {
  const tokens = db.collection<PlatformToken>(TOKENS);
  return {
    read: (key) => tokens.findOne({ _id: key }),
    async swap(key, expectedGeneration, next) {
      const row = { ...next, generation: expectedGeneration + 1 };
      if (expectedGeneration > 0)
        return (await tokens.replaceOne({ _id: key, generation: expectedGeneration }, row)).modifiedCount === 1;
      try {
        await tokens.insertOne({ _id: key, ...row });
        return true;
      } catch (error) {
        if (error instanceof MongoServerError && error.code === 11000) return false;
        throw error;
      }
    },
  };
}
