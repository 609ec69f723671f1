/** What the stand-in remembers of customer service (wecom.md 6). */

/** wecom.md 6.8: 0 new, 1 bot, 2 waiting pool, 3 person, 4 ended or not begun. */
export type KfSessionState = 0 | 1 | 2 | 3 | 4;

export interface KfSession {
  openKfId: string;
  externalUserId: string;
  state: KfSessionState;
  /** userid of the person who has it. */
  servicer?: string;
  /** ms: the last message or change; after 48 h without one the session is over. */
  activeAt: number;
  /** ms of the customer's last message. */
  wroteAt?: number;
  /** Messages of the API since then. */
  sent: number;
  welcomedAt?: number;
  scene?: { scene: string; sceneParam: string };
}

/** One entry of an account's stream as sync_msg gives it. */
export interface KfStreamEntry {
  n: number;
  /** ms. */
  at: number;
  openKfId: string;
  entry: Record<string, unknown>;
}

/** Allows one message about an event (wecom.md 6.7). */
export interface KfCode {
  openKfId: string;
  externalUserId: string;
  for: 'welcome' | 'queue' | 'person' | 'ended';
  /** The session must still be in it; undefined for the welcome. */
  state?: KfSessionState;
  until: number;
  used: boolean;
}

export interface KfCustomer {
  externalUserId: string;
  nickname: string;
}

export interface KfState {
  lastEntry: number;
  stream: KfStreamEntry[];
  /** By account and customer. */
  sessions: Record<string, KfSession>;
  /** Tokens of nudges. */
  tokens: Record<string, { openKfId: string; at: number }>;
  codes: Record<string, KfCode>;
  /** Servicers of an account: 0 on duty, 1 not; of accounts where the API changed the list or somebody his duty. */
  servicers: Record<string, Record<string, 0 | 1>>;
  /** Own ids of messages that were used, by account. */
  msgIds: Record<string, true>;
  /** Customers who wrote without being in the directory. */
  guests: KfCustomer[];
}

export function emptyKfState(): KfState {
  return { lastEntry: 0, stream: [], sessions: {}, tokens: {}, codes: {}, servicers: {}, msgIds: {}, guests: [] };
}
