/** The group robot's webhook (wecom.md 4.2). The key is a secret: whoever has it can post. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { callJson, type Endpoint, type UploadFile } from '../common/http-call.js';
import { bytes, checkLimits, link, mediaPart, TEXT_MAX_BYTES } from '../common/limits.js';
import { WebhookCard } from '../common/template-card.js';

export const MARKDOWN_MAX_BYTES = 4096;
export const PICTURE_MAX_BYTES = 2 * 1024 * 1024;
export const FILE_MAX_BYTES = 20 * 1024 * 1024;

const mentions = z.array(z.string().min(1)).optional();

export const WebhookMessage = z.discriminatedUnion('msgtype', [
  z.strictObject({
    msgtype: z.literal('text'),
    text: z.strictObject({
      content: bytes(TEXT_MAX_BYTES),
      /** userids or `@all` */
      mentioned_list: mentions,
      /** phone numbers or `@all` */
      mentioned_mobile_list: mentions,
    }),
  }),
  z.strictObject({ msgtype: z.literal('markdown'), markdown: z.strictObject({ content: bytes(MARKDOWN_MAX_BYTES) }) }),
  // tables and lists, but neither colours nor mentions
  z.strictObject({
    msgtype: z.literal('markdown_v2'),
    markdown_v2: z.strictObject({
      content: bytes(MARKDOWN_MAX_BYTES).refine((text) => !/<font|<@/.test(text), {
        error: 'knows no colours and no mentions',
      }),
    }),
  }),
  z.strictObject({
    msgtype: z.literal('image'),
    image: z.strictObject({ base64: z.string().min(1), md5: z.string().regex(/^[0-9a-f]{32}$/) }),
  }),
  z.strictObject({
    msgtype: z.literal('news'),
    news: z.strictObject({
      articles: z
        .array(
          z.strictObject({
            title: bytes(128),
            description: bytes(512).optional(),
            url: link,
            picurl: link.optional(),
          }),
        )
        .min(1)
        .max(8),
    }),
  }),
  z.strictObject({ msgtype: z.literal('file'), file: mediaPart }),
  z.strictObject({ msgtype: z.literal('template_card'), template_card: WebhookCard }),
]);
export type WebhookMessage = z.infer<typeof WebhookMessage>;

export interface WebhookClient {
  /** @throws ChannelError; after a timeout the message may have arrived, and there is no duplicate check */
  send(webhookKey: string, message: WebhookMessage): Promise<void>;
  /** Returns a media id, good for 3 days and for this webhook only. */
  uploadFile(webhookKey: string, file: UploadFile): Promise<string>;
}

export function makeWebhookClient(endpoint: Endpoint): WebhookClient {
  return {
    async send(webhookKey, message) {
      const body = checkLimits(WebhookMessage, message);
      await callJson(endpoint, {
        path: '/cgi-bin/webhook/send',
        query: { key: webhookKey },
        body,
        schema: z.unknown(),
      });
    },
    async uploadFile(webhookKey, file) {
      const answer = await callJson(endpoint, {
        path: '/cgi-bin/webhook/upload_media',
        query: { key: webhookKey, type: 'file' },
        file,
        schema: z.object({ media_id: z.string().min(1) }),
      });
      return answer.media_id;
    },
  };
}

/** A JPG or PNG of at most 2 MB; the md5 is that of the raw bytes. */
export function pictureMessage(picture: Uint8Array): WebhookMessage {
  return {
    msgtype: 'image',
    image: {
      base64: Buffer.from(picture).toString('base64'),
      md5: createHash('md5').update(picture).digest('hex'),
    },
  };
}
