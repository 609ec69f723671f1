/** What customers may be sent, and its limits (wecom.md 6.6, 6.7). */
import { z } from 'zod';
import { ApiError } from './api-error.js';
import type { CheckedMessage } from './message-types.js';
import { bytes, checkStrict, cutBytes, nonEmpty, refuse, url } from './strict.js';

const MENU = 95008;
const CHOICES_MAX = 10;
const media = z.strictObject({ media_id: nonEmpty(41006) });
const text = z.strictObject({ content: nonEmpty(44004).and(cutBytes(2048)), menu_id: bytes(128).optional() });

const item = z.union([
  z.strictObject({
    type: z.literal('click'),
    click: z.strictObject({ id: bytes(128, MENU).optional(), content: nonEmpty(MENU).and(bytes(128, MENU)) }),
  }),
  z.strictObject({
    type: z.literal('view'),
    view: z.strictObject({ url: url(), content: nonEmpty(MENU).and(bytes(1024, MENU)) }),
  }),
  z.strictObject({
    type: z.literal('miniprogram'),
    miniprogram: z.strictObject({
      appid: bytes(32, MENU),
      pagepath: bytes(1024, MENU),
      content: nonEmpty(MENU).and(bytes(1024, MENU)),
    }),
  }),
  z.strictObject({
    type: z.literal('text'),
    text: z.strictObject({ content: bytes(256, MENU), no_newline: z.literal([0, 1]).optional() }),
  }),
]);

const msgmenu = z.strictObject({
  head_content: bytes(1024, MENU).optional(),
  list: z
    .array(item)
    .refine((list) => list.length >= 1 && list.length <= 50, refuse(MENU, 'menu: 1 to 50 entries'))
    .refine(
      (list) => list.filter((entry) => entry.type !== 'text').length <= CHOICES_MAX,
      refuse(MENU, `menu: at most ${CHOICES_MAX} entries that can be pressed`),
    ),
  tail_content: bytes(1024, MENU).optional(),
});

const BODIES: Record<string, z.ZodType> = {
  text,
  image: media,
  voice: media,
  video: media,
  file: media,
  link: z.strictObject({
    title: cutBytes(128),
    desc: cutBytes(512).optional(),
    url: url(),
    thumb_media_id: nonEmpty(41006),
  }),
  miniprogram: z.strictObject({
    appid: nonEmpty(40207),
    title: cutBytes(64).optional(),
    thumb_media_id: nonEmpty(41006),
    pagepath: z.string().refine((s) => /\.html(\?.*)?$/.test(s), refuse(40058, 'pagepath must end in .html')),
  }),
  msgmenu,
  location: z.strictObject({
    name: z.string().optional(),
    address: z.string().optional(),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
  }),
  ca_link: z.strictObject({ link_url: url() }),
};

/**
 * Checks the body that `msgtype` names, and that nothing but it and `envelope` is there.
 * @throws ApiError 40008 for a type that is not among `types`, 95008 for a menu, 40058 and others
 */
export function checkKfContent(
  request: Record<string, unknown>,
  envelope: readonly string[],
  types: readonly string[] = Object.keys(BODIES),
): CheckedMessage {
  const { msgtype } = request;
  if (typeof msgtype !== 'string' || !types.includes(msgtype))
    throw new ApiError(40008, `invalid message type ${String(msgtype)}`);
  const body = BODIES[msgtype];
  if (body === undefined) throw new ApiError(40008, `invalid message type ${msgtype}`);
  const strangers = Object.keys(request).filter((k) => k !== msgtype && k !== 'msgtype' && !envelope.includes(k));
  if (strangers.length > 0) throw new ApiError(40058, `invalid param request: unknown field ${strangers.join(', ')}`);
  const { value, notes } = checkStrict(z.object({ [msgtype]: body }), { [msgtype]: request[msgtype] });
  return { msgtype, body: value[msgtype] as Record<string, unknown>, notes };
}
