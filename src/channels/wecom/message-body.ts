/** Message types of the self-built app (wecom.md 2.1) → `InboundBody`. */
import { z } from 'zod';
import type { InboundBody } from '../../../schemas/message.js';
import type { XmlElement } from './xml.js';

const leaf = z.string().default('');
const filled = z.string().min(1);
const decimal = z
  .string()
  .regex(/^-?\d{1,9}(\.\d{1,20})?$/)
  .transform(Number);

const image = z
  .object({ MediaId: filled, PicUrl: leaf })
  .transform((m): InboundBody => ({ kind: 'image', mediaId: m.MediaId, ...(m.PicUrl && { picUrl: m.PicUrl }) }));

const voice = z
  .object({ MediaId: filled, Format: leaf })
  .transform((m): InboundBody => ({ kind: 'voice', mediaId: m.MediaId, ...(m.Format && { format: m.Format }) }));

const video = z.object({ MediaId: filled, ThumbMediaId: leaf }).transform(
  (m): InboundBody => ({
    kind: 'video',
    mediaId: m.MediaId,
    ...(m.ThumbMediaId && { thumbMediaId: m.ThumbMediaId }),
  }),
);

/** Not documented for self-built apps; read as far as it resembles the other media types. */
const file = z
  .object({ MediaId: filled, FileName: leaf })
  .transform((m): InboundBody => ({ kind: 'file', mediaId: m.MediaId, ...(m.FileName && { fileName: m.FileName }) }));

/** Location_X is the latitude. */
const location = z
  .object({
    Location_X: decimal.pipe(z.number().min(-90).max(90)),
    Location_Y: decimal.pipe(z.number().min(-180).max(180)),
    Label: leaf,
    Scale: decimal.optional().catch(undefined),
    Poiname: leaf,
  })
  .transform(
    (m): InboundBody => ({
      kind: 'location',
      lat: m.Location_X,
      lng: m.Location_Y,
      label: m.Label,
      ...(m.Scale !== undefined && { scale: m.Scale }),
      ...(m.Poiname && { poi: m.Poiname }),
    }),
  );

const link = z.object({ Title: leaf, Description: leaf, Url: leaf, PicUrl: leaf }).transform(
  (m): InboundBody => ({
    kind: 'link',
    title: m.Title,
    description: m.Description,
    url: m.Url,
    ...(m.PicUrl && { picUrl: m.PicUrl }),
  }),
);

const text = z.object({ Content: leaf }).transform((m): InboundBody => ({ kind: 'text', text: m.Content }));

const READERS = new Map<string, z.ZodType<InboundBody>>([
  ['text', text],
  ['image', image],
  ['voice', voice],
  ['video', video],
  ['file', file],
  ['location', location],
  ['link', link],
]);

/** A type that is not known, or not filled as documented, becomes `unknown`: it must not be lost. */
export function readMessageBody(msgType: string, xml: XmlElement): InboundBody {
  const read = READERS.get(msgType)?.safeParse(xml);
  return read?.success ? read.data : { kind: 'unknown', msgType };
}
