/** Contents of kf messages (wecom.md 6.4) → `InboundBody`. */
import { z } from 'zod';
import type { InboundBody } from '../../../schemas/message.js';
import { readMenuId } from './menu-id.js';

const words = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const filled = z.string().min(1);
const media = z.object({ media_id: filled });

const text = z.object({ content: words, menu_id: words }).transform(({ content, menu_id }): InboundBody => {
  const picked = readMenuId(menu_id);
  return { kind: 'text', text: content, ...(picked !== null && { picked }) };
});

const location = z
  .object({
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: words,
    address: words,
  })
  .transform(
    ({ latitude, longitude, name, address }): InboundBody => ({
      kind: 'location',
      lat: latitude,
      lng: longitude,
      label: address || name,
      ...(name !== '' && address !== '' && { poi: name }),
    }),
  );

const link = z.object({ title: words, desc: words, url: words, pic_url: words }).transform(
  ({ title, desc, url, pic_url }): InboundBody => ({
    kind: 'link',
    title,
    description: desc,
    url,
    ...(pic_url !== '' && { picUrl: pic_url }),
  }),
);

const READERS = new Map<string, z.ZodType<InboundBody>>([
  ['text', text],
  ['image', media.transform((m): InboundBody => ({ kind: 'image', mediaId: m.media_id }))],
  ['voice', media.transform((m): InboundBody => ({ kind: 'voice', mediaId: m.media_id, format: 'amr' }))],
  ['video', media.transform((m): InboundBody => ({ kind: 'video', mediaId: m.media_id }))],
  ['file', media.transform((m): InboundBody => ({ kind: 'file', mediaId: m.media_id }))],
  ['location', location],
  ['link', link],
]);

/** A type that is not known, or not filled as documented, becomes `unknown`: it must not be lost. */
export function readContent(msgType: string, content: unknown): InboundBody {
  const read = READERS.get(msgType)?.safeParse(content);
  return read?.success ? read.data : { kind: 'unknown', msgType };
}
