/**
 * A person asks for his own matter, by receipt number with a proof or by token. Guessing is limited for each asker and for all
 * together; a wrong number and somebody else's get the same answer (issue 6).
 */

import type { Matter } from '../../../schemas/matter.js';
import type { MatterIdentity } from '../../../schemas/matter-identity.js';
import { blindIndex } from '../../lib/seal.js';
import { findMatterByReceipt, findMattersById } from '../../models/matter.js';
import { countMisses, findIdentities, insertMiss } from '../../models/matter-identity.js';
import type { MatterDeps } from './deps.js';
import { filterFor, type PersonKey } from './identity.js';
import { readReceiptNumber, readToken } from './receipt.js';

/** Who asks: what the channel knows him by. */
export interface Asker {
  /** Customer of the service account, or the staff member who asks at the counter: what guesses are counted by. */
  id: string;
  /** Proved by the channel itself. */
  customerId?: string | undefined;
}

/** What the person gives: a receipt number (with a telephone, unless the channel proves him), or a token. */
export type Claim = { receiptNo: string; phone?: string | undefined } | { token: string };

/** What a person typed as one: his receipt number or his token. */
export function readClaim(code: string, phone?: string): Claim {
  const receiptNo = readReceiptNumber(code);
  return receiptNo === null ? { token: code } : { receiptNo, phone };
}

export type Found =
  | { kind: 'found'; matter: Matter; identity: MatterIdentity }
  | { kind: 'unknown' }
  /** Too many wrong guesses; try after an hour. */
  | { kind: 'limited' };

const HOUR_MS = 3_600_000;

/** The matter of a person, led on to the one it has become part of. */
export async function findOwnMatter(deps: MatterDeps, asker: Asker, claim: Claim): Promise<Found> {
  const { tx, rules, identityKeys } = deps;
  const hashed = blindIndex(identityKeys, 'asker', asker.id);
  const misses = await countMisses(tx, hashed, new Date(tx.now.getTime() - HOUR_MS));
  const { wrongPerAskerPerHour, wrongPerHour } = rules.lookUp;
  if (misses.own >= wrongPerAskerPerHour || misses.all >= wrongPerHour) return { kind: 'limited' };
  const found = 'token' in claim ? await byToken(deps, claim.token) : await byReceipt(deps, asker, claim);
  if (found === null) {
    insertMiss(tx, { _id: tx.newId(), asker: hashed, at: tx.now });
    return { kind: 'unknown' };
  }
  return found;
}

/** All matters of a customer, the latest first: nobody needs to keep a number when the channel knows him. */
export async function mattersOfPerson(
  deps: Pick<MatterDeps, 'tx' | 'identityKeys'>,
  key: PersonKey,
): Promise<{ matter: Matter; identity: MatterIdentity }[]> {
  const identities = await findIdentities(deps.tx, filterFor(deps.identityKeys, key));
  const matters = new Map(
    (await findMattersById(deps.tx, [...new Set(identities.map(({ matterId }) => matterId))])).map((m) => [m._id, m]),
  );
  return identities
    .flatMap((identity) => {
      const matter = matters.get(identity.matterId);
      return matter === undefined ? [] : [{ matter, identity }];
    })
    .reverse();
}

async function byToken(deps: MatterDeps, text: string): Promise<Found | null> {
  const token = readToken(text);
  if (token === null) return null;
  const [identity] = await findIdentities(deps.tx, filterFor(deps.identityKeys, { token }));
  return identity === undefined ? null : leading(deps, identity);
}

async function byReceipt(
  deps: MatterDeps,
  asker: Asker,
  claim: { receiptNo: string; phone?: string | undefined },
): Promise<Found | null> {
  const receiptNo = readReceiptNumber(claim.receiptNo);
  const matter = receiptNo === null ? null : await findMatterByReceipt(deps.tx, receiptNo);
  if (matter === null) return null;
  const proofs: PersonKey[] = [
    ...(asker.customerId === undefined ? [] : [{ customerId: asker.customerId }]),
    ...(claim.phone === undefined ? [] : [{ phone: claim.phone }]),
  ];
  for (const proof of proofs) {
    const own = filterFor(deps.identityKeys, proof);
    // those who came into it from other matters may name it too
    for (const here of [{ matterId: matter._id }, { caseId: matter._id }]) {
      const [row] = await findIdentities(deps.tx, { ...here, ...own });
      if (row !== undefined) return leading(deps, row);
    }
  }
  return null;
}

/** The case in which the person's matter now lives. */
async function leading(deps: MatterDeps, identity: MatterIdentity): Promise<Found | null> {
  const [matter] = await findMattersById(deps.tx, [identity.caseId]);
  return matter === undefined ? null : { kind: 'found', matter, identity };
}
