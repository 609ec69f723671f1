import { format, inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import type { MatterNotice } from '../../../schemas/matter-notice.js';
import type { OutboundMessage } from '../../../schemas/message.js';
import { Confidential, type NoSecrets, tellable } from '../../../src/lib/confidential.js';
import { type KeyRing, newDataKey, readKeyRing, SealError, type Sealed, seal, unseal } from '../../../src/lib/seal.js';
import { groupText } from '../../../src/texts/matters.js';

const name = new Confidential('甄有福');

describe('a confidential value', () => {
  test('prints, logs and serialises as a placeholder', () => {
    const told = [
      `${name}`,
      String(name),
      JSON.stringify({ name, deep: [{ name }] }),
      inspect({ name }, { depth: 9, showHidden: true }),
      format('%s %o', name, name),
      Object.keys(name).join(),
      name.derive((text) => `${text}先生`).toString(),
    ].join('\n');
    expect(told).not.toContain('甄有福');
    expect(told).toContain('[confidential]');
  });

  test('is shown to one person', () => {
    expect(name.showTo({ kind: 'member', userid: 'handler' })).toBe('甄有福');
    expect(name.derive((text) => text.length).showTo({ kind: 'customer', customerId: 'c1' })).toBe(3);
  });
});

/** Compiled with the tests; each line below an expectation must not compile (issue 6, point 9). */
function doesNotCompile(sealed: Sealed<'name'>, facts: { people: number; who: Confidential<string> }): unknown[] {
  const group = { kind: 'group', nodeId: 'n1' } as const;
  return [
    // @ts-expect-error a group is no private target
    name.showTo(group),
    // @ts-expect-error no text of a message
    { target: group, body: { kind: 'text', text: name }, effectKey: 'k' } satisfies OutboundMessage,
    // @ts-expect-error nor is a sealed value
    { target: group, body: { kind: 'text', text: sealed }, effectKey: 'k' } satisfies OutboundMessage,
    // @ts-expect-error a group is told numbers and units, nothing a person wrote
    { to: group, say: { kind: 'letter', text: name }, effectKey: 'k' } satisfies MatterNotice,
    // @ts-expect-error not in the facts of a group either
    groupText({ kind: 'received', no: name, matter: 'report', unit: '古荥镇', people: 1 }),
    // @ts-expect-error facts for a digest or an export
    tellable(facts),
    // @ts-expect-error however deep
    tellable({ rows: [{ sealed }] }),
    // @ts-expect-error a file name
    { kind: 'file', fileId: 'f', name } satisfies OutboundMessage['body'],
  ];
}

/** What may be told compiles. */
const told: NoSecrets<{ people: number; unit: string; days: Date[] }> = tellable({
  people: 3,
  unit: '古荥镇',
  days: [],
});

test('what may be told is told as it is; the rest is the compiler’s', () => {
  expect(told).toEqual({ people: 3, unit: '古荥镇', days: [] });
  expect(typeof doesNotCompile).toBe('function');
});

describe('the ring of the identities', () => {
  const key = newDataKey('k1');
  const place = { collection: 'matter_identities', id: 'i1', field: 'name' } as const;
  const sealedBy = (ring: KeyRing) => seal(ring, '甄有福', place);

  test('does not open, nor is opened by, the ring of the data, though both come of the same bytes', () => {
    const [data, identity] = [readKeyRing(key), readKeyRing(key, 'identity')];
    expect(unseal(identity, sealedBy(identity), place)).toBe('甄有福');
    expect(() => unseal(data, sealedBy(identity), place)).toThrow(SealError);
    expect(() => unseal(identity, sealedBy(data), place)).toThrow(SealError);
  });
});
