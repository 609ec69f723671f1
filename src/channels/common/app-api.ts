import type { z } from 'zod';
import type { Call, RawAnswer } from './http-call.js';

/** Calls that carry the access token of the app; customer service is called with it too (wecom.md 6.1). */
export interface AppApi {
  /** @throws ChannelError; a second refusal of the token stops all calls for a while */
  call<S extends z.ZodType>(call: Call<S>): Promise<z.output<S>>;
  /** A GET whose answer may be bytes; `use` reads it and may throw the platform's error, so it may run twice. */
  download<T>(
    get: { path: string; query: Record<string, string>; headers?: Record<string, string>; maxBytes: number },
    use: (answer: RawAnswer) => Promise<T>,
  ): Promise<T>;
}
