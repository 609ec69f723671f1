/** POST webhook/send: a group robot (wecom.md 4.2). */
import { createHash } from 'node:crypto';
import { addMessage } from '../journal.js';
import { withinLimit } from '../limits.js';
import { ApiError } from './api-error.js';
import type { Call } from './call.js';
import { checkMedia, imageType, keepMedia } from './media.js';
import { type CheckedMessage, checkMessage } from './message-types.js';
import { readableText } from './readable.js';

const IMAGE_MAX_BYTES = 2 * 1024 * 1024;

export const webhookSend: Call = {
  method: 'POST',
  auth: 'none',
  async run(world, { query, body }) {
    const group = world.directory.groups.find((g) => g.key === query.key);
    if (group === undefined) throw new ApiError(93000, 'invalid webhook url, hint: wrong key or the robot was removed');
    const message = checkMessage('robot', body, []);
    checkMedia(world, message, group.key);
    const picture = message.msgtype === 'image' ? readPicture(message) : undefined;
    if (!withinLimit(world, 'webhook', group.key)) throw new ApiError(45009, 'api freq out of limit: 20 a minute');
    const mediaId = picture === undefined ? message.body.media_id : await keepMedia(world, 'image', group.key, picture);
    const shownBody =
      picture === undefined ? message.body : { ...message.body, base64: `(${picture.bytes.length} bytes)` };
    addMessage(world, {
      to: group.key,
      from: 'bot',
      via: 'webhook',
      msgtype: message.msgtype,
      text: readableText(message.msgtype, message.body),
      payload: { msgtype: message.msgtype, [message.msgtype]: shownBody },
      ...(typeof mediaId === 'string' ? { mediaId } : {}),
      ...(message.notes.length > 0 ? { warnings: message.notes } : {}),
    });
    return {};
  },
};

/** The md5 is that of the raw bytes, not of their Base64. @throws ApiError 301019, 93018, 40005 */
function readPicture({ body }: CheckedMessage) {
  const bytes = Buffer.from(String(body.base64), 'base64');
  if (bytes.length > IMAGE_MAX_BYTES) throw new ApiError(93018, 'image too large: 2 MB before base64');
  if (createHash('md5').update(bytes).digest('hex') !== String(body.md5).toLowerCase())
    throw new ApiError(301019, 'image md5 mismatch');
  const contentType = imageType(bytes);
  if (contentType === undefined) throw new ApiError(40123, 'invalid image: only JPG and PNG');
  return { fileName: contentType === 'image/png' ? 'image.png' : 'image.jpg', contentType, bytes };
}
