/** Messages of `message/send` that the service uses, with their limits (wecom.md 3.3). */
import { z } from 'zod';
import { bytes, chars, link, mediaPart, TEXT_MAX_BYTES } from '../common/limits.js';
import { AppCard } from '../common/template-card.js';

export const MARKDOWN_MAX_BYTES = 2048;

const markdown = z.strictObject({
  msgtype: z.literal('markdown'),
  markdown: z.strictObject({ content: bytes(MARKDOWN_MAX_BYTES) }),
});
const textcard = z.strictObject({
  msgtype: z.literal('textcard'),
  textcard: z.strictObject({ title: chars(128), description: chars(512), url: link, btntxt: chars(4).optional() }),
});
const image = z.strictObject({ msgtype: z.literal('image'), image: mediaPart });
const file = z.strictObject({ msgtype: z.literal('file'), file: mediaPart });

export const AppMessage = z.discriminatedUnion('msgtype', [
  z.strictObject({ msgtype: z.literal('text'), text: z.strictObject({ content: bytes(TEXT_MAX_BYTES) }) }),
  markdown,
  textcard,
  image,
  file,
  z.strictObject({ msgtype: z.literal('template_card'), template_card: AppCard }),
]);
export type AppMessage = z.infer<typeof AppMessage>;

/** Messages of `appchat/send` (wecom.md 4.1): no template cards, mentions in texts. */
export const AppchatMessage = z.discriminatedUnion('msgtype', [
  z.strictObject({
    msgtype: z.literal('text'),
    text: z.strictObject({ content: bytes(TEXT_MAX_BYTES), mentioned_list: z.array(z.string().min(1)).optional() }),
  }),
  markdown,
  textcard,
  image,
  file,
]);
export type AppchatMessage = z.infer<typeof AppchatMessage>;

/** A notice in the older form: title, text, address; null when it does not fit. `<` would begin a tag. */
export function textcardOf(title: string, description: string, url: string): z.infer<typeof textcard> | null {
  const candidate = { msgtype: 'textcard', textcard: { title, description: description.replaceAll('<', '＜'), url } };
  return textcard.safeParse(candidate).data ?? null;
}
