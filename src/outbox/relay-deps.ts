import type { Target } from '../../schemas/message.js';
import type { Sender } from '../../schemas/outbox.js';
import type { Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import type { SendLimit } from '../models/send-log.js';
import type { TransactionDeps } from '../models/transaction.js';

export type TargetKind = Target['kind'];

/** What an operator must hear. Names no person; `rowId` leads to the rest. */
export interface RelayAlert {
  kind: 'dead_letter' | 'stopped' | 'partial';
  target: TargetKind;
  rowId: string;
  code: string;
  message: string;
}

export type RelayEvent = 'sent' | 'retry' | 'held' | 'dead' | 'limited' | 'stopped' | 'lease_lost';

export interface RelayDeps {
  db: TransactionDeps['db'];
  /** Rows for a kind without a sender wait. */
  senders: Partial<Record<TargetKind, Sender>>;
  limits: Record<TargetKind, readonly SendLimit[]>;
  clock: Clock;
  log: Log;
  alert: (alert: RelayAlert) => void;
  count: (event: RelayEvent, target: TargetKind) => void;
  /** 0 up to 1. */
  random: () => number;
  /** Names this process in leases. */
  holder: string;
  /** Longer than the longest part of a sender may take (wecom.md 9.1: upload 60 s, token and call 10 s, each once more). */
  leaseMs: number;
  /** Lanes side by side. */
  maxLanes: number;
  pollMs: number;
}
