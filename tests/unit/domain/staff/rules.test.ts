import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { covers } from '../../../../schemas/scope.js';
import type { Staff } from '../../../../schemas/staff.js';
import { edited, type StaffEdit, scopeOn } from '../../../../src/domain/staff/rules.js';
import { countingIds } from '../../../../src/lib/ids.js';
import { smallTree } from '../../../support/grid.js';

const tree = smallTree();
const personAfter = (...edits: StaffEdit[]): Staff => {
  const newId = countingIds();
  let person: Staff | null = null;
  for (const edit of edits) person = edited(person, edit, tree, newId);
  return person!;
};
const add: StaffEdit = { kind: 'person', userid: 'Wang.YanShi', name: '王演示' };
const assign = (nodeId: string, from = '2026-01-01', to?: string, role = 'co_inspector' as const): StaffEdit => ({
  kind: 'assign',
  userid: 'wang.yanshi',
  role,
  nodeId,
  from,
  ...(to !== undefined && { to }),
});

describe('a person', () => {
  test('is kept under the lower-case userid', () => {
    expect(personAfter(add)).toMatchObject({ userid: 'wang.yanshi', name: '王演示', assignments: [] });
  });

  test.each<[string, StaffEdit[]]>([
    ['staff_not_found', [assign('v11')]],
    ['staff_role_misplaced', [add, { ...assign('v11'), role: 'squadron_leader' } as StaffEdit]],
    ['staff_assignment_exists', [add, assign('v11'), assign('v11', '2026-02-01')]],
    ['staff_assignment_exists', [add, assign('v11', '2026-01-01', '2026-02-01'), assign('v11', '2026-02-01')]],
    ['grid_cell_not_found', [add, assign('nowhere')]],
    [
      'staff_assignment_not_found',
      [add, { kind: 'end', userid: 'wang.yanshi', assignmentId: 'none', lastDay: '2026-03-01' }],
    ],
    [
      'staff_assignment_not_found',
      [
        add,
        assign('v11', '2026-01-01', '2026-02-01'),
        { kind: 'end', userid: 'wang.yanshi', assignmentId: 'id2', lastDay: '2026-03-01' },
      ],
    ],
  ])('%s', (code, edits) => {
    expect(() => personAfter(...edits)).toThrow(expect.objectContaining({ code }));
  });

  test('serves again after an interruption', () => {
    expect(
      personAfter(add, assign('v11', '2026-01-01', '2026-02-01'), assign('v11', '2026-02-02')).assignments,
    ).toHaveLength(2);
  });
});

describe('the scope of a person', () => {
  test('is made of the assignments of the day, both ends included', () => {
    const person = personAfter(add, assign('v11', '2026-01-10', '2026-01-20'), assign('v22', '2026-01-15'));
    const on = (day: string) => scopeOn(person, day).prefixes;
    expect(on('2026-01-09')).toEqual([]);
    expect(on('2026-01-10')).toEqual(['/d/t1/v11/']);
    expect(on('2026-01-20')).toEqual(['/d/t1/v11/', '/d/t2/v22/']);
    expect(on('2026-01-21')).toEqual(['/d/t2/v22/']);
  });

  test('a town covers its villages and nothing else', () => {
    const scope = scopeOn(personAfter(add, assign('v11'), assign('t1')), '2026-03-02');
    expect(scope.prefixes).toEqual(['/d/t1/']);
    expect(covers(scope, '/d/t1/v12/')).toBe(true);
    expect(covers(scope, '/d/t2/v21/')).toBe(false);
    expect(covers(scope, '/d/')).toBe(false);
  });

  test('a leader reads no records, a person without assignment nothing', () => {
    const leader = personAfter(add, {
      kind: 'assign',
      userid: 'wang.yanshi',
      role: 'leader',
      nodeId: 'd',
      from: '2026-01-01',
    });
    expect(scopeOn(leader, '2026-03-02')).toMatchObject({ prefixes: [], roles: [{ role: 'leader', gridPath: '/d/' }] });
    expect(scopeOn(personAfter(add), '2026-03-02')).toMatchObject({ prefixes: [], roles: [] });
  });

  test('a certificate counts on the days it is valid', () => {
    const person = personAfter({
      ...add,
      certificates: [{ kind: 'enforcement', no: '豫A000001', validFrom: '2025-01-01', validTo: '2026-02-28' }],
    } as StaffEdit);
    expect(scopeOn(person, '2026-02-28').certified).toBe(true);
    expect(scopeOn(person, '2026-03-01').certified).toBe(false);
  });

  test('covers exactly the nodes of the assignments that hold, for any set of them', () => {
    const node = fc.constantFrom('d', 't1', 't2', 'v11', 'v12', 'v21', 'v22');
    const row = fc.record({ node, from: fc.integer({ min: 1, max: 28 }), days: fc.integer({ min: 0, max: 20 }) });
    const dayText = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10);
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 1, max: 50 }), (rows, n) => {
        const assignments = rows.map(({ node: nodeId, from, days }, i) => ({
          id: `a${i}`,
          role: 'co_inspector' as const,
          nodeId,
          gridPath: tree.node(nodeId)?.gridPath ?? '',
          from: dayText(from),
          to: dayText(from + days),
        }));
        const scope = scopeOn({ ...personAfter(add), assignments }, dayText(n));
        const holding = rows.filter(({ from, days }) => from <= n && n <= from + days);
        for (const { _id, gridPath } of tree.all) {
          const expected = holding.some((r) => tree.path(_id).some((above) => above._id === r.node));
          expect(covers(scope, gridPath)).toBe(expected);
        }
      }),
      { seed: 20100726 },
    );
  });
});
