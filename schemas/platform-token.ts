/** A token of the platform, shared by all processes (wecom.md 3.1). */
import { z } from 'zod';

export const PlatformToken = z.strictObject({
  /** What the token is for, with a hash of the secret: a new secret starts afresh. */
  _id: z.string().min(1),
  /** Grows by one at every change: whoever writes names the generation it has read. */
  generation: z.number().int().min(1),
  token: z.string(),
  /** Before it the token may be used. */
  expiresAt: z.date(),
  /** One process fetches; the others wait or go on with the old token. */
  lease: z.strictObject({ by: z.string(), until: z.date() }).optional(),
  /** The last fetch failed: none before `until`. */
  block: z
    .strictObject({
      until: z.date(),
      failures: z.number().int().min(1),
      code: z.union([z.number().int(), z.string()]),
      message: z.string(),
    })
    .optional(),
});
export type PlatformToken = z.infer<typeof PlatformToken>;
