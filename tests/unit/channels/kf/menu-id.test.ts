import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { menuIdOf, readMenuId } from '../../../../src/channels/kf/menu-id.js';

test('an id says which choice of which question it is, in letters, digits and _', () => {
  const id = menuIdOf({ taskId: '65f0@employer.kind@3', choiceId: 'self_employed' });
  expect(id).toBe('q__65f0_40employer_2ekind_403__self_5femployed');
  expect(readMenuId(id ?? '')).toEqual({ taskId: '65f0@employer.kind@3', choiceId: 'self_employed' });
  expect(readMenuId(menuIdOf({ taskId: 't', choiceId: '个体户' }) ?? '')).toEqual({ taskId: 't', choiceId: '个体户' });
});

test.each(['', 'm_arrears', 'q__', 'q__a', 'q__a__', 'q__a__b__c', 'q__a__b-c', 'q__a__b_', 'Q__a__b'])(
  'foreign id %j is none of ours',
  (id) => expect(readMenuId(id)).toBeNull(),
);

test('any pair of ids that fits comes back as it was; none is longer than 128 bytes', () => {
  const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(part, part, (taskId, choiceId) => {
      const id = menuIdOf({ taskId, choiceId });
      if (id === null) return;
      expect(Buffer.byteLength(id)).toBeLessThanOrEqual(128);
      expect(id).toMatch(/^[A-Za-z0-9_]+$/);
      expect(readMenuId(id)).toEqual({ taskId, choiceId });
    }),
    { seed: 20261123, numRuns: 500 },
  );
});
