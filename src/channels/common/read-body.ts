import type { IncomingMessage } from 'node:http';

/**
 * The whole body of a request, or null when it is longer than `maxBytes`; then the rest is read and thrown away, so that
 * the client gets to read the answer.
 * @throws Error when the client hangs up before the body is complete
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) break;
    chunks.push(chunk);
  }
  if (size <= maxBytes) return Buffer.concat(chunks);
  request.resume();
  return null;
}
