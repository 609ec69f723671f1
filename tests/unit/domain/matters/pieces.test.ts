import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hashesInText, hashesOfValue } from '../../../../src/domain/matters/pieces.js';
import { newDataKey, readKeyRing } from '../../../../src/lib/seal.js';

const OLD = newDataKey('old');
const NEW = newDataKey('new');
const ring = readKeyRing(NEW, 'identity');
const hits = (value: string, text: string, publicWords: string[] = [], keys = ring) => {
  const stored = new Set(hashesOfValue(keys, value));
  return hashesInText(keys, text, publicWords).some((hash) => stored.has(hash));
};

describe('a protected value is recognised', () => {
  test.each([
    ['甄有福', '投诉人甄有福，12 人'],
    ['甄有福', '投诉人 甄 有 福 到场'],
    ['甄有福', '甄·有·福'],
    ['甄有福', '**甄**有福'],
    ['尤甲', '尤甲反映'],
    ['阿卜杜勒·热合曼', '阿卜杜勒热合曼等 3 人'],
    ['阿卜杜勒·热合曼', '热合曼·阿卜杜勒'],
    ['John Smith', 'mr. JOHN  SMITH said'],
    ['13800138000', '电话13800138000'],
    ['13800138000', '电话 138 0013-8000。'],
    ['13800138000', '电话１３８００１３８０００'],
    ['0371-63630000', '037163630000'],
    ['63630000', '拨 6363-0000'],
    ['41010819900101001X', '身份证 410108 19900101 001x'],
    ['41010819900101001X', '号码410108199001010'], // most of it
    ['7K2M-9QXP', '查询码 7k2m9qxp'],
    ['wmAAAABBBBCCCCDDDDEEEE0001', 'id wmAAAABBBBCCCCDDDDEEEE0001 left'],
    ['65f0c1a2b3c4d5e6f7a8b9c0', 'kf:65f0c1a2b3c4d5e6f7a8b9c0:x'],
  ])('%s in “%s”', (value, text) => expect(hits(value, text)).toBe(true));

  test.each([
    ['甄有福', '古荥镇：新登记投诉 HJ261123-04170，12 人'],
    ['甄有福', '甄选商品，有福同享'],
    ['13800138000', '电话 13800138001'],
    ['13800138000', '138****8000'],
    ['7K2M-9QXP', '查询码已发'],
    ['李', '李家庄'], // one character says nothing
    ['123456', '编号 123456'],
  ])('%s not in “%s”', (value, text) => expect(hits(value, text)).toBe(false));

  test('unless it is the name of a place', () => {
    expect(hits('古荥', '古荥镇新登记投诉 1 件')).toBe(true);
    expect(hits('古荥', '古荥镇新登记投诉 1 件', ['古荥镇'])).toBe(false);
    expect(hits('古荥', '古荥镇：古荥来电', ['古荥镇'])).toBe(true);
  });

  test('also while the keys are being changed', () => {
    const stored = new Set(hashesOfValue(readKeyRing(OLD, 'identity'), '甄有福'));
    const both = readKeyRing(`${NEW},${OLD}`, 'identity');
    expect(hashesInText(both, '甄有福来了', []).some((hash) => stored.has(hash))).toBe(true);
  });

  test('what is stored tells nothing: hashes only, other keys give others', () => {
    const stored = hashesOfValue(ring, '甄有福');
    expect(stored.join()).not.toContain('甄');
    expect(hashesOfValue(readKeyRing(NEW), '甄有福')).not.toEqual(stored);
  });

  test('wherever it stands in a text', () => {
    const name = fc.stringMatching(/^[赵钱孙李周吴郑王][明华丽军伟芳娜敏静]{1,2}$/);
    const around = fc.stringMatching(/^[，。：；a-z0-9 ]{0,20}$/);
    fc.assert(
      fc.property(name, around, around, (value, before, after) => hits(value, `${before}${value}${after}`)),
      { seed: 20100726, numRuns: 300 },
    );
  });
});
