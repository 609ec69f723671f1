import { describe, expect, test } from '@jest/globals';
import type { GridNode } from '../../../../schemas/grid.js';
import type { RecordData } from '../../../../schemas/unit-record.js';
import { CHECK_NAMES, faultOfCheck, judgeCheck } from '../../../../src/domain/plans/checks/index.js';
import { type Facts, factsFor } from '../../../support/check-facts.js';

const judge = (name: string, node: string, facts: Facts, params?: Record<string, unknown>) => {
  const all = factsFor(facts);
  return judgeCheck({ name, ...(params && { with: params }) }, all.tree.node(node) as GridNode, all);
};
const body = {
  kind: 'squadron' as const,
  name: '古荥镇中队',
  setUpOn: '2026-02-01',
  address: '古荥大街 1 号',
  phone: '63000000',
};
const chart = (which: 'diagram' | 'staffing' | 'duties'): RecordData => ({
  kind: 'wall_chart',
  chart: which,
  photo: 'p',
});
const network = (which: 'city' | 'jinbao', works = true): RecordData => ({
  ...{ kind: 'network_test', network: which, works, testedBy: '王测试' },
});
const funding = (plannedFen: number, receivedFen: number, item = '建设'): RecordData => ({
  ...{ kind: 'funding', item, plannedFen, receivedFen },
});
const text = (textKind: 'duty' | 'rule', role?: 'co_inspector' | 'full_time_inspector'): RecordData => ({
  ...{ kind: 'text', textKind, title: '职责', body: '…', edition: 1 },
  ...(role && { role }),
});

