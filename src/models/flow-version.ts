import type { Db } from 'mongodb';
import { FlowVersion } from '../../schemas/machinery.js';
import { defineCollection } from './collection.js';

const VERSIONS = defineCollection({ name: 'flow_versions', schema: FlowVersion, indexes: [{ keys: { flow: 1 } }] });

/** Keeps the sources of a flow version; writing it again changes nothing. */
export async function keepFlowVersion(db: Db, row: Omit<FlowVersion, '_id'>): Promise<void> {
  await db
    .collection<FlowVersion>(VERSIONS)
    .updateOne({ _id: `${row.flow}@${row.version}` }, { $setOnInsert: row }, { upsert: true });
}

export function findFlowVersion(db: Db, flow: string, version: string): Promise<FlowVersion | null> {
  return db.collection<FlowVersion>(VERSIONS).findOne({ _id: `${flow}@${version}` });
}
