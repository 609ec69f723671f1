/** What the sandbox is told when it is made: whom it stands in for, whom it knows, and which clock it follows. */
import type { MovableClock } from '../lib/clock.js';
import type { NewId } from '../lib/ids.js';
import type { Log } from '../lib/log.js';
import type { Calendar } from '../lib/workdays.js';

/** The self-built app's credentials; the same values that the bot is configured with. */
export interface SandboxCredentials {
  corpId: string;
  agentId: number;
  secret: string;
  token: string;
  aesKey: string;
}

export interface SandboxMember {
  userid: string;
  name: string;
  position?: string;
  department?: string;
}

/** A group chat: the bot may write through its robot (webhook `key`) and through an app chat (`chatId`). */
export interface SandboxGroup {
  key: string;
  chatId?: string;
  name: string;
  members: string[];
}

/** A place that the page offers when a person sends a location. GCJ-02, as WeCom sends it. */
interface SandboxPlace {
  label: string;
  lat: number;
  lng: number;
}

/** An account of customer service (微信客服). */
export interface SandboxKfAccount {
  openKfId: string;
  name: string;
}

export interface SandboxDirectory {
  members: SandboxMember[];
  groups: SandboxGroup[];
  places?: SandboxPlace[];
  /** Customer service: its accounts, the userids who serve there, and people in WeChat. */
  kf?: {
    accounts: SandboxKfAccount[];
    servicers: string[];
    customers: { externalUserId: string; nickname: string }[];
  };
}

export interface SandboxOptions {
  credentials: SandboxCredentials;
  /** Where the encrypted callbacks go, e.g. `http://127.0.0.1:8080/wecom/callback`. */
  botCallbackUrl: string;
  directory: SandboxDirectory;
  clock: MovableClock;
  /** For “the next working day”; without it Monday to Friday. */
  calendar?: Calendar;
  /** Runs what became due when the clock was moved by `POST /sandbox/clock`; awaited before the call is answered. */
  onClockMoved?: (from: Date, to: Date) => Promise<void>;
  /** A JSON file; pictures go to the folder `<persistPath>.files`. Without it everything is lost with the process. */
  persistPath?: string;
  /** Cryptographically random bytes; tests hand in a fixed sequence. */
  random?: (size: number) => Buffer;
  newId?: NewId;
  log?: Log;
  /** How long the bot may take to answer a callback (wecom.md 1.6). */
  callbackTimeoutMs?: number;
  /** Pauses before the retries; their number is the number of retries (wecom.md 1.6: up to 3, spacing undocumented). */
  retryDelaysMs?: readonly number[];
}
