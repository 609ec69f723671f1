/** Reads a request's body whole, up to a limit. */
import type { IncomingMessage } from 'node:http';

export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** The rest of a body that is too large is read and thrown away, so that the caller hears the answer. @throws TooLarge */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
  }
  if (size > maxBytes) throw new TooLarge(`more than ${maxBytes} bytes`);
  return Buffer.concat(chunks);
}
