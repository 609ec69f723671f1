import { describe, expect, test } from '@jest/globals';
import { readBodies } from '../../../../src/domain/tasks/index.js';
import { smallTree } from '../../../support/grid.js';

const tree = smallTree();
const read = (text: string, area = '/d/') => {
  const { bodies, unclear } = readBodies(tree, { prefixes: [area] }, text);
  return [
    bodies
      .map(({ _id }) => _id)
      .sort()
      .join(' '),
    unclear.join(' '),
  ];
};

describe('the bodies a leader means', () => {
  test.each([
    ['各中队', 't1 t2', ''],
    ['各镇街', 't1 t2', ''],
    ['所有服务站', 'v11 v12 v21 v22', ''],
    ['各村', 'v11 v12 v21 v22', ''],
    ['全部网格化服务站', 'v11 v12 v21 v22', ''],
    ['古荥镇', 't1', ''],
    ['古荥镇、花园口镇', 't1 t2', ''],
    ['古荥镇各村', 'v11 v12', ''],
    ['花园口镇所有服务站', 'v21 v22', ''],
    ['纪公庙村和河畔社区', 'v11 v22', ''],
    ['纪公庙工作站', 'v11', ''],
    ['花园口', '', '花园口'], // a town and a village: ask
    ['没有这个镇，古荥镇', 't1', '没有这个镇'],
    ['各单位', '', '各单位'],
  ])('%s → %s', (text, bodies, unclear) => {
    expect(read(text)).toEqual([bodies, unclear]);
  });

  test('lie inside the own area only', () => {
    expect(read('各村', '/d/t1/')).toEqual(['v11 v12', '']);
    expect(read('花园口镇', '/d/t1/')).toEqual(['', '花园口镇']);
  });
});
