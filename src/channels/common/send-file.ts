/** Pictures and files that leave through the app: loaded, uploaded once for all receivers, sent by media id. */
import type { OutboundBody } from '../../../schemas/message.js';
import { ChannelError } from '../../errors.js';
import type { Clock } from '../../lib/clock.js';
import type { UploadFile } from './http-call.js';
import { type LoadFile, loadOrFail } from './load-file.js';
import { MEDIA_MAX_BYTES, type MediaType } from './media.js';
import { makeMediaCache } from './media-cache.js';
import { isPicture } from './picture.js';

type FileBody = Extract<OutboundBody, { kind: 'image' | 'file' }>;
type MediaMessage = { msgtype: 'image'; image: { media_id: string } } | { msgtype: 'file'; file: { media_id: string } };

/**
 * Uploads the file unless it is there and hands the message to `send`; a media that has expired is uploaded anew once.
 * @throws ChannelError `file_missing`, `too_large`, or what upload and `send` throw
 */
export type SendFile = <T>(body: FileBody, send: (message: MediaMessage) => Promise<T>) => Promise<T>;

const EXPIRED_MEDIA = 40007;

export function makeSendFile(deps: {
  uploadMedia: (type: MediaType, file: UploadFile) => Promise<string>;
  loadFile: LoadFile;
  clock: Clock;
}): SendFile {
  const cache = makeMediaCache<MediaMessage>(deps.clock);

  async function upload(body: FileBody): Promise<MediaMessage> {
    const file = await loadOrFail(deps.loadFile, body);
    const { bytes } = file;
    // what the platform would not show as a picture goes as a file
    if (body.kind === 'image' && isPicture(bytes) && bytes.byteLength <= MEDIA_MAX_BYTES.image)
      return { msgtype: 'image', image: { media_id: await deps.uploadMedia('image', file) } };
    return { msgtype: 'file', file: { media_id: await deps.uploadMedia('file', file) } };
  }

  return async (body, send) => {
    const key = JSON.stringify(body);
    const message = () => cache.get(key, () => upload(body));
    try {
      return await send(await message());
    } catch (error) {
      if (!(error instanceof ChannelError) || error.code !== EXPIRED_MEDIA) throw error;
      cache.forget(key);
      return await send(await message());
    }
  };
}
