/**
 * Who complained or reported (SECRET-1 for reporters: REG423 art. 9). A collection of its own, sealed field by field under the
 * identity keys; without grid path, so no query of an area reaches it. Protected values are what outgoing messages are held against.
 */
import { z } from 'zod';
import { sealed } from './sealed.js';

const id = z.string().min(1).max(40);

/** Sealed fields; `customer` is our own id of the person in WeChat customer service (schemas/kf.ts). */
export const IDENTITY_SEALED = [
  'name',
  'sex',
  'age',
  'occupation',
  'phone',
  'idNumber',
  'address',
  'amountFen',
  'customer',
] as const;
export type IdentityField = (typeof IDENTITY_SEALED)[number];

export const MatterIdentity = z.strictObject({
  _id: id,
  version: z.int(),
  /** The matter in which the person is told of, and the one that it has become part of. */
  matterId: id,
  caseId: id,
  role: z.enum(['complainant', 'reporter', 'affected']),
  createdAt: z.date(),
  name: sealed<'name'>().optional(),
  sex: sealed<'sex'>().optional(),
  age: sealed<'age'>().optional(),
  occupation: sealed<'occupation'>().optional(),
  phone: sealed<'phone'>().optional(),
  idNumber: sealed<'idNumber'>().optional(),
  address: sealed<'address'>().optional(),
  amountFen: sealed<'amountFen'>().optional(),
  customer: sealed<'customer'>().optional(),
  /** Blind indexes under the identity keys. */
  phoneIndex: z.string().optional(),
  idIndex: z.string().optional(),
  customerIndex: z.string().optional(),
  /** Of the token that an anonymous reporter keeps; the token itself is stored nowhere. */
  tokenHash: z.string().optional(),
});
export type MatterIdentity = z.infer<typeof MatterIdentity>;

/** A keyed hash of a piece of a protected value; says nothing but that it must not leave. */
export const ProtectedValue = z.strictObject({ _id: z.string(), matterId: id, hash: z.string() });
export type ProtectedValue = z.infer<typeof ProtectedValue>;

/** A wrong guess of a receipt number or token. `asker` is a keyed hash. */
export const LookUpMiss = z.strictObject({ _id: id, asker: z.string(), at: z.date() });
export type LookUpMiss = z.infer<typeof LookUpMiss>;
