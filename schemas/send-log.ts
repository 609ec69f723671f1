/** When messages went to one lane, for the platform's limits (wecom.md 9.3). */
import { z } from 'zod';

export const SendLog = z.strictObject({
  /** The lane. */
  _id: z.string().min(1),
  /** Instants of the longest window, oldest first. */
  at: z.array(z.date()),
  /** Whether the last request got its permit. */
  granted: z.boolean(),
});
export type SendLog = z.infer<typeof SendLog>;