describe('automatic checks', () => {
  test.each<[string, string, Facts, Record<string, unknown> | undefined, object]>([
    // S1, S2, S4
    ['body_set_up', 't1', {}, undefined, { met: false, have: 0, need: 1 }],
    ['body_set_up', 't1', { nodes: { t1: { body } } }, undefined, { met: true }],
    [
      'body_set_up',
      't1',
      { nodes: { t1: { body } } },
      { needs: ['address', 'head'] },
      { met: false, have: 2, lacks: ['head'] },
    ],
    [
      'body_set_up',
      't1',
      { nodes: { t1: { body } }, people: [['li', 'squadron_leader', 't1']] },
      { needs: ['address', 'phone', 'head'] },
      { met: true, have: 4 },
    ],
    // S3: on paper and in fact
    ['leader_appointed', 't1', { people: [['li', 'squadron_leader', 't1']] }, undefined, { met: false }],
    [
      'leader_appointed',
      't1',
      { records: [['t1', { kind: 'appointment', staffId: 'li', role: 'squadron_leader', documentNo: '1' }]] },
      undefined,
      { met: false },
    ],
    [
      'leader_appointed',
      't1',
      {
        people: [['li', 'squadron_leader', 't1']],
        records: [['t1', { kind: 'appointment', staffId: 'li', role: 'squadron_leader', documentNo: '1' }]],
      },
      undefined,
      { met: true },
    ],
    ['under_brigade', 'd', { people: [['wu', 'brigade_leader', 'd']] }, undefined, { met: true }],
    // S7 per cell
    ['staffing', 'v11', { people: [['a', 'full_time_inspector', 'v11']] }, { rule: 'S7', atLeast: 1 }, { met: true }],
    [
      'staffing',
      'v11',
      { people: [['a', 'full_time_inspector', 't1']] },
      { rule: 'S7', atLeast: 1 },
      { met: false, have: 0 },
    ],
    // A2: per town, its cells included
    ['staffing', 't1', { people: [['a', 'full_time_inspector', 'v11']] }, { rule: 'S7', atLeast: 1 }, { met: true }],
    // S8 and A4: any mix, or two of one kind
    [
      'staffing',
      'v11',
      {
        people: [
          ['a', 'part_time_inspector', 'v11'],
          ['b', 'co_inspector', 'v11'],
        ],
      },
      { rule: 'S8', atLeast: 2 },
      { met: true, need: 2 },
    ],
    [
      'staffing',
      'v11',
      {
        people: [
          ['a', 'part_time_inspector', 'v11'],
          ['b', 'co_inspector', 'v11'],
        ],
      },
      { rule: 'S8', atLeast: 2, anyMix: false },
      { met: false, have: 1 },
    ],
    ['funding_settled', 't1', {}, undefined, { met: false }],
    [
      'funding_settled',
      't1',
      {
        records: [
          ['t1', funding(500, 500)],
          ['t1', funding(300, 200, '设备')],
        ],
      },
      undefined,
      { met: false, have: 700, need: 800 },
    ],
    ['funding_settled', 't1', { records: [['t1', funding(500, 600)]] }, undefined, { met: true }],
    // S10: the size is only warned about
    [
      'premises',
      'd',
      { records: [['d', { kind: 'premises', areaSqm: 28 }]] },
      { minSqm: 30, maxSqm: 50 },
      { met: true, warn: 'area' },
    ],
    [
      'premises',
      'd',
      { records: [['d', { kind: 'premises', areaSqm: 50 }]] },
      { minSqm: 30, maxSqm: 50 },
      { met: true, have: 1, need: 1 },
    ],
    ['premises', 'v11', {}, undefined, { met: false }],
    [
      'network_linked',
      't1',
      {
        records: [
          ['t1', network('city')],
          ['t1', network('jinbao', false)],
        ],
      },
      { networks: ['city', 'jinbao'] },
      { met: false, have: 1, need: 2, lacks: ['jinbao'] },
    ],
    // S16: body, staff, code
    ['node_built', 'v11', {}, undefined, { met: false, have: 1, lacks: ['body', 'staff'] }],
    [
      'node_built',
      'v11',
      { nodes: { v11: { body } }, people: [['a', 'co_inspector', 'v11']] },
      undefined,
      { met: true, have: 3 },
    ],
    ['code_set', 'v22', {}, { system: 'city' }, { met: true }],
    ['code_set', 'v11', {}, { system: 'city' }, { met: false }],
    ['diagram_drawn', 'v11', { records: [['v11', { kind: 'diagram', file: 'f' }]] }, undefined, { met: true }],
    // S21–S23: photos of the last 183 days
    [
      'wall_charts',
      'v11',
      {
        records: [
          ['v11', chart('diagram'), '2025-08-31'],
          ['v11', chart('staffing'), '2025-08-30'],
          ['v11', chart('duties')],
        ],
      },
      undefined,
      { met: false, have: 2, need: 3, lacks: ['staffing'] },
    ],
    // S24, S47
    [
      'coverage',
      't1',
      { cells: { v11: { known: 60, collected: 60 }, v12: { known: 40, collected: 34 } } },
      { percent: 95 },
      { met: false, have: 94, need: 100 },
    ],
    [
      'coverage',
      't1',
      { cells: { v11: { known: 60, collected: 60 }, v12: { known: 40, collected: 35 } } },
      { percent: 95 },
      { met: true },
    ],
    ['coverage', 'v21', {}, { percent: 95 }, { met: false, have: 0, need: 0 }],
    [
      'data_fresh',
      'v11',
      { cells: { v11: { known: 10, collected: 10, stale: 2 } } },
      { percent: 90 },
      { met: false, have: 8, need: 10 },
    ],
    ['files_complete', 'v11', { cells: { v11: { required: 200, filled: 181 } } }, { percent: 90 }, { met: true }],
    [
      'complaint_point',
      'v11',
      { records: [['v11', { kind: 'complaint_point', address: 'a', phone: '63000000', hours: '全天' }]] },
      undefined,
      { met: true },
    ],
    [
      'contact_published',
      'd',
      { records: [['d', { kind: 'contact_card', department: '指挥中心', contact: '王', phone: '63000000' }]] },
      undefined,
      { met: true },
    ],
    [
      'document_filed',
      'd',
      { records: [['d', { kind: 'document', category: 'policy', title: '办法' }]] },
      { category: 'target_sheet' },
      { met: false },
    ],
    // S9: texts of the district hold below; each present edition must be read by whom it concerns
    [
      'duty_texts',
      't1',
      { records: [['d', text('duty', 'co_inspector')]] },
      { roles: ['co_inspector', 'full_time_inspector'] },
      { met: false, have: 1, lacks: ['full_time_inspector'] },
    ],
    ['rule_texts', 'd', { records: [['d', text('rule')]] }, undefined, { met: true }],
    [
      'texts_acknowledged',
      't1',
      {
        people: [
          ['a', 'co_inspector', 'v11'],
          ['b', 'co_inspector', 'v12'],
          ['c', 'full_time_inspector', 'v12'],
        ],
        records: [
          ['d', text('duty', 'co_inspector')],
          ['d', { kind: 'acknowledgement', textId: 'r0', staffId: 'a' }],
        ],
      },
      { textKind: 'duty', percent: 100 },
      { met: false, have: 1, need: 2 },
    ],
    [
      'training_attended',
      'd',
      {
        people: [
          ['a', 'co_inspector', 'v11'],
          ['b', 'co_inspector', 'v12'],
          ['x', 'leader', 'd'],
        ],
        records: [
          ['d', { kind: 'training', title: '首轮', attendees: [{ staffId: 'a' }] }],
          ['d', { kind: 'training', title: '旧', attendees: [{ staffId: 'b' }] }, '2024-01-01'],
        ],
      },
      { percent: 90 },
      { met: false, have: 1, need: 2 },
    ],
    [
      'people_in_role',
      't1',
      {
        people: [
          ['a', 'co_inspector', 'v11'],
          ['a', 'co_inspector', 'v12'],
        ],
      },
      { role: 'co_inspector', atLeast: 2 },
      { met: false, have: 1 },
    ],
    [
      'every',
      't1',
      { records: [['t1', { kind: 'premises', areaSqm: 20 }]] },
      { checks: [{ name: 'premises' }, { name: 'funding_settled' }] },
      { met: false, have: 1, need: 2, lacks: ['funding_settled'] },
    ],
  ])('%s of %s with %j', (name, node, facts, params, expected) => {
    expect(judge(name, node, facts, params)).toMatchObject(expected);
  });

  test('refuse parameters they do not know', () => {
    expect(CHECK_NAMES.filter((name) => faultOfCheck({ name, with: { strange: 1 } }) === null)).toEqual([]);
  });

  test('refuse a check inside “every” that does not exist, with its place', () => {
    const ref = { name: 'every', with: { checks: [{ name: 'premises' }, { name: 'luck' }] } };
    expect(faultOfCheck(ref)).toMatchObject({ what: 'unknown', path: ['with', 'checks', 1, 'name'] });
    expect(() => judge('luck', 'd', {})).toThrow('luck');
  });
});
