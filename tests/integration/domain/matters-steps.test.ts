/** Steps of a matter: guards, clocks, races, merging. */
import { describe, expect, test } from '@jest/globals';
import { findAuditOf } from '../../../src/domain/audit/index.js';
import { progressFor, recomputeClocks } from '../../../src/domain/matters/index.js';
import { standingRungs } from '../../../src/domain/matters/standing-rungs.js';
import { systemScope } from '../../../src/domain/rights/index.js';
import { editStaff } from '../../../src/domain/staff/index.js';
import { makeCalendar } from '../../../src/lib/workdays.js';
import { matterMessages } from '../../../src/texts/matters.js';
import { COMPLAINT } from '../../support/matter-district.js';
import { me, onStage, people } from '../../support/matter-stage.js';

const stage = onStage();

describe('a complaint from receipt to archive', () => {
  test('goes by the table, with clocks, numbers, letters and events', async () => {
    const received = await stage.district.receive();
    expect(received).toMatchObject({
      registerNo: '惠投〔2026〕0001号',
      answerBy: '2026-03-09',
      redFlags: [],
      reportCard: false,
    });
    expect(received.receiptNo).toMatch(/^HJ260302-\d{5}$/);
    expect(people(received.notices)).toEqual(['#t1 received', 'squad received']);
    const { matterId } = received;
    const file = await stage.district.act('head', { matterId, action: 'file' });
    expect(file).toMatchObject({ state: 'filed', dueOn: '2026-03-23' }); // the fast track is the strictest
    expect(file.papers.map(({ kind, number }) => [kind, number])).toEqual([
      ['filing', '惠人社监立字〔2026〕第001号'],
      ['accept', undefined],
    ]);
    expect(file.papers[1]?.text?.showTo({ kind: 'member', userid: 'head' })).toContain('甄有福：');
    expect(people(file.notices)).toEqual(['cust-0001 letter']);
    const assigned = await stage.district.act('squad', { matterId, action: 'assign', officers: ['ann', 'ben'] });
    expect(people(assigned.notices)).toEqual(['ann assigned', 'ben assigned']);
    stage.district.goTo('2026-03-10');
    await stage.district.act('ann', { matterId, action: 'investigate' });
    const extended = await stage.district.act('boss', {
      matterId,
      action: 'extend',
      reason: 'complex',
      note: '甄有福的工友还没找到',
    });
    expect(extended).toMatchObject({ state: 'extended', dueOn: '2026-04-14' });
    await stage.district.act('head', { matterId, action: 'suspend', reason: 'party_fled' });
    expect((await stage.district.matter(matterId))?.['dueOn']).toBeUndefined();
    stage.district.goTo('2026-03-20');
    await stage.district.act('ann', { matterId, action: 'resume' });
    expect((await stage.district.matter(matterId))?.['dueOn']).toBe('2026-04-27');
    await stage.district.act('ann', { matterId, action: 'decide' });
    const order = await stage.district.act('ann', {
      matterId,
      action: 'order',
      kind: 'rectification',
      within: { length: 5, unit: 'day' },
    });
    expect(order.papers[0]?.number).toBe('惠人社监令字〔2026〕第001号');
    await stage.district.act('ben', { matterId, action: 'correct', evidence: ['proof-1'] });
    await expect(
      stage.district.act('head', { matterId, action: 'close', outcome: { code: 'paid_in_full' } }),
    ).rejects.toMatchObject({
      code: 'matter_refused',
      facts: { guard: 'wage_outcome' },
    });
    const close = await stage.district.act('head', {
      matterId,
      action: 'close',
      outcome: { code: 'paid_in_full', people: 1, paidFen: 500_000 },
    });
    expect(
      matterMessages(close.notices, stage.district.clock.now()).find(({ target }) => target.kind === 'customer')?.body,
    ).toMatchObject({
      text: expect.stringContaining('支付金额：5,000元'),
    });
    await stage.district.act('ann', { matterId, action: 'archive' });
    const events = await stage.database.db.collection('matter_events').find({ matterId }).sort({ seq: 1 }).toArray();
    expect(events.map(({ action, from, to, by, role }) => [action, from ?? '', to, by, role ?? ''])).toEqual([
      ['receive', '', 'received', 'person', ''],
      ['file', 'received', 'filed', 'head', 'brigade_leader'],
      ['assign', 'filed', 'filed', 'squad', 'squadron_leader'],
      ['investigate', 'filed', 'investigating', 'ann', 'full_time_inspector'],
      ['extend', 'investigating', 'extended', 'boss', 'leader'],
      ['suspend', 'extended', 'suspended', 'head', 'brigade_leader'],
      ['resume', 'suspended', 'investigating', 'ann', 'full_time_inspector'],
      ['decide', 'investigating', 'deciding', 'ann', 'full_time_inspector'],
      ['order', 'deciding', 'ordered', 'ann', 'full_time_inspector'],
      ['correct', 'ordered', 'corrected', 'ben', 'full_time_inspector'],
      ['close', 'corrected', 'closed', 'head', 'brigade_leader'],
      ['archive', 'closed', 'archived', 'ann', 'full_time_inspector'],
    ]);
    expect(events[4]).toMatchObject({ reason: 'complex', documentIds: [expect.any(String)] });
    expect(events[4]?.['note']).toMatch(/^v1\./);
    const audit = await stage.district.run(({ tx }) => findAuditOf(tx, matterId));
    expect(audit.filter(({ action }) => action !== 'matter.read')).toHaveLength(12);
  });

  test('guards tell who may instead', async () => {
    const { matterId } = await stage.district.receive();
    const refused = (userid: string, command: object) =>
      expect(stage.district.act(userid, { matterId, ...command })).rejects;
    await refused('ann', { action: 'file' }).toMatchObject({
      code: 'matter_refused',
      facts: { guard: 'role', roles: 'brigade_leader' },
    });
    await refused('expired', { action: 'guide', track: 'court' }).toMatchObject({ facts: { guard: 'certificate' } });
    await refused('co', { action: 'guide', track: 'court' }).toMatchObject({ facts: { guard: 'role' } });
    await refused('cai', { action: 'guide', track: 'court' }).toMatchObject({ code: 'matter_not_found' });
    await refused('head', { action: 'decide' }).toMatchObject({ facts: { guard: 'state', state: 'received' } });
    await refused('head', { action: 'order', kind: 'x' }).toMatchObject({ code: 'invalid_record' });
    await stage.district.act('head', { matterId, action: 'file' });
    await refused('squad', { action: 'assign', officers: ['ann', 'expired'] }).toMatchObject({
      facts: { guard: 'officer_role' },
    });
    await refused('squad', { action: 'assign', officers: ['ann', 'nobody'] }).toMatchObject({
      facts: { guard: 'officer_role' },
    });
    await stage.district.act('squad', { matterId, action: 'assign', officers: ['ann', 'ben'] });
    await refused('squad', { action: 'investigate' }).toMatchObject({ facts: { guard: 'handler' } });
    // an officer of another town handles it like an own one
    await stage.district.act('squad', { matterId, action: 'assign', officers: ['ann', 'cai'] });
    await stage.district.act('cai', { matterId, action: 'investigate' });
    await stage.district.run(({ tx }) =>
      editStaff({ tx, actor: systemScope(stage.district.today()), ...stage.district.house }, [
        { kind: 'person', userid: 'cai', certificates: [] },
      ]),
    );
    await refused('cai', { action: 'decide' }).toMatchObject({ facts: { guard: 'certificate' } });
  });
});

