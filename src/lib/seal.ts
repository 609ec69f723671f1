/**
 * Personal data at rest: AES-256-GCM per field, `v1.<keyId>.<iv>.<ct+tag>` in base64url. The place (collection, record,
 * field) is authenticated with it, so a value moved elsewhere does not open. Look-up goes by a keyed hash (blind index).
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

declare const field: unique symbol;
/** A sealed value of a field. No string for the type checker, so that it cannot be shown or compared by accident. */
export interface Sealed<Field extends string> {
  readonly [field]: Field;
}

/** Where a value lives. */
export interface Place<Field extends string> {
  collection: string;
  id: string;
  field: Field;
}

interface Key {
  id: string;
  cipher: KeyObject;
  index: KeyObject;
}

/** Keys in the order given: the first seals, all open. */
export interface KeyRing {
  readonly first: Key;
  readonly byId: ReadonlyMap<string, Key>;
}

export const SEALED_PATTERN = '^v1\\.[A-Za-z0-9_-]{1,32}\\.[A-Za-z0-9_-]{16}\\.[A-Za-z0-9_-]{22,}$';
const SEALED = new RegExp(SEALED_PATTERN);
const TAG_BYTES = 16;

/** A value was not sealed at this place, was changed, or its key is gone. Says neither value nor key. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/**
 * Reads `DATA_KEYS`: `id:base64key[,id:base64key]`, 32 bytes each.
 * @param purpose rings of different purposes don't open each other's values, though they come of the same bytes
 * @throws Error that names the entry by its position, never the key
 */
export function readKeyRing(text: string, purpose?: 'identity'): KeyRing {
  const byId = new Map<string, Key>();
  for (const [i, entry] of text.split(',').entries()) {
    const [, id = '', encoded = ''] = /^\s*([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(entry) ?? [];
    const bytes = Buffer.from(encoded, 'base64');
    if (bytes.length !== 32) throw new Error(`data key ${i + 1} is not id:base64key with a key of 32 bytes`);
    if (byId.has(id)) throw new Error(`data key ${i + 1} has the same id as one before`);
    const derive = (use: string) =>
      createSecretKey(Buffer.from(hkdfSync('sha256', bytes, purpose ?? '', `liangwang ${use} v1`, 32)));
    byId.set(id, { id, cipher: derive('seal'), index: derive('blind index') });
  }
  const [first] = byId.values();
  if (first === undefined) throw new Error('there is no data key');
  return { first, byId };
}

/** A fresh key as `DATA_KEYS` takes it. */
export function newDataKey(id: string): string {
  return `${id}:${randomBytes(32).toString('base64')}`;
}

export function seal<Field extends string>(ring: KeyRing, plain: string, place: Place<Field>): Sealed<Field> {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', ring.first.cipher, iv).setAAD(bound(place, ring.first.id));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `v1.${ring.first.id}.${iv.toString('base64url')}.${sealed.toString('base64url')}` as unknown as Sealed<Field>;
}

/** @throws SealError */
export function unseal<Field extends string>(ring: KeyRing, sealed: Sealed<Field>, place: Place<Field>): string {
  const { key, iv, body } = partsOf(ring, sealed);
  const decipher = createDecipheriv('aes-256-gcm', key.cipher, iv, { authTagLength: TAG_BYTES }).setAAD(
    bound(place, key.id),
  );
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new SealError(`${place.collection}.${place.field} of ${place.id} does not open`, { cause });
  }
}

/** The value under the first key; undefined when it is already. For rotation: add a key in front, reseal all, drop the old. */
export function reseal<Field extends string>(
  ring: KeyRing,
  sealed: Sealed<Field>,
  place: Place<Field>,
): Sealed<Field> | undefined {
  if (partsOf(ring, sealed).key === ring.first) return undefined;
  return seal(ring, unseal(ring, sealed, place), place);
}

/**
 * The keyed hash under which a value is found: equal values of one kind have equal hashes, whatever record they stand in.
 * @param kind what is compared: phones of all fields share `phone`
 */
export function blindIndex(ring: KeyRing, kind: string, plain: string): string {
  return indexWith(ring.first, kind, plain);
}

/** The hashes of a value under every key of the ring: what to look for while records of an older key remain. */
export function blindIndexes(ring: KeyRing, kind: string, plain: string): string[] {
  return [...ring.byId.values()].map((key) => indexWith(key, kind, plain));
}

function indexWith(key: Key, kind: string, plain: string): string {
  const hash = createHmac('sha256', key.index).update(`${kind}\0${plain}`).digest();
  return `${key.id}.${hash.subarray(0, 16).toString('base64url')}`;
}

function partsOf(ring: KeyRing, sealed: Sealed<string>): { key: Key; iv: Buffer; body: Buffer } {
  const text: unknown = sealed;
  if (typeof text !== 'string' || !SEALED.test(text)) throw new SealError('not a sealed value');
  const [, id = '', iv = '', body = ''] = text.split('.');
  const key = ring.byId.get(id);
  if (key === undefined) throw new SealError(`no data key ${id}`);
  return { key, iv: Buffer.from(iv, 'base64url'), body: Buffer.from(body, 'base64url') };
}

/** Parts are separated by a character that none of them holds. */
function bound(place: Place<string>, keyId: string): Buffer {
  return Buffer.from([keyId, place.collection, place.id, place.field].join('\n'), 'utf8');
}
