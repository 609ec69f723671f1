/** What a failed call means for its outbox row (wecom.md 9.2). */
import type { OutboxRow, SendOutcome } from '../../../schemas/outbox.js';
import { ChannelError } from '../../errors.js';
import { type ErrcodeInfo, explainErrcode } from './errcodes.js';

type Failure = Exclude<SendOutcome, { kind: 'sent' }>;

const BUSY = -1;
/** Before the last try at a busy platform. */
const BUSY_PAUSE_MS = 20_000;
const FREQUENCY_EXCEEDED = 45009;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Tries that assume the minute's window; later ones assume the hour's. */
const MINUTE_TRIES = 3;

/**
 * @param row as it was claimed: the platform's limits of tries count answers of one kind in a row; lost connections and
 * processes that died do not use them up. Throws on what is not a `ChannelError`: a fault of ours.
 */
export function failureOf(error: unknown, row: Pick<OutboxRow, 'error'>, now: Date): Failure {
  if (!(error instanceof ChannelError)) throw error;
  const info = typeof error.code === 'number' ? explainErrcode(error.code) : null;
  const code = String(error.code);
  const tries = row.error?.code === code ? (row.error.times ?? 1) + 1 : 1;
  const told = { code, klass: error.klass, message: error.message, ...(tries > 1 && { times: tries }) };
  if (info?.stops === true || error.klass === 'T') return { kind: 'stop', error: told };
  if (error.klass !== 'R' || isLastTry(info, tries)) return { kind: 'dead', error: told, alert: info?.alert ?? true };
  if (error.code === FREQUENCY_EXCEEDED) return { kind: 'later', error: told, until: windowEnd(now, tries) };
  const retryAfterMs = error.code === BUSY && tries > 1 ? BUSY_PAUSE_MS : error.options.retryAfterMs;
  return { kind: 'retry', error: told, ...(retryAfterMs !== undefined && { afterMs: retryAfterMs }) };
}

/** A failure that the platform was not asked about. */
export function failedBefore(code: string, message: string): Failure {
  return { kind: 'dead', error: { code, klass: 'F', message }, alert: true };
}

function isLastTry(info: ErrcodeInfo | null, tries: number): boolean {
  return info?.maxTries !== undefined && tries >= info.maxTries;
}

/** The platform refuses for the rest of the window in which a limit was passed (wecom.md 9.3). */
function windowEnd(now: Date, tries: number): Date {
  const windowMs = tries <= MINUTE_TRIES ? MINUTE_MS : HOUR_MS;
  return new Date((Math.floor(now.getTime() / windowMs) + 1) * windowMs);
}
