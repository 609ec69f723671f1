import { sealAudit } from '../domain/audit/index.js';
import type { SweepDeps } from './deps.js';
import type { Sweep } from './scheduler.js';

/** Every hour: links the audit rows written since into the hash chain. */
export function sealAuditRows(deps: Pick<SweepDeps, 'db' | 'newId' | 'log'>): Sweep {
  return {
    name: 'seal-audit',
    cron: '35 * * * *',
    async run(now) {
      const rows = await sealAudit({ ...deps, clock: () => now });
      if (rows > 0) deps.log.info({ rows }, 'audit rows sealed');
    },
  };
}
