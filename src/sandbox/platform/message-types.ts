/** Message bodies and their limits: what the app, an app chat and a group robot may send (wecom.md 3.3, 4.1, 4.2). */
import { z } from 'zod';
import { ApiError } from './api-error.js';
import { bytes, checkStrict, cutBytes, listOf, nonEmpty, refuse, shown, url } from './strict.js';
import { APP_CARD, ROBOT_CARD } from './template-card.js';

const media = z.strictObject({ media_id: nonEmpty(41006) });

const article = z
  .strictObject({
    title: cutBytes(128),
    description: cutBytes(512).optional(),
    url: url().optional(),
    picurl: url().optional(),
    appid: z.string().optional(),
    pagepath: bytes(128).optional(),
  })
  .refine(
    (a) => a.url !== undefined || (a.appid !== undefined && a.pagepath !== undefined),
    'url, or appid and pagepath',
  );

const mpArticle = z.strictObject({
  title: cutBytes(128),
  thumb_media_id: nonEmpty(),
  author: bytes(64).optional(),
  content_source_url: url().optional(),
  content: bytes(666 * 1024, 45002),
  digest: bytes(512).optional(),
});

const news = z.strictObject({ articles: listOf(article, 1, 8, 45008) });

const common = {
  image: media,
  voice: media,
  file: media,
  news,
  video: z.strictObject({
    media_id: nonEmpty(41006),
    title: cutBytes(128).optional(),
    description: cutBytes(512).optional(),
  }),
  textcard: z.strictObject({ title: shown(128), description: shown(512), url: url(), btntxt: shown(4).optional() }),
  mpnews: z.strictObject({ articles: listOf(mpArticle, 1, 8, 45008) }),
};

const APP = {
  ...common,
  text: z.strictObject({ content: nonEmpty(44004).and(cutBytes(2048)) }),
  // The page names the limit without promising a cut: refused, the stricter reading.
  markdown: z.strictObject({ content: nonEmpty(44004).and(bytes(2048)) }),
  miniprogram_notice: z.strictObject({
    appid: nonEmpty(40207),
    page: z.string().optional(),
    title: z.string().refine((s) => [...s].length >= 4 && [...s].length <= 12, refuse(40058, '4 to 12 characters')),
    description: z
      .string()
      .refine((s) => [...s].length >= 4 && [...s].length <= 12, refuse(40058, '4 to 12 characters'))
      .optional(),
    emphasis_first_item: z.boolean().optional(),
    content_item: listOf(z.strictObject({ key: shown(10), value: shown(30) }), 0, 10, 90201).optional(),
  }),
  template_card: APP_CARD,
};

const CHAT = {
  ...common,
  text: z.strictObject({
    content: nonEmpty(44004).and(cutBytes(2048)),
    mentioned_list: z.array(z.string()).optional(),
  }),
  markdown: APP.markdown,
};

const ROBOT = {
  text: z.strictObject({
    content: nonEmpty(93017).and(bytes(2048)),
    mentioned_list: z.array(z.string()).optional(),
    mentioned_mobile_list: z.array(z.string()).optional(),
  }),
  markdown: z.strictObject({ content: nonEmpty(93017).and(bytes(4096)) }),
  markdown_v2: z.strictObject({ content: nonEmpty(93017).and(bytes(4096)) }),
  image: z.strictObject({ base64: nonEmpty(93017), md5: z.string().regex(/^[0-9a-f]{32}$/i) }),
  news: z.strictObject({
    articles: listOf(
      z.strictObject({
        title: cutBytes(128),
        description: cutBytes(512).optional(),
        url: url(),
        picurl: url().optional(),
      }),
      1,
      8,
      45008,
    ),
  }),
  file: media,
  voice: media,
  template_card: ROBOT_CARD,
};

export const BODIES: Record<'app' | 'chat' | 'robot', Record<string, z.ZodType>> = {
  app: APP,
  chat: CHAT,
  robot: ROBOT,
};

export interface CheckedMessage {
  msgtype: string;
  body: Record<string, unknown>;
  notes: string[];
}

/**
 * Checks the body that `msgtype` names, and that nothing but it and `envelope` is there.
 * @throws ApiError 40008 for a type the sender does not have, 40058 and others for what breaks its rules
 */
export function checkMessage(
  sender: keyof typeof BODIES,
  request: Record<string, unknown>,
  envelope: readonly string[],
): CheckedMessage {
  const { msgtype } = request;
  const body =
    typeof msgtype === 'string' && Object.hasOwn(BODIES[sender], msgtype) ? BODIES[sender][msgtype] : undefined;
  if (typeof msgtype !== 'string' || body === undefined)
    throw new ApiError(40008, `invalid message type ${String(msgtype)}`);
  const strangers = Object.keys(request).filter((k) => k !== msgtype && k !== 'msgtype' && !envelope.includes(k));
  if (strangers.length > 0) throw new ApiError(40058, `invalid param request: unknown field ${strangers.join(', ')}`);
  const { value, notes } = checkStrict(z.object({ [msgtype]: body }), { [msgtype]: request[msgtype] });
  return { msgtype, body: value[msgtype] as Record<string, unknown>, notes };
}
