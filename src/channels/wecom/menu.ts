/** The app's own menu (自定义菜单) and its limits (wecom.md 3.9). */
import { z } from 'zod';
import { bytes } from '../common/limits.js';

const KEY_TYPES = [
  'click',
  'scancode_push',
  'scancode_waitmsg',
  'pic_sysphoto',
  'pic_photo_or_album',
  'pic_weixin',
  'location_select',
] as const;

const leaves = (nameMaxBytes: number) => [
  z.strictObject({ type: z.enum(KEY_TYPES), name: bytes(nameMaxBytes), key: bytes(128) }),
  z.strictObject({ type: z.literal('view'), name: bytes(nameMaxBytes), url: bytes(1024) }),
];

export const AppMenu = z.strictObject({
  button: z
    .array(
      z.union([
        ...leaves(16),
        z.strictObject({
          name: bytes(16),
          sub_button: z
            .array(z.union(leaves(40)))
            .min(1)
            .max(5),
        }),
      ]),
    )
    .min(1)
    .max(3),
});
export type AppMenu = z.infer<typeof AppMenu>;
