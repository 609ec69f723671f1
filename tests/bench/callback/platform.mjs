// Stands in for the platform's API: takes every call. The sandbox is stricter than this and would cost more.
import { createServer } from 'node:http';

/** @returns {Promise<{base: string, close: () => void}>} */
export async function openPlatform() {
  let calls = 0;
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const answer = { errcode: 0, errmsg: 'ok', access_token: 'bench', expires_in: 7200, msgid: `m${++calls}` };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
