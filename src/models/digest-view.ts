import { DigestView } from '../../schemas/digest-view.js';
import { defineCollection } from './collection.js';
import type { Tx } from './transaction.js';

const DIGEST_VIEWS = defineCollection({ name: 'digest_views', schema: DigestView, indexes: [] });

/** Keeps what a person was shown; the view before is forgotten. */
export function saveDigestView(tx: Tx, view: DigestView): void {
  const { _id, ...rest } = DigestView.parse(view);
  tx.upsert(DIGEST_VIEWS, { _id }, { $set: rest });
}

export async function findDigestView(tx: Tx, staffId: string): Promise<DigestView | null> {
  const { db, session } = await tx.reading(DIGEST_VIEWS);
  return db.collection<DigestView>(DIGEST_VIEWS).findOne({ _id: staffId }, { session });
}
