/** Changing keys: everything sealed of matters is sealed anew under the first key, a portion of matters at a time. */
import { MATTER_SEALED, type Matter } from '../../../schemas/matter.js';
import type { MatterIdentity } from '../../../schemas/matter-identity.js';
import { SITUATION_SEALED } from '../../../schemas/situation.js';
import { type KeyRing, reseal, type Sealed } from '../../lib/seal.js';
import {
  findMatterEvents,
  MATTER_EVENTS,
  MATTERS,
  matterBatch,
  replaceMatter,
  saveEventNote,
} from '../../models/matter.js';
import { findDocuments, MATTER_DOCUMENTS, saveDocumentText } from '../../models/matter-document.js';
import { findIdentities, insertProtected, MATTER_IDENTITIES, replaceIdentity } from '../../models/matter-identity.js';
import { findRedactions, MATTER_REDACTIONS, saveOriginal } from '../../models/matter-redaction.js';
import { replaceSituation, SITUATIONS, situationBatch } from '../../models/situation.js';
import { factsOf } from './content.js';
import type { MatterDeps } from './deps.js';
import { indexesOf, openIdentity, presentIn } from './identity.js';
import { protectedHashes, protectNumbersIn } from './persons.js';

export interface Rotated {
  /** Records that were written anew. */
  records: number;
  /** Hashes of tokens that only an old identity key finds: keep that key until their matters' tokens have been removed. */
  tokensUnderOldKeys: number;
  /** Go on after this matter; null at the end. */
  next: string | null;
}

export async function resealMatters(deps: MatterDeps, after = '', limit = 50): Promise<Rotated> {
  const matters = await matterBatch(deps.tx, {}, after, limit);
  let records = 0;
  let tokensUnderOldKeys = 0;
  for (const matter of matters) {
    records += resealMatter(deps, matter) + (await resealPapers(deps, matter));
    for (const row of await findIdentities(deps.tx, { matterId: matter._id })) {
      if (resealIdentity(deps, matter, row)) records++;
      const keyId = deps.identityKeys.first.id;
      if (row.tokenHash !== undefined && !row.tokenHash.startsWith(`${keyId}.`)) tokensUnderOldKeys++;
    }
  }
  const next = matters.length === limit ? (matters.at(-1)?._id ?? null) : null;
  return { records, tokensUnderOldKeys, next };
}

/** The same for important situations. */
export async function resealSituations(
  { tx, keys }: Pick<MatterDeps, 'tx' | 'keys'>,
  after = '',
  limit = 50,
): Promise<Pick<Rotated, 'records' | 'next'>> {
  const situations = await situationBatch(tx, after, limit);
  let records = 0;
  for (const situation of situations) {
    const changed = resealed(keys, SITUATIONS, situation._id, situation, SITUATION_SEALED);
    const supplements = situation.supplements.map((one) => ({
      ...one,
      ...resealed(keys, SITUATIONS, one.id, one, ['text']),
    }));
    const same = changed === null && supplements.every(({ text }, i) => text === situation.supplements[i]?.text);
    if (same) continue;
    replaceSituation(tx, situation, { ...situation, ...changed, supplements });
    records++;
  }
  return { records, next: situations.length === limit ? (situations.at(-1)?._id ?? null) : null };
}

function resealMatter(deps: MatterDeps, matter: Matter): number {
  const { tx, keys } = deps;
  const changed = resealed(keys, MATTERS, matter._id, matter, MATTER_SEALED);
  if (changed === null) return 0;
  if (matter.strippedOn === undefined) protectNumbersIn(deps, matter._id, factsOf(keys, matter) ?? '');
  replaceMatter(tx, matter, { ...matter, ...changed });
  return 1;
}

async function resealPapers({ tx, keys, identityKeys }: MatterDeps, matter: Matter): Promise<number> {
  let records = 0;
  for (const event of await findMatterEvents(tx, matter._id)) {
    const changed = resealed(keys, MATTER_EVENTS, event._id, event, ['note']);
    if (changed === null) continue;
    saveEventNote(tx, { ...event, ...changed });
    records++;
  }
  for (const document of await findDocuments(tx, matter._id)) {
    const changed = resealed(identityKeys, MATTER_DOCUMENTS, document._id, document, ['text']);
    if (changed === null) continue;
    saveDocumentText(tx, { ...document, ...changed });
    records++;
  }
  for (const redaction of await findRedactions(tx, matter._id, [])) {
    const changed = resealed(keys, MATTER_REDACTIONS, redaction._id, redaction, ['original']);
    if (changed === null) continue;
    saveOriginal(tx, { ...redaction, ...changed });
    records++;
  }
  return records;
}

function resealIdentity(deps: MatterDeps, matter: Matter, row: MatterIdentity): boolean {
  const { tx, identityKeys } = deps;
  const changed = resealed(identityKeys, MATTER_IDENTITIES, row._id, row, presentIn(row));
  if (changed === null) return false;
  const after = { ...row, ...changed, ...indexesOf(identityKeys, openIdentity(identityKeys, row)) };
  replaceIdentity(tx, row, after);
  if (matter.strippedOn === undefined) insertProtected(tx, matter._id, protectedHashes(deps, row));
  return true;
}

/** The fields that were not under the first key, sealed anew; null when there was none. */
function resealed<K extends string>(
  ring: KeyRing,
  collection: string,
  id: string,
  record: { [P in K]?: Sealed<P> | undefined },
  fields: readonly K[],
): { [P in K]?: Sealed<P> } | null {
  const changed = fields.flatMap((field) => {
    const value = record[field];
    const fresh = value === undefined ? undefined : reseal(ring, value as Sealed<K>, { collection, id, field });
    return fresh === undefined ? [] : [[field, fresh] as const];
  });
  return changed.length === 0 ? null : (Object.fromEntries(changed) as { [P in K]?: Sealed<P> });
}
