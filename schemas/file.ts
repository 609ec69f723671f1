/** Files: what people sent and what the service drew. The record says what they are; the bytes lie apart. */
import { z } from 'zod';

const FILE_KINDS = ['digest_picture', 'photo', 'file', 'voice', 'video'] as const;

/** `expected`: a message named it, its bytes are still to be fetched · `lost`: they can no longer be had. */
const FILE_STATES = ['expected', 'kept', 'lost'] as const;

export const NAME_MAX = 300;
export const TYPE_MAX = 100;

export const StoredFile = z.strictObject({
  _id: z.string().min(1).max(64),
  kind: z.enum(FILE_KINDS),
  state: z.enum(FILE_STATES),
  name: z.string().max(NAME_MAX).optional(),
  contentType: z.string().max(TYPE_MAX).optional(),
  size: z.int().min(0).optional(),
  /** The cell whose record the file belongs to, for rights; set once the file is part of one. */
  cellId: z.string().optional(),
  /** On the platform, for three days (wecom.md 7.1). */
  mediaId: z.string().optional(),
  /** Id of the bytes. */
  contentId: z.string().optional(),
  createdAt: z.date(),
});
export type StoredFile = z.infer<typeof StoredFile>;
