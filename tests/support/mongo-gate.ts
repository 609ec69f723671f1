/** A gate in front of MongoDB that sees every command by name, holds it, or shuts. */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface MongoGate {
  /** The given URI through the gate. */
  uri: string;
  /** Called before a command goes on to the server; a throw cuts the connection. */
  onCommand: (name: string) => void | Promise<void>;
  /** Called before the server's answer to a command goes back. */
  onAnswer: (name: string) => void | Promise<void>;
  /** Nothing passes, and what is open is cut, until `open`. */
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

export async function openMongoGate(uri: string): Promise<MongoGate> {
  const server = new URL(uri.split(',')[0] as string);
  const host = decodeURIComponent(server.hostname);
  const toServer = host.startsWith('/') ? { path: host } : { host, port: Number(server.port) };
  const sockets = new Set<Socket>();
  let isShut = false;

  const listener = createServer((near) => {
    if (isShut) {
      near.destroy();
      return;
    }
    const far = connect(toServer);
    const asked = new Map<number, string>();
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.once('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.on('error', () => other.destroy());
    }
    passOn(near, far, async (message) => {
      const name = commandOf(message);
      asked.set(message.readInt32LE(4), name);
      await gate.onCommand(name);
    });
    passOn(far, near, async (message) => {
      const to = message.readInt32LE(8);
      const name = asked.get(to);
      asked.delete(to);
      if (name !== undefined) await gate.onAnswer(name);
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const through = new URL(uri.replace(/^(mongodb:\/\/[^/,]+)[^/]*/, '$1'));
  through.host = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
  through.searchParams.delete('replicaSet');
  through.searchParams.set('directConnection', 'true');
  const gate: MongoGate = {
    uri: through.href,
    onCommand: () => undefined,
    onAnswer: () => undefined,
    shut() {
      isShut = true;
      for (const socket of sockets) socket.destroy();
    },
    open() {
      isShut = false;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
  return gate;
}

/** Whole messages one after another, each after `look`. */
function passOn(from: Socket, to: Socket, look: (message: Buffer) => Promise<void>): void {
  let rest = Buffer.alloc(0);
  let last = Promise.resolve();
  from.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk as Buffer]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const message = rest.subarray(0, rest.readInt32LE(0));
      rest = rest.subarray(message.length);
      last = last
        .then(() => look(message))
        .then(() => void to.write(message))
        .catch(() => void from.destroy());
    }
  });
}

const OP_MSG = 2013;
/** Header, flags, kind of section, length of the document, type of its first element. */
const FIRST_NAME_AT = 16 + 4 + 1 + 4 + 1;

/** The first field of a command's document is its name. */
function commandOf(message: Buffer): string {
  if (message.readInt32LE(12) !== OP_MSG) return '';
  return message.toString('latin1', FIRST_NAME_AT, message.indexOf(0, FIRST_NAME_AT));
}
