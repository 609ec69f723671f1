import { describe, expect, test } from '@jest/globals';
import { readOrder } from '../../../../src/domain/tasks/index.js';

describe('work set in one sentence', () => {
  test.each([
    ['给各中队布置三图上墙自查，8月10日前', '各中队', '三图上墙自查', '8月10日'],
    ['请给各中队布置一下三图上墙自查，8月10日之前完成。', '各中队', '三图上墙自查', '8月10日'],
    ['给古荥镇各村布置消防通道自查，本周五前', '古荥镇各村', '消防通道自查', '本周五'],
    ['给古荥镇、花园口镇安排：清理欠账 12-15前报来', '古荥镇、花园口镇', '清理欠账', '12-15'],
    ['向所有服务站下达任务：更新联系电话，月底前完成', '所有服务站', '更新联系电话', '月底'],
    ['给各中队布置工资专项检查', '各中队', '工资专项检查', undefined],
  ])('%s', (sentence, bodies, title, due) => {
    expect(readOrder(sentence)).toEqual({ bodies, title, ...(due !== undefined && { due }) });
  });

  test.each(['给您添麻烦了', '布置工作', '给布置', '今天给各中队开了会', ''])('is not meant by “%s”', (sentence) => {
    expect(readOrder(sentence)).toBeNull();
  });
});
