/** Taking down who complains or reports: sealed, and protected against leaving, before anything else of the matter is written. */
import type { MatterKind } from '../../../schemas/matter-enums.js';
import type { MatterIdentity } from '../../../schemas/matter-identity.js';
import type { MatterPerson } from '../../../schemas/matter-intake.js';
import { DomainError } from '../../errors.js';
import { numbersIn } from '../../lib/mask.js';
import { insertIdentity, insertProtected } from '../../models/matter-identity.js';
import { readPerson } from './content.js';
import type { MatterDeps } from './deps.js';
import { type NewIdentity, openIdentity, sealIdentity } from './identity.js';
import { hashesOfValue } from './pieces.js';
import { newToken } from './receipt.js';

export interface NewPersons {
  kind: MatterKind;
  /** Who complains or reports; absent for an anonymous report. */
  person?: { [K in keyof MatterPerson]?: unknown } | undefined;
  /** Our own id of the customer who writes. */
  customerId?: string | undefined;
  /** Others who complain too, or whom a report names. */
  others?: readonly { [K in keyof MatterPerson]?: unknown }[] | undefined;
}

/** Seals everybody and protects what names them, before anything else of the matter is written. */
export function takePersons(
  deps: Pick<MatterDeps, 'tx' | 'identityKeys' | 'random'>,
  matterId: string,
  input: NewPersons,
): { rows: MatterIdentity[]; token?: string } {
  const { tx, identityKeys } = deps;
  const token = input.kind === 'report' ? newToken(deps.random) : undefined;
  const main = input.person === undefined ? {} : readPerson(input.person);
  if (input.kind === 'complaint' && main.name === undefined) throw new DomainError('invalid_record', { field: 'name' });
  const { customerId, kind } = input;
  const everybody: NewIdentity[] = [
    { matterId, role: kind === 'complaint' ? 'complainant' : 'reporter', person: main, customerId, token },
    ...(input.others ?? []).map((other) => ({
      matterId,
      role: kind === 'complaint' ? ('complainant' as const) : ('affected' as const),
      person: readPerson(other),
    })),
  ];
  const rows = everybody.map((one) => sealIdentity(identityKeys, tx.newId(), tx.now, one));
  const hashes: string[] = token === undefined ? [] : hashesOfValue(identityKeys, token);
  for (const row of rows) {
    insertIdentity(tx, row);
    hashes.push(...protectedHashes(deps, row));
  }
  insertProtected(tx, matterId, hashes);
  return { rows, ...(token !== undefined && { token }) };
}

/** Name, telephone, identity number and platform id of a person, as hashes of pieces. */
export function protectedHashes({ identityKeys }: Pick<MatterDeps, 'identityKeys'>, row: MatterIdentity): string[] {
  const { name, phone, idNumber, customer } = openIdentity(identityKeys, row);
  return [name, phone, idNumber, customer].flatMap((value) =>
    value === undefined ? [] : hashesOfValue(identityKeys, String(value)),
  );
}

/** The names of persons, to be covered in what they wrote; not for showing. */
export function namesOf({ identityKeys }: Pick<MatterDeps, 'identityKeys'>, rows: readonly MatterIdentity[]): string[] {
  return rows.flatMap((row) => {
    const { name } = openIdentity(identityKeys, row);
    return name === undefined ? [] : [String(name)];
  });
}

/** Telephones and identity numbers that stand in what somebody wrote must not leave either. */
export function protectNumbersIn(
  { tx, identityKeys }: Pick<MatterDeps, 'tx' | 'identityKeys'>,
  matterId: string,
  text: string,
): void {
  insertProtected(
    tx,
    matterId,
    numbersIn(text).flatMap((number) => hashesOfValue(identityKeys, number)),
  );
}
