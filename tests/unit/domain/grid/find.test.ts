import { describe, expect, test } from '@jest/globals';
import { buildTree, findNodes } from '../../../../src/domain/grid/index.js';
import { changedNode, drawNode, retiredNode } from '../../../../src/domain/grid/rules.js';
import { smallTree } from '../../../support/grid.js';

const tree = smallTree();
const all = { prefixes: ['/'] };
const ids = (text: string, area = all, where = tree) => findNodes(where, area, text).map(({ node }) => node._id);

describe('finding a node by what people say', () => {
  test.each([
    ['41010810120300', ['v11']],
    ['410108101203', ['v11']],
    ['４１０１０８１０１２０３', ['v11']],
    ['HJ-HYK-07', ['v22']],
    ['hj hyk 07', ['v22']],
    ['古荥镇', ['t1']],
    ['古荥村', ['v12']],
    ['古荥村村民委员会', ['v12']],
    ['古荥', ['t1', 'v12']],
    ['花园口', ['t2', 'v21']],
    ['花园口镇中队', ['t2']],
    ['花园口劳动保障监察中队', ['t2']],
    // the plan's four names of the level-3 body (domain.md fact 5)
    ['花园口村网格化服务站', ['v21']],
    ['花园口村网格服务站', ['v21']],
    ['花园口服务站', ['v21']],
    ['花园口工作站', ['v21']],
    ['指挥中心', ['d']],
    ['河畔', ['v22']],
    ['河畔社区居委会', ['v22']],
    ['公庙', ['v11']],
    ['guxingzhen', ['t1']],
    ['hpsq', ['v22']],
    ['  ', []],
    ['月球', []],
    ['庙', []],
  ])('%s', (text, expected) => {
    expect(ids(text).sort()).toEqual(expected);
  });

  test('stays inside the area', () => {
    expect(ids('花园口', { prefixes: ['/d/t1/'] })).toEqual([]);
    expect(ids('41010810120300', { prefixes: ['/d/t2/', '/d/t1/v12/'] })).toEqual([]);
    expect(ids('古荥', { prefixes: [] })).toEqual([]);
  });

  test('an old name and an old code lead to the node as it is now', () => {
    const later = buildTree(
      tree.all.map((n) => (n._id === 'v21' ? changedNode(tree, 'v21', { name: '北村', code: '41010810020900' }) : n)),
      tree.day,
    );
    expect(findNodes(later, all, '花园口村')).toMatchObject([{ by: 'old_name', node: { _id: 'v21', name: '北村' } }]);
    expect(findNodes(later, all, '410108100201')).toMatchObject([{ by: 'old_code', node: { _id: 'v21' } }]);
  });

  test('what was split leads to its successors', () => {
    const without = tree.all.map((n) => (n._id === 'v11' ? retiredNode(n, ['a', 'b'], tree.day) : n));
    let split = buildTree(without, tree.day);
    for (const [id, code] of [
      ['a', '41010810120301'],
      ['b', '41010810120302'],
    ] as const)
      split = buildTree([...split.all, drawNode(split, id, { parentId: 't1', name: `纪公庙${id}`, code })], tree.day);
    expect(ids('41010810120300', all, split)).toEqual(['a', 'b']);
    expect(ids('纪公庙村', all, split)).toEqual(['a', 'b']);
  });
});
