/** Sealing and opening who complained or reported. Values leave this folder as `Confidential` only. */
import { IDENTITY_SEALED, type IdentityField, type MatterIdentity } from '../../../schemas/matter-identity.js';
import type { MatterPerson } from '../../../schemas/matter-intake.js';
import { Confidential } from '../../lib/confidential.js';
import { blindIndex, blindIndexes, type KeyRing } from '../../lib/seal.js';
import { sealFields, unsealFields } from '../../lib/seal-fields.js';
import { MATTER_IDENTITIES } from '../../models/matter-identity.js';

/** One person as he is told of when a matter comes in. */
export interface NewIdentity {
  matterId: string;
  role: MatterIdentity['role'];
  person: Partial<MatterPerson>;
  customerId?: string | undefined;
  token?: string | undefined;
}

/** What is opened of a person: text or number by field. */
export type OpenIdentity = { [F in IdentityField]?: string | number | undefined };

/** The row of a person, sealed, with what it is found by. */
export function sealIdentity(ring: KeyRing, id: string, createdAt: Date, given: NewIdentity): MatterIdentity {
  const { matterId, role, person, customerId, token } = given;
  const values: OpenIdentity = { ...defined(person), ...(customerId !== undefined && { customer: customerId }) };
  return {
    ...sealFields(ring, { collection: MATTER_IDENTITIES, id }, values, presentIn(values)),
    ...indexesOf(ring, values),
    ...(token !== undefined && { tokenHash: blindIndex(ring, 'token', token) }),
    _id: id,
    version: 1,
    matterId,
    caseId: matterId,
    role,
    createdAt,
  } as MatterIdentity;
}

/** Blind indexes of what a person is found by. */
export function indexesOf(ring: KeyRing, { phone, idNumber, customer }: OpenIdentity) {
  return {
    ...(phone !== undefined && { phoneIndex: blindIndex(ring, 'phone', String(phone)) }),
    ...(idNumber !== undefined && { idIndex: blindIndex(ring, 'id', String(idNumber)) }),
    ...(customer !== undefined && { customerIndex: blindIndex(ring, 'customer', String(customer)) }),
  };
}

/** How a person is looked for, under every key of the ring. */
export type PersonKey = { customerId: string } | { phone: string } | { idNumber: string } | { token: string };

export function filterFor(
  ring: KeyRing,
  key: PersonKey,
): Partial<Record<'customerIndex' | 'phoneIndex' | 'idIndex' | 'tokenHash', { $in: string[] }>> {
  if ('customerId' in key) return { customerIndex: { $in: blindIndexes(ring, 'customer', key.customerId) } };
  if ('phone' in key) return { phoneIndex: { $in: blindIndexes(ring, 'phone', key.phone) } };
  if ('idNumber' in key) return { idIndex: { $in: blindIndexes(ring, 'id', key.idNumber) } };
  return { tokenHash: { $in: blindIndexes(ring, 'token', key.token) } };
}

/** In clear, for this folder only: what is shown to others goes through `Confidential`. @throws SealError */
export function openIdentity(ring: KeyRing, row: MatterIdentity): OpenIdentity {
  const fields = presentIn(row);
  const open = unsealFields(ring, { collection: MATTER_IDENTITIES, id: row._id }, row, fields);
  return Object.fromEntries(fields.map((field) => [field, open[field]])) as OpenIdentity;
}

/** The named fields of a person, each of them confidential. */
export function revealed(
  open: OpenIdentity,
  fields: readonly IdentityField[],
): Partial<Record<IdentityField, Confidential<string>>> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = open[field];
      return value === undefined ? [] : [[field, new Confidential(String(value))]];
    }),
  );
}

/** The sealed fields that a record has. */
export function presentIn(record: object): IdentityField[] {
  const present = new Set(Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : key)));
  return IDENTITY_SEALED.filter((field) => present.has(field));
}

function defined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== null)) as T;
}
