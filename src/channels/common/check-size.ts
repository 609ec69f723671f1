import { ChannelError } from '../../errors.js';
import type { UploadFile } from './http-call.js';

/** The platform refuses files of 5 bytes or less. @throws ChannelError `too_small` or `too_large` */
export function checkSize(file: UploadFile, maxBytes: number): void {
  const size = file.bytes.byteLength;
  if (size <= 5) throw new ChannelError('too_small', 'F', `a file of ${size} bytes is refused by the platform`);
  if (size > maxBytes) throw new ChannelError('too_large', 'F', `${size} bytes, at most ${maxBytes} may be sent`);
}
