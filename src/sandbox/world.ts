/** The one mutable thing of a sandbox: what it knows and remembers. Every other file is functions over it. */

import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { Agent, type Dispatcher } from 'undici';
import type { MovableClock } from '../lib/clock.js';
import { type NewId, newId } from '../lib/ids.js';
import type { Log } from '../lib/log.js';
import { type Calendar, makeCalendar } from '../lib/workdays.js';
import { type Blobs, folderBlobs, memoryBlobs } from './blobs.js';
import type { CallRecord } from './call-log.js';
import type { Delivery } from './callback/delivery.js';
import type { Fault } from './faults.js';
import type { JournalMessage } from './journal.js';
import { makeWindows, type Windows } from './limits.js';
import type { SandboxCredentials, SandboxDirectory, SandboxOptions } from './options.js';
import { loadState, type SandboxState, saver } from './state.js';

/** What the page and other listeners are told. */
export type SandboxEvent =
  | { type: 'message' | 'update'; message: JournalMessage }
  | { type: 'delivery'; delivery: Delivery }
  | { type: 'clock' | 'menu' | 'directory' | 'kf' | 'faults' | 'cleared' };

export interface Settings {
  /** Off: no 45009 and no dropped messages, for runs where a frozen clock would let every window fill up. */
  frequencyLimits: boolean;
  /** Addresses that may call the API; null: all may (60020 otherwise). */
  trustedIps: string[] | null;
  /** False: the app's visible scope is not the root department, app chats are refused (48002). */
  rootScope: boolean;
  /** The corp's account cap; 200 times as many person-times a day may be sent (wecom.md 3.7). */
  accountCap: number;
  /** Hosts (with port) to which OAuth may redirect; null: any. */
  trustedDomains: string[] | null;
}

export interface World {
  readonly credentials: SandboxCredentials;
  readonly botCallbackUrl: string;
  readonly callbackTimeoutMs: number;
  readonly retryDelaysMs: readonly number[];
  readonly clock: MovableClock;
  readonly calendar: Calendar;
  readonly onClockMoved: (from: Date, to: Date) => Promise<void>;
  readonly newId: NewId;
  readonly random: (size: number) => Buffer;
  readonly log: Log | undefined;
  readonly state: SandboxState;
  readonly blobs: Blobs;
  readonly settings: Settings;
  readonly windows: Windows;
  readonly oauthCodes: Map<string, { userid: string | null; at: number; used: boolean }>;
  /** Requests with enable_duplicate_check, by fingerprint. */
  readonly sent: Map<string, { answer: object; at: number }>;
  personTimes: { day: string; count: number };
  /** Seconds of the last event of each person: two of one second would be one to the receiver (wecom.md 1.7). */
  readonly lastEventAt: Map<string, number>;
  /** The sandbox's own address, known once it listens. */
  baseUrl: string;
  /** Connections to the bot. */
  readonly http: Dispatcher;
  directory: SandboxDirectory;
  faults: Fault[];
  calls: CallRecord[];
  deliveries: Delivery[];
  /** Aborted when the sandbox closes: ends pauses and requests under way. */
  readonly closing: AbortController;
  /** To be called after every change of `state`. */
  changed(): void;
  publish(event: SandboxEvent): void;
  /** @returns ends the subscription */
  subscribe(listener: (event: SandboxEvent) => void): () => void;
  flush(): Promise<void>;
}

const ACCOUNT_CAP = 1_000;
const SAVE_DELAY_MS = 500;
const CONNECT_TIMEOUT_MS = 3_000;
const ANSWER_MAX_BYTES = 1024 * 1024;

/** @throws when `persistPath` names a file that is not the JSON of an earlier run */
export function createWorld(options: SandboxOptions): World {
  const state = loadState(options.persistPath);
  const listeners = new Set<(event: SandboxEvent) => void>();
  const closing = new AbortController();
  // every retry that waits listens to it
  setMaxListeners(0, closing.signal);
  const save =
    options.persistPath === undefined
      ? undefined
      : saver(options.persistPath, state, SAVE_DELAY_MS, (err) => options.log?.error({ err }, 'sandbox: not saved'));
  return {
    credentials: options.credentials,
    botCallbackUrl: options.botCallbackUrl,
    callbackTimeoutMs: options.callbackTimeoutMs ?? 5_000,
    retryDelaysMs: options.retryDelaysMs ?? [500, 1_000, 2_000],
    clock: options.clock,
    calendar: options.calendar ?? makeCalendar([]),
    onClockMoved: options.onClockMoved ?? (async () => {}),
    newId: options.newId ?? newId,
    random: options.random ?? randomBytes,
    log: options.log,
    state,
    blobs: options.persistPath === undefined ? memoryBlobs() : folderBlobs(`${options.persistPath}.files`),
    settings: {
      frequencyLimits: true,
      trustedIps: null,
      rootScope: true,
      accountCap: ACCOUNT_CAP,
      trustedDomains: null,
    },
    windows: makeWindows(),
    oauthCodes: new Map(),
    sent: new Map(),
    personTimes: { day: '', count: 0 },
    lastEventAt: new Map(),
    baseUrl: '',
    http: new Agent({
      connect: { timeout: CONNECT_TIMEOUT_MS },
      maxResponseSize: ANSWER_MAX_BYTES,
      headersTimeout: 0,
      bodyTimeout: 0,
    }),
    directory: options.directory,
    faults: [],
    calls: [],
    deliveries: [],
    closing,
    changed: () => save?.changed(),
    publish(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    flush: async () => save?.flush(),
  };
}
