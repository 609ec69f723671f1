/** How digests are made, ranked and sent (`config/digests.yaml`); what is not written there is as here. */
import { z } from 'zod';

const workdays = z.int().min(1).max(60);

export const DigestSettings = z.strictObject({
  /** Units with fewer known employers are not ranked (domain.md 9). */
  minRanked: z.int().min(1).max(1_000).default(20),
  /** Working days without a report after which a cell is named. */
  silentWorkdays: workdays.default(5),
  /**
   * Seconds over which the groups get theirs, up to the time of the digest: what everybody sends at :00 and :30 comes late
   * (wecom.md 10, trap 59). 0: all at once.
   */
  spreadSeconds: z.int().min(0).max(1_200).default(240),
  /** The same unit last in two weekly or monthly rankings in a row becomes 督办 work (domain.md 9). */
  lastTwice: z.strictObject({ supervise: z.boolean().default(true), dueWorkdays: workdays.default(5) }).prefault({}),
});
export type DigestSettings = z.infer<typeof DigestSettings>;
