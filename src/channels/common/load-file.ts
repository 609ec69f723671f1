import type { OutboundBody } from '../../../schemas/message.js';
import { ChannelError } from '../../errors.js';
import type { UploadFile } from './http-call.js';

/** Gives a stored file, or null when there is none with this id. */
export type LoadFile = (fileId: string) => Promise<UploadFile | null>;

/** The file of a body under the name that receivers shall see. @throws ChannelError `file_missing` */
export async function loadOrFail(
  load: LoadFile,
  body: Extract<OutboundBody, { kind: 'image' | 'file' }>,
): Promise<UploadFile> {
  const file = await load(body.fileId);
  if (file === null) throw new ChannelError('file_missing', 'F', `there is no file ${body.fileId}`);
  return body.kind === 'file' ? { ...file, name: body.name } : file;
}
