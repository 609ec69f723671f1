/** The flows that are served, and the older versions that unfinished conversations still stand on. */
import { type CompiledFlow, type Flows, type Loaded, type Registry, restoreFlow } from './conversation/index.js';
import type { Clock } from './lib/clock.js';
import type { Log } from './lib/log.js';
import { findFlowVersion, keepFlowVersions } from './models/flow-version.js';
import type { TransactionDeps } from './models/transaction.js';

export interface FlowHouse extends Flows {
  /** Makes versions available before a talk; what is gone stays undefined and is handled kindly by the talk. */
  load(needed: readonly { flow: string; version: string }[]): Promise<void>;
}

/** Keeps the flows that were read, with their texts, and serves them. */
export async function openFlowHouse(deps: {
  db: TransactionDeps['db'];
  clock: Clock;
  loaded: Loaded;
  registry: Registry;
  log: Log;
}): Promise<FlowHouse> {
  const { flows, findings } = deps.loaded;
  for (const { file, line, column, code, message } of findings) deps.log.warn({ file, line, column, code }, message);
  const current = new Map(flows.map((flow) => [flow.id, flow]));
  const versions = new Map<string, CompiledFlow | null>(flows.map((flow) => [`${flow.id}@${flow.version}`, flow]));
  const firstSeenAt = deps.clock();
  await keepFlowVersions(
    deps.db,
    flows.map(({ id, version, sources }) => ({ flow: id, version, sources, firstSeenAt })),
  );

  return {
    all: () => flows,
    current: (id) => current.get(id),
    version: (id, version) => versions.get(`${id}@${version}`) ?? undefined,
    async load(needed) {
      for (const { flow, version } of needed) {
        const key = `${flow}@${version}`;
        if (versions.has(key)) continue;
        const kept = await findFlowVersion(deps.db, flow, version);
        const restored = kept === null ? undefined : restoreFlow(flow, kept.sources, deps.registry);
        if (restored === undefined)
          deps.log.warn({ flow, version, kept: kept !== null }, 'an old flow version cannot be served any more');
        versions.set(key, restored ?? null);
      }
    },
  };
}
