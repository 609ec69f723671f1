/** Checks of texts against the platform's limits: 字 are code points, B are bytes of UTF-8 (wecom.md, "How to read it"). */
import { z } from 'zod';
import { ChannelError } from '../../errors.js';
import { byteLength } from '../../lib/utf8.js';

/** A text that is not empty and has at most `max` 字. */
export const chars = (max: number) =>
  z
    .string()
    .min(1)
    .refine((text) => [...text].length <= max, { error: `has more than ${max} characters` });

/** A text that is not empty and has at most `max` bytes. */
export const bytes = (max: number) =>
  z
    .string()
    .min(1)
    .refine((text) => byteLength(text) <= max, { error: `has more than ${max} bytes` });

/** Texts of the app, of its group chats and of webhooks (wecom.md 3.3, 4.2). */
export const TEXT_MAX_BYTES = 2048;

export const mediaId = bytes(512);
export const link = bytes(2048);

/** Message types of the app and the webhook alike. */
export const mediaPart = z.strictObject({ media_id: mediaId });

/** @throws ChannelError `invalid_message` with every problem, before anything is sent. Values are not repeated in it. */
export function checkLimits<S extends z.ZodType>(schema: S, value: z.input<S>): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ChannelError('invalid_message', 'F', problems.join('; '));
}
