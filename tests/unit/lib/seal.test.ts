import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  blindIndex,
  blindIndexes,
  newDataKey,
  readKeyRing,
  reseal,
  SEALED_PATTERN,
  SealError,
  type Sealed,
  seal,
  unseal,
} from '../../../src/lib/seal.js';

const OLD = newDataKey('k2025');
const NEW = newDataKey('k2026');
const ring = readKeyRing(NEW);
const place = { collection: 'workers', id: 'w1', field: 'mobile' } as const;

describe('sealed values', () => {
  test('open again at their place, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (plain) => {
        const sealed = seal(ring, plain, place);
        expect(String(sealed)).toMatch(new RegExp(SEALED_PATTERN));
        expect(unseal(ring, sealed, place)).toBe(plain);
      }),
      { seed: 20100726 },
    );
  });

  test('the same value looks different each time and shows nothing', () => {
    const [a, b] = [seal(ring, '13800138000', place), seal(ring, '13800138000', place)];
    expect(a).not.toEqual(b);
    expect(String(a)).not.toContain('138');
    expect(String(a).split('.').slice(0, 2)).toEqual(['v1', 'k2026']);
  });

  test.each([
    ['collection', { ...place, collection: 'employers' }],
    ['record', { ...place, id: 'w2' }],
    ['field', { ...place, field: 'idNo' }],
  ])('do not open in another %s', (_what, elsewhere) => {
    const sealed = seal(ring, '13800138000', place) as Sealed<string>;
    expect(() => unseal(ring, sealed, elsewhere)).toThrow(SealError);
  });

  test('do not open when any one character was changed', () => {
    const text = String(seal(ring, '13800138000', place));
    for (let i = 0; i < text.length; i++) {
      const changed = text.slice(0, i) + (text[i] === 'A' ? 'B' : 'A') + text.slice(i + 1);
      // the last character of a base64url part may carry unused bits
      if (
        Buffer.from(changed.split('.')[3] ?? '', 'base64url').equals(
          Buffer.from(text.split('.')[3] ?? '', 'base64url'),
        ) &&
        changed.split('.').slice(0, 3).join() === text.split('.').slice(0, 3).join()
      )
        continue;
      expect(() => unseal(ring, changed as unknown as Sealed<'mobile'>, place)).toThrow(SealError);
    }
  });

  test.each([
    '',
    'plain',
    'v1.k2026.AAAA.AAAA',
    'v2.k2026.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA',
    13800138000,
    null,
  ])('%p is not a sealed value', (value) => {
    expect(() => unseal(ring, value as unknown as Sealed<'mobile'>, place)).toThrow('not a sealed value');
  });

  test('are no strings to the type checker', () => {
    const sealed = seal(ring, '13800138000', place);
    // @ts-expect-error a sealed value cannot be used as text
    const text: string = sealed;
    // @ts-expect-error nor as the value of another field
    const other: Sealed<'idNo'> = sealed;
    expect([text, other]).toHaveLength(2);
  });

  test('an error tells the place, not the value', () => {
    const sealed = seal(ring, '13800138000', place);
    expect(() => unseal(ring, sealed, { ...place, id: 'w2' })).toThrow('workers.mobile of w2 does not open');
  });
});

describe('key rotation', () => {
  const old = readKeyRing(OLD);
  const both = readKeyRing(`${NEW}, ${OLD}`);

  test('the first key seals, all open, and resealing moves to the first', () => {
    const sealed = seal(old, '13800138000', place);
    expect(unseal(both, sealed, place)).toBe('13800138000');
    const moved = reseal(both, sealed, place);
    expect(String(moved)).toContain('.k2026.');
    expect(moved && unseal(ring, moved, place)).toBe('13800138000');
    expect(moved && reseal(both, moved, place)).toBeUndefined();
    expect(() => unseal(ring, sealed, place)).toThrow('no data key k2025');
  });

  test('blind indexes of both keys are looked for', () => {
    const stored = blindIndex(old, 'phone', '13800138000');
    expect(blindIndexes(both, 'phone', '13800138000')).toContain(stored);
    expect(blindIndexes(both, 'phone', '13800138000')).toContain(blindIndex(ring, 'phone', '13800138000'));
    expect(blindIndexes(both, 'phone', '13800138001')).not.toContain(stored);
  });
});

describe('blind index', () => {
  test('is equal for equal values of a kind only, and only under the same key', () => {
    const index = blindIndex(ring, 'phone', '13800138000');
    expect(blindIndex(ring, 'phone', '13800138000')).toBe(index);
    expect(blindIndex(ring, 'idNo', '13800138000')).not.toBe(index);
    expect(blindIndex(ring, 'phone', '13800138001')).not.toBe(index);
    expect(blindIndex(readKeyRing(newDataKey('k2026')), 'phone', '13800138000')).not.toBe(index);
  });
});

describe('DATA_KEYS', () => {
  test.each([
    ['', /data key 1/],
    ['k1', /data key 1/],
    [`${NEW},k1:c2hvcnQ=`, /data key 2/],
    [`${NEW},${NEW}`, /data key 2 has the same id/],
    [`ключ:${'A'.repeat(43)}=`, /data key 1/],
  ])('%j is refused', (text, message) => {
    expect(() => readKeyRing(text)).toThrow(message);
  });

  test('no key is shown by errors, printing or JSON', () => {
    const secret = NEW.split(':')[1] ?? '';
    const shown = inspect(ring, { depth: 9 }) + JSON.stringify([...ring.byId.values()]);
    expect(shown).not.toContain(secret.slice(0, 10));
    expect(shown).not.toContain(Buffer.from(secret, 'base64').toString('hex').slice(0, 10));
    expect(() => readKeyRing(`bad:${secret.slice(0, 20)}`)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret.slice(0, 10)) }),
    );
  });
});
