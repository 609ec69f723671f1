/** Structured logs with redaction. Never log raw bodies: redaction by path is shallow, so strings are scrubbed as well. */
import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'debug' | 'fatal'>;

const SECRET_KEYS = [
  'secret',
  'token',
  'aesKey',
  'access_token',
  'corpsecret',
  'webhookKey',
  'key',
  'idNumber',
  'mobile',
  'phone',
  'password',
  'authorization',
  'cookie',
];

const PARAMETERS = /\b(access_token|corpsecret|key|code|suite_access_token|ticket|msg_signature|echostr)=[^&\s"']+/gi;
const ID_NUMBER = /(?<!\d)\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])\d{5}[\dXx](?!\d)/g;
const MOBILE = /(?<!\d)1[3-9]\d{9}(?!\d)/g;

/** Takes secrets of URLs, ID numbers and mobile numbers out of a text. */
export function scrub(text: string): string {
  return text.replace(PARAMETERS, '$1=***').replace(ID_NUMBER, '[id]').replace(MOBILE, '[mobile]');
}

export function makeLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    redact: { paths: SECRET_KEYS.flatMap((k) => [k, `*.${k}`, `*.*.${k}`]), censor: '***' },
    serializers: {
      err: (error: unknown) =>
        error instanceof Error
          ? {
              type: error.name,
              message: scrub(error.message),
              stack: scrub(error.stack ?? ''),
              cause: error.cause instanceof Error ? scrub(error.cause.message) : undefined,
            }
          : scrub(String(error)),
    },
    hooks: {
      logMethod(this: Logger, args: unknown[], method: (...a: never[]) => void) {
        method.apply(this, args.map((a) => (typeof a === 'string' ? scrub(a) : a)) as never[]);
      },
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}
