/** What a worker's own words already answer. */
import { expect, test } from '@jest/globals';
import { readStory } from '../../../src/turn/read-story.js';

const TODAY = '2026-11-23';

test.each([
  [
    '我叫李测试，电话19900001234，在古荥镇古荥大街18号的样例惠民快餐店干活，6月到8月的工资没发，欠我1.2万元',
    {
      name: '李测试',
      phone: '19900001234',
      amountFen: 1_200_000,
      periodFrom: '2026-06',
      periodTo: '2026-08',
      employer: '样例惠民快餐店',
      place: '古荥镇古荥大街18号',
    },
  ],
  ['老板欠俺三个月工资', {}],
  ['我们12个人在工地干活，一共欠了十五万块钱，包工头跑了', { people: 12, amountFen: 15_000_000 }],
  ['说好一天300块，干了20天，总共欠6000元', { amountFen: 600_000 }],
  ['一个月5000块，已经两个月没给', {}],
  ['2023年3月到5月的工资没给', { periodFrom: '2023-03', periodTo: '2023-05' }],
  ['2023年11月到2月的工资没给', { periodFrom: '2023-11', periodTo: '2024-02' }],
  ['10月到3月的工钱没给', { periodFrom: '2025-10', periodTo: '2026-03' }],
  ['今年5月份工资没发', { periodFrom: '2026-05', periodTo: '2026-05' }],
  ['已经到法院起诉了还没判', { elsewhere: 'court' }],
  ['我想去法院起诉行吗', {}],
  ['仲裁委已经受理了', { elsewhere: 'arbitration' }],
  ['😭😭😭', {}],
  ['', {}],
])('%s', (text, story) => {
  expect(readStory(text, TODAY)).toEqual(story);
});

test('a text of any length is read quickly', () => {
  const began = performance.now();
  readStory('在欠一二三四五六七八九十万月到村路号的'.repeat(2_000), TODAY);
  expect(performance.now() - began).toBeLessThan(1_000);
});
