/** What a worker's own words already answer. */
import { expect, test } from '@jest/globals';
import { readStory, tellsPeriod } from '../../../src/turn/read-story.js';

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

test.each([
  ['6到8月', '2026-06', '2026-08'],
  ['6-8', '2026-06', '2026-08'],
  ['7、8、9月的', '2026-07', '2026-09'],
  ['三四月份的工资', '2026-03', '2026-04'],
  ['5月和8月', undefined, '2026-08'],
  ['8月到现在', '2026-08', '2026-11'],
  ['从8月开始一直到现在都没给', '2026-08', '2026-11'],
  ['上个月', '2026-10', '2026-10'],
  ['上上个月到这个月的工资', '2026-09', '2026-11'],
  ['去年11月到今年2月', '2025-11', '2026-02'],
  ['12月', '2025-12', '2025-12'],
  ['三个月', undefined, undefined],
  ['过年前', undefined, undefined],
  ['今年春节到现在', undefined, undefined],
  ['半年多了', undefined, undefined],
  ['干的活都没给过钱', undefined, undefined],
])('%s says when: %s to %s', (text, periodFrom, periodTo) => {
  expect(readStory(text, TODAY)).toMatchObject({ ...(periodFrom && { periodFrom }), ...(periodTo && { periodTo }) });
  expect(readStory(text, TODAY).periodFrom).toBe(periodFrom);
  expect(tellsPeriod(text, TODAY)).toBe(true);
});

test.each(['快点', '好的吧哈哈', '欠我1.2万', '3', '2027年3月', '2月30号到2027年5月'])(
  '%s says no time that can be',
  (text) => {
    expect(tellsPeriod(text, TODAY)).toBe(false);
    expect(readStory(text, TODAY).periodTo).toBeUndefined();
  },
);

test('a text of any length is read quickly', () => {
  const began = performance.now();
  readStory('在欠一二三四五六七八九十万月到村路号的'.repeat(2_000), TODAY);
  expect(performance.now() - began).toBeLessThan(1_000);
});
