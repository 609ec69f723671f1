/** What goes upwards, who was responsible, figures, keeping and keys. */
import { describe, expect, test } from '@jest/globals';
import { redraw } from '../../../src/domain/grid/index.js';
import {
  applyRetention,
  closeSituation,
  matterFacts,
  moveMatters,
  openMatter,
  openSituation,
  progressFor,
  raiseAlarm,
  readIdentity,
  receiveSituation,
  reportSituation,
  resealMatters,
  resealSituations,
  responsibleOn,
  storedAboutPerson,
  supplementSituation,
} from '../../../src/domain/matters/index.js';
import { systemScope } from '../../../src/domain/rights/index.js';
import { instantAt } from '../../../src/lib/day.js';
import { newDataKey, readKeyRing } from '../../../src/lib/seal.js';
import { onStage, people } from '../../support/matter-stage.js';

const stage = onStage();

describe('important situations', () => {
  test('are told upwards, received, supplemented, closed; what was written rests sealed', async () => {
    const squad = await stage.district.scope('squad');
    const [head, boss, squad2] = [
      await stage.district.scope('head'),
      await stage.district.scope('boss'),
      await stage.district.scope('squad2'),
    ];
    const report = { place: '古荥镇某路口', people: 40, demand: '要工资', now: '聚集', done: '到场劝导' };
    const { situationId, no, notices } = await stage.district.run((deps) =>
      reportSituation(deps, squad, { cellId: 'v11', report }),
    );
    expect(no).toBe('QK2026-001');
    expect(people(notices)).toEqual(['head situation', 'boss situation', '#d situation']);
    expect(notices.every(({ urgent }) => urgent === true)).toBe(true);
    await expect(stage.district.run((deps) => receiveSituation(deps, squad, situationId))).rejects.toMatchObject({
      code: 'not_allowed',
    });
    await stage.district.run((deps) => receiveSituation(deps, head, situationId));
    await stage.district.run((deps) => receiveSituation(deps, head, situationId));
    await stage.district.run((deps) => supplementSituation(deps, squad, { situationId, text: '人已散去', people: 3 }));
    const card = await stage.district.run((deps) => openSituation(deps, head, situationId));
    expect(card).toMatchObject({ situation: { no, people: 3, receipts: [{ by: 'head' }] } });
    expect(card.report.demand?.showTo({ kind: 'member', userid: 'head' })).toBe('要工资');
    expect(card.supplements[0]?.text.showTo({ kind: 'member', userid: 'head' })).toBe('人已散去');
    await stage.district.run((deps) => closeSituation(deps, head, situationId));
    await expect(
      stage.district.run((deps) => supplementSituation(deps, squad, { situationId, text: 'x', people: 3 })),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(JSON.stringify(await stage.database.db.collection('situations').find().toArray())).not.toMatch(
      /要工资|某路口/,
    );
    await stage.district.run((deps) => receiveSituation(deps, boss, situationId));
    await expect(stage.district.run((deps) => openSituation(deps, squad2, situationId))).rejects.toMatchObject({
      code: 'matter_not_found',
    });
    await expect(
      stage.district.run((deps) => reportSituation(deps, squad, { cellId: 'v11', report: { people: 3 } })),
    ).rejects.toMatchObject({ code: 'invalid_record' });
  });

  test('an alarm before there is a number goes to everybody on duty, once for the same words', async () => {
    const alarm = () =>
      stage.district.run((deps) =>
        raiseAlarm(deps, { today: stage.district.today(), cellId: 'v11', flags: ['violence'], key: 'c1' }),
      );
    const [first, again] = [await alarm(), await alarm()];
    expect(people(first)).toEqual(['squad red', 'desk red', 'head red']);
    expect(again.map(({ effectKey }) => effectKey)).toEqual(first.map(({ effectKey }) => effectKey));
  });
});

describe('responsibility', () => {
  test('of any day is known after people moved and the cell was split', async () => {
    const matterId = await stage.reach('investigating');
    stage.district.goTo('2026-03-10');
    await stage.district.act('squad', { matterId, action: 'assign', officers: ['ben', 'cai'] });
    stage.district.goTo('2026-03-16');
    const actor = systemScope('2026-03-16');
    await stage.district.run(({ tx }) =>
      redraw(
        { tx, actor, grid: stage.district.house.grid, hooks: [moveMatters] },
        {
          from: ['v11'],
          into: [
            { parentId: 't1', name: '纪公庙东', code: '41010810120301' },
            { parentId: 't1', name: '纪公庙西', code: '41010810120302' },
          ],
        },
      ),
    );
    const who = (day: string) => stage.district.run((deps) => responsibleOn(deps, actor, matterId, day));
    expect(await who('2026-03-05')).toMatchObject({
      cellId: 'v11',
      handlers: [
        { userid: 'ann', duty: 'lead' },
        { userid: 'ben', duty: 'second' },
      ],
    });
    expect((await who('2026-03-05')).unit.map(({ userid }) => userid)).toEqual(['co']);
    expect(await who('2026-03-12')).toMatchObject({
      cellId: 'v11',
      handlers: [{ userid: 'ben', duty: 'lead' }, { userid: 'cai' }],
    });
    expect((await who('2026-03-16')).cellId).not.toBe('v11');
  });
});

describe('numbers for digests', () => {
  test('one reading for all units; a past day stays as it was', async () => {
    const first = await stage.reach('closed');
    await stage.district.receive({ cellId: 'v21', kind: 'report' });
    const open = await stage.reach('investigating', { cellId: 'v12' });
    const of = (from: string, to: string) =>
      stage.district.run((deps) => matterFacts(deps, { prefixes: ['/d/'] }, { from, to }));
    const day = await of('2026-03-02', '2026-03-02');
    expect(day.get('d')).toMatchObject({
      complaints: 2,
      reports: 1,
      accepted: 2,
      closed: 1,
      open: 2,
      overdue: 0,
      people: 3,
      peoplePaid: 1,
      paidFen: 500_000,
      closedInTime: 1,
      dueForRate: 1,
      categories: { M6a: 3 },
    });
    expect(day.get('t1')).toMatchObject({ complaints: 2, reports: 0, closed: 1 });
    expect(day.get('v11')).toMatchObject({ complaints: 1, closed: 1 });
    expect(day.get('v21')).toMatchObject({ reports: 1, people: 1 });
    expect(day.has('v22')).toBe(false);
    expect(
      await stage.district.run((deps) =>
        matterFacts(deps, { prefixes: ['/d/t2/'] }, { from: '2026-03-02', to: '2026-03-02' }),
      ),
    ).toEqual(new Map([...day].filter(([id]) => ['t2', 'v21'].includes(id))));
    // late: the fast track ended on 03-23, the report's Henan week on 03-09
    const late = await of('2026-03-24', '2026-03-24');
    expect(late.get('d')).toMatchObject({
      complaints: 0,
      open: 2,
      overdue: 2,
      legallyOverdue: 0,
      dueForRate: 2,
      closedInTime: 0,
    });
    // whatever happens later, the numbers of these days stay
    stage.district.goTo('2026-03-25');
    await stage.district.act('head', { matterId: open, action: 'extend', reason: 'complex' });
    await stage.district.act('head', { matterId: first, action: 'reopen', reason: 'new_facts' });
    const again = await of('2026-03-24', '2026-03-24');
    expect(again).toEqual(late);
    expect(await of('2026-03-02', '2026-03-02')).toEqual(day);
    expect((await of('2026-03-25', '2026-03-25')).get('d')).toMatchObject({ open: 3, overdue: 1 });
  });
});

describe('keeping', () => {
  test('token and raw text go after 180 days, everything personal at the end; numbers stay', async () => {
    const closed = await stage.reach('closed');
    const refused = (await stage.district.receive({ kind: 'report' })).matterId;
    await stage.district.act('squad', { matterId: refused, action: 'refuse', reason: 'too_old', note: '甄有福说的' });
    const open = (await stage.district.receive()).matterId;
    const apply = (day: string) => {
      stage.district.clock.set(instantAt(day, '03:00'));
      return stage.district.run((deps) => applyRetention(deps, day));
    };
    expect(await apply('2026-08-29')).toEqual({ stripped: 0, rawTexts: 0, more: false });
    expect(await apply('2026-08-30')).toEqual({ stripped: 0, rawTexts: 2, more: false });
    expect(await stage.district.matter(closed)).toHaveProperty('facts'); // belongs to the case file
    expect(await stage.district.matter(refused)).not.toHaveProperty('facts');
    const rows = stage.database.db.collection('matter_identities');
    expect(await rows.countDocuments({ tokenHash: { $exists: true } })).toBe(0);
    expect(await rows.countDocuments({ name: { $exists: true } })).toBe(3);
    expect(await apply('2029-03-03')).toEqual({ stripped: 1, rawTexts: 0, more: false });
    expect(await rows.countDocuments({ matterId: refused })).toBe(0);
    expect(
      await stage.database.db
        .collection('matter_events')
        .countDocuments({ matterId: refused, note: { $exists: true } }),
    ).toBe(0);
    expect(await apply('2036-03-03')).toMatchObject({ stripped: 1 });
    expect(await stage.district.matter(closed)).toMatchObject({
      state: 'closed',
      outcome: { paidFen: 500_000 },
      strippedOn: '2036-03-03',
    });
    expect(await stage.district.matter(open)).toHaveProperty('facts');
    expect(await stage.database.db.collection('document_numbers').countDocuments()).toBe(5);
  });

  test('keys change: everything opens under the new ones alone', async () => {
    const matterId = await stage.reach('closed');
    await stage.district.act('head', { matterId, action: 'reopen', reason: 'new_facts', note: '有新证据' });
    const report = await stage.district.receive({ kind: 'report' });
    const next = newDataKey('k2');
    const both = `${next},${stage.district.dataKey}`;
    const turning = { keys: readKeyRing(both), identityKeys: readKeyRing(both, 'identity') };
    let after = '';
    let records = 0;
    for (;;) {
      const turned = await stage.district.run((deps) => resealMatters(deps, after, 1), turning);
      records += turned.records;
      if (turned.next === null) break;
      after = turned.next;
    }
    expect(records).toBe(7); // two matters, two persons, two letters, one note
    const again = await stage.district.run((deps) => resealMatters(deps), turning);
    expect(again).toEqual({ records: 0, tokensUnderOldKeys: 1, next: null });
    const squad = await stage.district.scope('squad');
    const card = { place: '某路口', people: 9, demand: '要工资', now: '聚集', done: '劝导' };
    const { situationId } = await stage.district.run((deps) =>
      reportSituation(deps, squad, { cellId: 'v11', report: card }),
    );
    await stage.district.run((deps) => supplementSituation(deps, squad, { situationId, text: '散去', people: 0 }));
    expect(await stage.district.run((deps) => resealSituations(deps), turning)).toEqual({ records: 1, next: null });
    expect(await stage.district.run((deps) => resealSituations(deps), turning)).toEqual({ records: 0, next: null });
    const alone = { keys: readKeyRing(next), identityKeys: readKeyRing(next, 'identity') };
    const ann = await stage.district.scope('ann');
    const answer = await stage.district.run(
      (deps) => readIdentity(deps, ann, { matterId, fields: ['name'], purpose: 'contact' }),
      alone,
    );
    expect(answer).toMatchObject({ ok: true });
    expect(await stage.district.run((deps) => storedAboutPerson(deps, { phone: '13800138000' }), alone)).toHaveLength(
      2,
    );
    expect(
      (await stage.district.run((deps) => openSituation(deps, squad, situationId), alone)).supplements,
    ).toHaveLength(1);
    const opened = await stage.district.run((deps) => openMatter(deps, ann, matterId), alone);
    expect(opened.facts?.showTo({ kind: 'member', userid: 'ann' })).toContain('没发工资');
    const token = report.token?.showTo({ kind: 'member', userid: 'x' }) ?? '';
    expect(await stage.district.run((deps) => progressFor(deps, { id: 'x' }, { token }), turning)).toMatchObject({
      kind: 'found',
    });
  });
});
