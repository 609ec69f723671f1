import { type KeyRing, type Sealed, seal, unseal } from './seal.js';

export type WithSealed<T, K extends string> = Omit<T, K> & { [P in K]?: Sealed<P> };

/** A copy of the record with the named fields sealed; fields without a value are left out. */
export function sealFields<T extends object, K extends string & keyof T>(
  ring: KeyRing,
  at: { collection: string; id: string },
  record: T,
  names: readonly K[],
): WithSealed<T, K> {
  const copy: Record<string, unknown> = Object.fromEntries(Object.entries(record));
  for (const field of names) {
    if (record[field] === undefined) delete copy[field];
    else copy[field] = seal(ring, JSON.stringify(record[field]), { ...at, field });
  }
  return copy as WithSealed<T, K>;
}

/** The opposite of `sealFields`. @throws SealError */
export function unsealFields<K extends string>(
  ring: KeyRing,
  at: { collection: string; id: string },
  record: { [P in K]?: Sealed<P> | undefined },
  names: readonly K[],
): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...record };
  for (const field of names) {
    const value = record[field];
    if (value !== undefined) copy[field] = JSON.parse(unseal(ring, value as Sealed<K>, { ...at, field }));
  }
  return copy;
}
