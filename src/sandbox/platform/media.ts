/** media/upload, media/get and webhook/upload_media (wecom.md 7.1, 7.2, 4.2). */
import type { StoredMedia } from '../state.js';
import type { World } from '../world.js';
import { ApiError } from './api-error.js';
import { type Call, Download } from './call.js';
import type { Upload } from './call-request.js';
import type { CheckedMessage } from './message-types.js';

type MediaType = StoredMedia['type'];

const MB = 1024 * 1024;
const LIFE_MS = 3 * 86_400_000;
const MIN_BYTES = 6;
const MAX_BYTES: Record<MediaType, number> = { image: 10 * MB, voice: 2 * MB, video: 10 * MB, file: 20 * MB };
const ROBOT_TYPES: readonly string[] = ['file', 'voice'];

/** What the first bytes say; undefined for a picture that is neither JPG nor PNG. */
export function imageType(bytes: Buffer): 'image/jpeg' | 'image/png' | undefined {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png';
  return undefined;
}

const isAmr = (bytes: Buffer) => bytes.subarray(0, 5).toString('latin1') === '#!AMR';
const isMp4 = (bytes: Buffer) => bytes.subarray(4, 8).toString('latin1') === 'ftyp';

/** Keeps a file and returns its media_id; files older than three days that no message shows are forgotten. */
export async function keepMedia(world: World, type: MediaType, scope: string, file: Upload): Promise<string> {
  const now = world.clock.now().getTime();
  const shown = new Set(world.state.messages.map((m) => m.mediaId));
  for (const [id, old] of Object.entries(world.state.media)) {
    if (now - old.at <= LIFE_MS || shown.has(id)) continue;
    delete world.state.media[id];
    await world.blobs.remove(id);
  }
  const id = `3${world.random(24).toString('base64url')}`;
  const contentType = file.contentType === '' ? 'application/octet-stream' : file.contentType;
  await world.blobs.put(id, file.bytes);
  world.state.media[id] = { type, fileName: file.fileName, contentType, size: file.bytes.length, at: now, scope };
  world.changed();
  return id;
}

/** The file of a message sent from `scope`; three days old at most and of the right type. @throws ApiError 40007 */
export function checkMedia(world: World, { msgtype, body }: CheckedMessage, scope: string): void {
  const id = body.media_id;
  if (typeof id !== 'string') return;
  const media = usable(world, id);
  if (media === undefined || media.scope !== scope) throw new ApiError(40007, 'invalid media_id');
  if (media.type !== msgtype) throw new ApiError(40007, `invalid media_id: it is of type ${media.type}`);
}

function usable(world: World, id: string): StoredMedia | undefined {
  const media = world.state.media[id];
  return media !== undefined && world.clock.now().getTime() - media.at <= LIFE_MS ? media : undefined;
}

function checkFile(type: MediaType, file: Upload | undefined): Upload {
  if (file === undefined || file.bytes.length < MIN_BYTES) throw new ApiError(44001, 'empty media data');
  if (file.fileName === '') throw new ApiError(44001, 'empty media data: no filename');
  if (file.bytes.length > MAX_BYTES[type])
    throw new ApiError(type === 'image' ? 40009 : 45001, `media size out of limit: ${MAX_BYTES[type]} bytes`);
  if (type === 'image') {
    const contentType = imageType(file.bytes);
    if (contentType === undefined) throw new ApiError(40123, 'invalid image: only JPG and PNG');
    return { ...file, contentType };
  }
  if (type === 'voice' && !isAmr(file.bytes)) throw new ApiError(301017, 'invalid voice: only AMR');
  if (type === 'video' && !isMp4(file.bytes)) throw new ApiError(40004, 'invalid video: only MP4');
  return file;
}

const created = (world: World) => String(Math.floor(world.clock.now().getTime() / 1_000));

export const mediaUpload: Call = {
  method: 'POST',
  auth: 'token',
  upload: true,
  async run(world, { query, upload }) {
    const type = query.type ?? '';
    if (!Object.hasOwn(MAX_BYTES, type)) throw new ApiError(40004, `invalid media type ${type}`);
    const file = checkFile(type as MediaType, upload);
    return { type, media_id: await keepMedia(world, type as MediaType, 'corp', file), created_at: created(world) };
  },
};

/** Bytes, or JSON with HTTP 200 when it fails. */
export const mediaGet: Call = {
  method: 'GET',
  auth: 'token',
  async run(world, { query }) {
    const id = query.media_id;
    if (id === undefined) throw new ApiError(41006, 'media_id missing');
    const media = usable(world, id);
    const bytes = media?.scope === 'corp' ? await world.blobs.get(id) : undefined;
    if (media === undefined || bytes === undefined) throw new ApiError(40007, 'invalid media_id');
    return new Download(media.contentType, media.fileName, bytes);
  },
};

export const webhookUploadMedia: Call = {
  method: 'POST',
  auth: 'none',
  upload: true,
  async run(world, { query, upload }) {
    const group = world.directory.groups.find((g) => g.key === query.key);
    if (group === undefined) throw new ApiError(93000, 'invalid webhook url, hint: wrong key');
    const type = query.type ?? '';
    if (!ROBOT_TYPES.includes(type)) throw new ApiError(40004, `invalid media type ${type}`);
    const file = checkFile(type as MediaType, upload);
    return { type, media_id: await keepMedia(world, type as MediaType, group.key, file), created_at: created(world) };
  },
};
