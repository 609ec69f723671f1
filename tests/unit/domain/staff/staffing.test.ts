import { describe, expect, test } from '@jest/globals';
import type { Role } from '../../../../schemas/scope.js';
import { STAFFING_2010, type Staff } from '../../../../schemas/staff.js';
import { directoryOf } from '../../../../src/domain/staff/directory.js';
import { judgeStaffing, staffingGaps, whoIsResponsible } from '../../../../src/domain/staff/index.js';
import { smallTree } from '../../../support/grid.js';

const tree = smallTree();
const person = (userid: string, role: Role, nodeIds: string[], absent = false): Staff => ({
  _id: userid,
  userid,
  name: '张示例',
  certificates: [],
  assignments: nodeIds.map((nodeId, i) => ({
    id: `${userid}${i}`,
    role,
    nodeId,
    gridPath: tree.node(nodeId)?.gridPath ?? '',
    from: '2026-01-01',
  })),
  absences: absent ? [{ from: '2026-03-01', to: '2026-03-05' }] : [],
  dutiesAcknowledged: [],
  version: 1,
});

describe('staffing of a grid unit', () => {
  test.each([
    // [full-time, part-time, co-inspectors], any mix, gaps
    [[1, 2, 0], true, []],
    [[1, 1, 1], true, []], // A4: any mix counts to two
    [[1, 1, 1], false, ['S8 1/2']],
    [[1, 0, 2], false, []],
    [[0, 1, 1], true, ['S7 0/1']],
    [[0, 0, 0], true, ['S7 0/1', 'S8 0/2']],
  ] as const)('%j anyMix %s', ([fullTime, partTime, coInspectors], anyMix, expected) => {
    const gaps = judgeStaffing({ fullTime, partTime, coInspectors }, { ...STAFFING_2010, anyMix });
    expect(gaps.map((gap) => `${gap.rule} ${gap.have}/${gap.need}`)).toEqual(expected);
  });

  const directory = directoryOf([
    person('a', 'full_time_inspector', ['v11', 'v12']),
    person('b', 'co_inspector', ['v11']),
    person('c', 'part_time_inspector', ['v11', 't1']),
  ]);
  const gapsOf = (unitLevel: 2 | 3) =>
    staffingGaps(tree, directory, { prefixes: ['/d/t1/'] }, { ...STAFFING_2010, unitLevel }).map(
      ({ node, gaps }) => `${node._id} ${gaps.map((gap) => gap.rule).join(' ')}`,
    );

  test('A2: the unit is a cell, one person may serve in several', () => {
    expect(gapsOf(3)).toEqual(['v12 S8']);
  });

  test('A2: or a town, where everybody counts once', () => {
    expect(gapsOf(2)).toEqual([]);
    expect(staffingGaps(tree, directory, { prefixes: ['/'] }, { ...STAFFING_2010, unitLevel: 2 })).toMatchObject([
      { node: { _id: 't2' }, staff: { fullTime: 0, partTime: 0, coInspectors: 0 } },
    ]);
  });
});

describe('who answers for a node', () => {
  const directory = directoryOf([
    person('co', 'co_inspector', ['v11'], true),
    person('leader', 'squadron_leader', ['t1']),
    person('boss', 'brigade_leader', ['d']),
    person('chief', 'leader', ['d']),
    person('full', 'full_time_inspector', ['v12']),
    person('co2', 'co_inspector', ['v12']),
  ]);
  const who = (nodeId: string, day = '2026-03-02') =>
    whoIsResponsible(tree, directory, nodeId, day).map((r) => r.person.userid + (r.absent ? ' away' : ''));

  test('the inspectors of the cell, the full-time one first', () => {
    expect(who('v12')).toEqual(['full', 'co2']);
  });
  test('the squadron when everybody of the cell is away (S18)', () => {
    expect(who('v11')).toEqual(['co away', 'leader']);
    expect(who('v11', '2026-03-06')).toEqual(['co']);
  });
  test('the district when the town has nobody; leaders do no cell work', () => {
    expect(who('v21')).toEqual(['boss']);
    expect(who('d')).toEqual(['boss']);
  });
});
