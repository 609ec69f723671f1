import type { Db } from 'mongodb';
import { FlowVersion } from '../../schemas/machinery.js';
import { defineCollection } from './collection.js';

const VERSIONS = defineCollection({ name: 'flow_versions', schema: FlowVersion, indexes: [{ keys: { flow: 1 } }] });

/** Keeps the sources of flow versions; writing them again changes nothing. */
export async function keepFlowVersions(db: Db, rows: readonly Omit<FlowVersion, '_id'>[]): Promise<void> {
  if (rows.length === 0) return;
  await db.collection<FlowVersion>(VERSIONS).bulkWrite(
    rows.map((row) => ({
      updateOne: { filter: { _id: `${row.flow}@${row.version}` }, update: { $setOnInsert: row }, upsert: true },
    })),
    { ordered: false },
  );
}

export function findFlowVersion(db: Db, flow: string, version: string): Promise<FlowVersion | null> {
  return db.collection<FlowVersion>(VERSIONS).findOne({ _id: `${flow}@${version}` });
}
