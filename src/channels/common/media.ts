/** Temporary media of the app: what may be uploaded, and downloads in one piece or in parts (wecom.md 7.1, 7.2). */
import { z } from 'zod';
import { ChannelError } from '../../errors.js';
import type { AppApi } from './app-api.js';
import { checkSize } from './check-size.js';
import { parseAnswer, type RawAnswer, type UploadFile } from './http-call.js';

const MB = 1024 * 1024;
export const MEDIA_MAX_BYTES = { image: 10 * MB, voice: 2 * MB, video: 10 * MB, file: 20 * MB } as const;
export type MediaType = keyof typeof MEDIA_MAX_BYTES;

/** A multiple of 16, at most 20 MB. */
const RANGE_BYTES = 20 * MB;
const MUST_USE_RANGE = 830002;

/** @returns the media id, good for 3 days in all apps of the corp. @throws ChannelError `too_large` or `too_small` */
export async function uploadMedia(api: AppApi, type: MediaType, file: UploadFile): Promise<string> {
  checkSize(file, MEDIA_MAX_BYTES[type]);
  const answer = await api.call({
    path: '/cgi-bin/media/upload',
    query: { type },
    file,
    schema: z.object({ media_id: z.string().min(1) }),
  });
  return answer.media_id;
}

export interface DownloadedMedia {
  bytes: Buffer;
  contentType: string;
  /** As the platform names it; '' when it does not. */
  fileName: string;
}

/**
 * Fetches a media within 3 days. `maxBytes` holds while it streams in.
 * @throws ChannelError 40007 when it has expired, `too_large` beyond `maxBytes`
 */
export async function getMedia(
  api: AppApi,
  mediaId: string,
  maxBytes: number,
  rangeBytes = RANGE_BYTES,
): Promise<DownloadedMedia> {
  const get = { path: '/cgi-bin/media/get', query: { media_id: mediaId }, maxBytes };
  try {
    return await api.download(get, readMedia);
  } catch (error) {
    if (!(error instanceof ChannelError) || error.code !== MUST_USE_RANGE) throw error;
  }
  const parts: Buffer[] = [];
  for (let start = 0; ; ) {
    const headers = { range: `bytes=${start}-${start + rangeBytes - 1}` };
    const part = await api.download({ ...get, headers, maxBytes: maxBytes - start }, readRange);
    if (part.total > maxBytes) throw new ChannelError('too_large', 'F', `the media has more than ${maxBytes} bytes`);
    parts.push(part.media.bytes);
    start += part.media.bytes.byteLength;
    if (start >= part.total) return { ...part.media, bytes: Buffer.concat(parts) };
    if (part.media.bytes.byteLength === 0) throw new ChannelError('bad_range', 'R', 'the platform sent an empty part');
  }
}

/** An error comes as JSON with status 200; a JSON file that somebody sent has a file name (wecom.md 7.2). */
async function readMedia(answer: RawAnswer): Promise<DownloadedMedia> {
  const contentType = answer.header('content-type') ?? 'application/octet-stream';
  const disposition = answer.header('content-disposition');
  if (disposition === null && /^(application\/json|text\/)/.test(contentType)) {
    parseAnswer(await answer.text(), '/cgi-bin/media/get', z.unknown(), contentType);
    throw new ChannelError('bad_answer', 'F', 'media/get answered JSON without an error');
  }
  return { bytes: await answer.bytes(), contentType, fileName: fileNameOf(disposition ?? '') };
}

async function readRange(answer: RawAnswer): Promise<{ media: DownloadedMedia; total: number }> {
  const media = await readMedia(answer);
  const total = Number(/\/(\d+)$/.exec(answer.header('content-range') ?? '')?.[1]);
  if (!Number.isInteger(total)) throw new ChannelError('bad_range', 'F', 'a part came without its Content-Range');
  return { media, total };
}

/** Header values arrive as Latin-1 characters of UTF-8 bytes, or decoded where the answer told no length. */
function fileNameOf(disposition: string): string {
  const plain = /filename="?([^";]*)"?/i.exec(disposition)?.[1] ?? '';
  if (/[^\0-\xff]/u.test(plain)) return plain;
  return Buffer.from(plain, 'latin1').toString('utf8');
}
