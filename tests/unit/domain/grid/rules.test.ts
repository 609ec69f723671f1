import { describe, expect, test } from '@jest/globals';
import { changedNode, drawNode, retiredNode } from '../../../../src/domain/grid/rules.js';
import { buildTree, isInForce } from '../../../../src/domain/grid/tree.js';
import { smallTree } from '../../../support/grid.js';

const tree = smallTree();

describe('drawing a node', () => {
  test('takes its level from the parent and gives a village its 00', () => {
    const node = drawNode(tree, 'n', { parentId: 't1', name: '程庄村', code: '410108101201' });
    expect(node).toMatchObject({
      level: { scheme: 'TWO_NET_2010', level: 3 },
      gridPath: '/d/t1/n/',
      code: '41010810120100',
      validFrom: '2026-03-02',
    });
    expect(node.codes).toEqual([{ system: 'area', value: '41010810120100', from: '2026-03-02' }]);
  });

  test('goes without a code while it is planned', () => {
    expect(drawNode(tree, 'n', { parentId: 't1', name: '新村', status: 'planned' })).not.toHaveProperty('code');
  });

  test.each([
    ['grid_code_misplaced', { parentId: 't1', code: '41010810020500' }],
    ['grid_code_invalid', { parentId: 't1', code: '410108101000' }],
    ['grid_code_invalid', { parentId: 't1', code: '4101' }],
    ['grid_code_taken', { parentId: 't1', code: '410108101203' }],
    ['grid_code_taken', { parentId: 't1', cityCode: 'HJ-HYK-07' }],
    ['grid_level_misplaced', { parentId: 'v11' }],
    ['grid_cell_not_found', { parentId: 'nowhere' }],
  ])('%s: %j', (code, input) => {
    expect(() => drawNode(tree, 'n', { name: '某村', ...input })).toThrow(expect.objectContaining({ code }));
  });
});

describe('a change of name or code', () => {
  test('begins today and leaves the old one on record', () => {
    const node = changedNode(tree, 'v11', { name: '纪公庙社区', code: '410108101002' });
    expect(node._id).toBe('v11');
    expect(node.names).toEqual([
      { value: '纪公庙村', from: '2026-01-01', to: '2026-03-01' },
      { value: '纪公庙社区', from: '2026-03-02' },
    ]);
    expect(node.codes.map(({ value, to }) => [value, to])).toEqual([
      ['41010810120300', '2026-03-01'],
      ['41010810100200', undefined],
    ]);
  });

  test('the same day corrects a slip without a row of history', () => {
    const slipped = buildTree(
      tree.all.map((n) => (n._id === 'v11' ? changedNode(tree, 'v11', { name: '记公庙社区' }) : n)),
      tree.day,
    );
    expect(changedNode(slipped, 'v11', { name: '纪公庙社区' }).names.map(({ value }) => value)).toEqual([
      '纪公庙村',
      '纪公庙社区',
    ]);
  });

  test('to what it is already changes nothing', () => {
    expect(changedNode(tree, 'v11', { name: '纪公庙村', code: '410108101203' })).toEqual(tree.node('v11'));
  });
});

describe('the tree as of a day', () => {
  const renamed = tree.all.map((n) => (n._id === 't1' ? changedNode(tree, 't1', { name: '荥泽镇' }) : n));

  test('shows the names of that day', () => {
    expect(buildTree(renamed, '2026-03-01').node('t1')?.name).toBe('古荥镇');
    expect(buildTree(renamed, '2026-03-02').node('t1')?.name).toBe('荥泽镇');
  });

  test('holds what was in force on that day', () => {
    const retired = tree.all.map((n) => (n._id === 'v11' ? retiredNode(n, ['x'], '2026-03-02') : n));
    const names = (day: string) =>
      buildTree(retired, day)
        .children('t1')
        .map((n) => n._id);
    expect(names('2026-03-01')).toEqual(['v12', 'v11']);
    expect(names('2026-03-02')).toEqual(['v12']);
    expect(buildTree(retired, '2025-12-31').children(null)).toEqual([]);
    expect(isInForce(retired[3]!, '2026-03-02')).toBe(false);
  });

  test('gives the way from the district to a node', () => {
    expect(tree.path('v22').map((n) => n._id)).toEqual(['d', 't2', 'v22']);
    expect(tree.path('nowhere')).toEqual([]);
  });
});
