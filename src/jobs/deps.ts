import type { DigestKind } from '../../schemas/digest.js';
import type { DigestSettings } from '../../schemas/digest-settings.js';
import type { Painter } from '../charts/painter.js';
import type { GridReader } from '../domain/grid/index.js';
import type { Day } from '../lib/day.js';
import type { Log } from '../lib/log.js';
import type { QuietHours } from '../lib/quiet-hours.js';
import type { Calendar } from '../lib/workdays.js';
import type { TransactionDeps } from '../models/transaction.js';

/** What the sweeps of this folder need. The time comes with each wake. */
export interface SweepDeps extends Omit<TransactionDeps, 'clock'> {
  grid: GridReader;
  calendar: Calendar;
  settings: DigestSettings;
  quietHours: QuietHours;
  log: Log;
  /** Address of the page behind a digest. */
  digestLink?: (nodeId: string, kind: DigestKind, day: Day) => string;
  /** Of the fonts for pictures. */
  fontFolder: string;
  /** Draws all pictures and stays open; without it every batch opens a thread and closes it. */
  painter?: Painter;
}
