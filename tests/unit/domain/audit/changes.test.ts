import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { field } from '../../../../schemas/field.js';
import { changesOf } from '../../../../src/domain/audit/index.js';

const Shop = z.object({
  name: field(z.string(), { label: '名称', kind: 'text', privacy: 'open' }),
  phone: field(z.string(), { label: '电话', kind: 'phone', privacy: 'personal_high' }).optional(),
  roads: field(z.array(z.string()), { label: '道路', kind: 'text', privacy: 'open' }).optional(),
  inner: z.string().optional(),
});

describe('what an audit row tells of a change', () => {
  test('only what differs, in clear only where the field is open', () => {
    const before = { name: '甲店', phone: '13800138000', inner: 'x' };
    const after = { name: '乙店', phone: '13900139000', inner: 'x', roads: ['天河路'] };
    expect(changesOf(Shop, before, after)).toEqual({ name: '乙店', phone: '***', roads: '[1]' });
  });

  test('a field without privacy class is hidden, a removed one is null or hidden', () => {
    expect(changesOf(Shop, { inner: 'a', name: '甲店' }, { inner: 'b' })).toEqual({ inner: '***', name: null });
  });

  test('a new record tells its open fields', () => {
    expect(changesOf(Shop, null, { name: '甲店', phone: '1' })).toEqual({ name: '甲店', phone: '***' });
  });
});
