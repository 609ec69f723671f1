/** Messages to customers that the service uses, with their limits (wecom.md 6.6). */
import { z } from 'zod';
import { bytes, link, mediaPart, TEXT_MAX_BYTES } from '../common/limits.js';

export const MENU_TEXT_MAX_BYTES = 1024;
export const MENU_ITEMS_MAX = 10;

const click = z.strictObject({
  type: z.literal('click'),
  click: z.strictObject({ id: bytes(128), content: bytes(128) }),
});
const view = z.strictObject({
  type: z.literal('view'),
  view: z.strictObject({ url: link, content: bytes(MENU_TEXT_MAX_BYTES) }),
});

const textContent = z.strictObject({
  msgtype: z.literal('text'),
  text: z.strictObject({ content: bytes(TEXT_MAX_BYTES) }),
});

export const MenuContent = z.strictObject({
  msgtype: z.literal('msgmenu'),
  msgmenu: z.strictObject({
    head_content: bytes(MENU_TEXT_MAX_BYTES),
    list: z
      .array(z.discriminatedUnion('type', [click, view]))
      .min(1)
      .max(MENU_ITEMS_MAX),
  }),
});
export type MenuContent = z.infer<typeof MenuContent>;

/** What a code of an event allows. */
export const WordsContent = z.discriminatedUnion('msgtype', [textContent, MenuContent]);
export type WordsContent = z.infer<typeof WordsContent>;

export const KfContent = z.discriminatedUnion('msgtype', [
  textContent,
  MenuContent,
  z.strictObject({ msgtype: z.literal('image'), image: mediaPart }),
  z.strictObject({ msgtype: z.literal('file'), file: mediaPart }),
]);
export type KfContent = z.infer<typeof KfContent>;
