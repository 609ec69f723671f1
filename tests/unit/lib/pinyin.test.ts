import { expect, test } from '@jest/globals';
import { toPinyin } from '../../../src/lib/pinyin.js';

test.each([
  ['古荥镇', 'guxingzhen', 'gxz'],
  ['荥阳路', 'xingyanglu', 'xyl'],
  ['荥泽大道', 'xingzedadao', 'xzdd'],
  ['郑州惠济商贸', 'zhengzhouhuijishangmao', 'zzhjsm'],
  ['长兴路绿地 KFC 2店', 'changxinglulvdikfc2dian', 'cxlldkfc2d'],
  ['（惠民）·快餐！', 'huiminkuaican', 'hmkc'],
  ['', '', ''],
])('%s', (text, full, initials) => {
  expect(toPinyin(text)).toEqual({ full, initials });
});

test('surnames are read as surnames', () => {
  expect(toPinyin('单小明', 'person').full).toBe('shanxiaoming');
});
