import type { Db } from 'mongodb';
import type { MonitoringRules } from '../../schemas/alert.js';
import type { DigestSettings } from '../../schemas/digest-settings.js';
import type { NudgeRules } from '../../schemas/nudge.js';
import type { GridReader } from '../domain/grid/index.js';
import type { MatterHouse } from '../domain/matters/index.js';
import type { PlanBook } from '../domain/plans/index.js';
import type { StaffReader } from '../domain/staff/index.js';
import type { Clock } from '../lib/clock.js';
import type { Log } from '../lib/log.js';
import type { KeyRing } from '../lib/seal.js';
import type { Calendar } from '../lib/workdays.js';
import type { TransactionDeps } from '../models/transaction.js';
import type { Metrics } from '../web/metrics.js';

/** What every part of the house shares. */
export interface Parts {
  db: Db;
  clock: Clock;
  log: Log;
  keys: KeyRing;
  /** The material of `keys`, for rings of other purposes. */
  dataKeys: string;
  transaction: TransactionDeps;
  metrics: Metrics;
  calendar: Calendar;
  grid: GridReader;
  staff: StaffReader;
  matters: MatterHouse;
  plans: PlanBook;
  nudgeRules: NudgeRules;
  digestSettings: DigestSettings;
  monitoring: MonitoringRules;
  /** Where pages are reached. */
  publicUrl: string;
  /** Template cards may be sent. */
  cards: boolean;
}