describe('two people at once', () => {
  test('one wins, the other hears what happened', async () => {
    const { matterId, version } = await stage.district.receive();
    const act = (userid: string, command: object) =>
      stage.district.act(userid, { matterId, seen: version, ...command });
    const outcomes = await Promise.allSettled([
      act('ann', { action: 'guide', track: 'court' }),
      act('head', { action: 'file' }),
      act('ben', { action: 'request_supplement', items: ['amount'] }),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({
          code: 'matter_changed',
          facts: { version: version + 1, by: expect.stringMatching(/^职员/) },
        });
    expect(await stage.database.db.collection('matter_events').countDocuments({ matterId })).toBe(2);
    expect(await stage.database.db.collection('matter_documents').countDocuments({ matterId })).toBeLessThanOrEqual(2);
  });
});

describe('merging', () => {
  test('a duplicate ends with the number of the other, and its person is led there', async () => {
    const [first, second] = [await stage.district.receive(), await stage.district.receive()];
    const merged = await stage.district.act('ann', {
      matterId: second.matterId,
      action: 'merge',
      into: first.matterId,
    });
    expect(merged).toMatchObject({ state: 'closed' });
    expect(await stage.district.matter(second.matterId)).toMatchObject({
      mergedInto: first.matterId,
      outcome: { code: 'duplicate' },
    });
    expect(await stage.district.matter(first.matterId)).toMatchObject({
      mergedFrom: [second.matterId],
      complainants: 1,
    });
    const progress = await stage.district.run((deps) => progressFor(deps, me, { receiptNo: second.receiptNo }));
    expect(progress).toMatchObject({ kind: 'found', progress: { receiptNo: first.receiptNo, state: 'received' } });
  });

  test('joined complaints add up, keep their persons, and reach the thresholds', async () => {
    const lead = await stage.district.receive({ content: { ...COMPLAINT.content, employerName: '甲厂' } });
    for (let i = 0; i < 4; i++) {
      const one = await stage.district.receive({
        person: { name: `工友${i}`, phone: `1390013800${i}` },
        customerId: `c${i}`,
        content: { ...COMPLAINT.content, employerName: `另写${i}` },
      });
      const rows = await stage.database.db
        .collection<{ _id: string }>('matter_identities')
        .find({ caseId: lead.matterId })
        .toArray();
      const acted = await stage.district.act('ann', {
        matterId: one.matterId,
        action: 'join',
        into: lead.matterId,
        representatives: [rows[0]?._id],
      });
      if (i === 3) expect(people(acted.notices)).toEqual(expect.arrayContaining(['squad escalated']));
    }
    expect(await stage.district.matter(lead.matterId)).toMatchObject({
      complainants: 5,
      amountFen: 2_500_000,
      escalations: [{ code: 'group_of_5' }],
    });
    expect(await stage.database.db.collection('matter_identities').countDocuments({ caseId: lead.matterId })).toBe(5);
  });
});

describe('the calendar changes', () => {
  test('running clocks are reckoned anew, with old and new dates on record', async () => {
    const { matterId } = await stage.district.receive();
    await stage.reach('closed');
    const strike = makeCalendar([
      { year: 2026, confirmed: true, holidays: [{ name: '临时放假', off: ['2026-03-05', '2026-03-09'] }] },
    ]);
    const { changed, next } = await stage.district.run((deps) => recomputeClocks(deps, stage.district.today()), {
      calendar: strike,
    });
    expect(next).toBeNull();
    expect(changed.find((one) => one.matterId === matterId)?.dues).toEqual([
      { kind: 'accept', was: '2026-03-09', is: '2026-03-10' },
    ]);
    const [event] = await stage.database.db
      .collection('matter_events')
      .find({ matterId, action: 'recompute' })
      .toArray();
    expect(event).toMatchObject({ by: 'sys', dues: [{ kind: 'accept', was: '2026-03-09', is: '2026-03-10' }] });
    const audit = await stage.district.run(({ tx }) => findAuditOf(tx, matterId));
    expect(audit.at(-1)).toMatchObject({
      action: 'matter.recompute',
      changes: { dues: 'accept 2026-03-09 2026-03-10' },
    });
    expect(
      (await stage.district.run((deps) => recomputeClocks(deps, stage.district.today()), { calendar: strike })).changed,
    ).toEqual([]);
  });
});

describe('the ladder', () => {
  test('tells of each running clock where it stands, and to whom', async () => {
    const matterId = await stage.reach('investigating');
    await stage.district.receive({
      cellId: 'v21',
      kind: 'report',
      content: { ...COMPLAINT.content, categories: ['M7'] },
    });
    const of = async (day: string) =>
      (await stage.district.run((deps) => standingRungs(deps, day))).rungs.map(
        ({ item, rung, due, userids, groupNodeId }) =>
          `${item.replace(/:\w{24}:/, ':')} ${rung} ${due} ${userids.join('+')} #${groupNodeId}`,
      );
    expect(await of('2026-03-02')).toEqual([]);
    expect(await of('2026-03-06')).toEqual(['matter:accept -1 2026-03-09 squad2 #d']);
    expect(await of('2026-03-24')).toEqual([
      'matter:investigate +1 2026-03-23 ann+ben+squad+head #t1',
      'matter:close 50% 2026-04-01 ann+ben #t1',
      'matter:accept +5 2026-03-09 squad2+head+boss #d',
    ]);
    await stage.district.act('head', { matterId, action: 'suspend', reason: 'party_fled' });
    expect(await of('2026-03-24')).toHaveLength(1);
    const closed = await stage.reach('closed');
    const [call] = (await stage.district.run((deps) => standingRungs(deps, '2026-03-04'))).rungs.filter(
      (one) => one.matterId === closed,
    );
    expect(call).toMatchObject({ clock: 'satisfaction', userids: ['squad'] });
  });
});
