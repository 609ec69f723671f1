/** What a person was shown last of a digest, so that a number answered later means a line of it. */
import { z } from 'zod';

const TOPICS = ['unit', 'overdue', 'uncollected', 'matters'] as const;

/** A part of a digest that has something behind it. */
export const DigestPointer = z.strictObject({ nodeId: z.string().min(1), topic: z.enum(TOPICS) });
export type DigestPointer = z.infer<typeof DigestPointer>;

export const DigestView = z.strictObject({
  /** The person. */
  _id: z.string().min(1),
  at: z.date(),
  /** By number; null for a line that has nothing behind it. */
  lines: z.array(DigestPointer.nullable()).max(100),
});
export type DigestView = z.infer<typeof DigestView>;
