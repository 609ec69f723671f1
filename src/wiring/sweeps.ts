/** What happens by the clock. Each sweep derives from records what is due (docs/adr/0031). */
import { DIGEST_SETTINGS } from '../domain/digests/index.js';
import { dailyDigest } from '../jobs/daily-digest.js';
import { nudgeSilentCells } from '../jobs/nudge-silent-cells.js';
import type { Sweep } from '../jobs/scheduler.js';
import { sealAuditRows } from '../jobs/seal-audit.js';
import { newId } from '../lib/ids.js';
import { DEFAULT_QUIET_HOURS } from '../lib/quiet-hours.js';
import type { Parts } from './parts.js';

export function wireSweeps(parts: Parts, fontFolder: string): Sweep[] {
  const deps = { ...parts, newId, settings: DIGEST_SETTINGS, quietHours: DEFAULT_QUIET_HOURS, fontFolder };
  return [dailyDigest(deps), nudgeSilentCells(deps), sealAuditRows(deps)];
}
