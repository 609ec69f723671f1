/** A matter comes in: what it proposes and raises, who is recused, its numbers. */
import { describe, expect, test } from '@jest/globals';
import {
  declareRelation,
  eligibleOfficers,
  issueInquiryNotice,
  listMatters,
  openMatter,
  proposeDecision,
  readIdentity,
  voidDocumentNumber,
} from '../../../src/domain/matters/index.js';
import { findRegister } from '../../../src/models/matter-document.js';
import { COMPLAINT } from '../../support/matter-district.js';
import { onStage, people } from '../../support/matter-stage.js';

const stage = onStage();

describe('what comes in', () => {
  test.each([
    ['a complaint without a name', { person: {} }, { code: 'invalid_record', facts: { field: 'name' } }],
    [
      'a day that has not come',
      { content: { ...COMPLAINT.content, endedOn: '2026-03-03' } },
      { code: 'invalid_record', facts: { field: 'endedOn' } },
    ],
    [
      'a month that has not come',
      { content: { ...COMPLAINT.content, periodTo: '2026-04' } },
      { code: 'invalid_record', facts: { field: 'periodTo' } },
    ],
    [
      'a telephone that is none',
      { person: { name: '甄有福', phone: '138' } },
      { code: 'invalid_record', facts: { field: 'phone' } },
    ],
    [
      'a text of 12,001 characters',
      { content: { ...COMPLAINT.content, facts: '啊'.repeat(12_001) } },
      { code: 'invalid_record', facts: { field: 'facts' } },
    ],
    ['an employer that does not exist', { employerId: 'nowhere' }, { code: 'employer_not_found' }],
    ['a cell that does not exist', { cellId: 'nowhere' }, { code: 'grid_cell_not_found' }],
  ])('%s is refused, and nothing is left behind', async (_what, input, error) => {
    await expect(stage.district.receive(input)).rejects.toMatchObject(error);
    for (const name of ['matters', 'matter_identities', 'protected_values', 'document_numbers', 'audit'])
      expect(
        await stage.database.db.collection(name).countDocuments(name === 'audit' ? { action: 'matter.receive' } : {}),
      ).toBe(0);
  });

  test.each([
    ['10,000 characters', '没发工资。'.repeat(2_000)],
    ['only emoji', '😀😀😀'],
    ['numbers of a person', '我身份证41010819900101001X，电话13800138000'],
  ])('%s are harmless', async (_what, facts) => {
    const { matterId } = await stage.district.receive({
      content: { ...COMPLAINT.content, facts, employerName: '老王13900139000的店' },
    });
    const stored = await stage.district.matter(matterId);
    expect(stored).toMatchObject({ employerName: '老王139****9000的店' });
    expect(JSON.stringify(stored)).not.toMatch(/13800138000|41010819900101001X/);
  });

  test('two workers with the same telephone have a matter each; the same one again is proposed as a duplicate', async () => {
    const first = await stage.district.receive();
    const second = await stage.district.receive({
      person: { name: '尤二', phone: '13800138000' },
      customerId: 'cust-0002',
    });
    expect(second.receiptNo).not.toBe(first.receiptNo);
    const again = await stage.district.receive({ customerId: 'cust-0003' });
    const ann = await stage.district.scope('ann');
    const mate = await stage.district.run((deps) => proposeDecision(deps, ann, second.matterId));
    expect(mate.find(({ check }) => check === 'C6')).toMatchObject({ result: 'pass' });
    const proposals = await stage.district.run((deps) => proposeDecision(deps, ann, again.matterId));
    expect(proposals.find(({ check }) => check === 'C6')).toMatchObject({
      result: 'fail',
      action: 'merge',
      sameAs: first.receiptNo,
    });
    expect(proposals.filter(({ check }) => check !== 'C6').map(({ result }) => result)).toEqual([
      'pass',
      'pass',
      'pass',
      'pass',
      'pass',
    ]);
  });

  test('red words alarm everybody on duty at once', async () => {
    const { notices, redFlags, matterId } = await stage.district.receive({
      content: { ...COMPLAINT.content, facts: '再不给钱我就跳楼' },
    });
    expect(redFlags).toEqual(['self_harm']);
    const red = notices.filter(({ say }) => say.kind === 'red');
    expect(people(red).sort()).toEqual(['#t1 red', 'desk red', 'head red', 'squad red']);
    expect(red.every(({ urgent }) => urgent === true)).toBe(true);
    expect(await stage.district.matter(matterId)).toMatchObject({ priority: 'red' });
  });

  test('a group of twelve has twelve rows, representatives, and goes up', async () => {
    const others = Array.from({ length: 11 }, (_, i) => ({
      name: `工友${'甲乙丙丁戊己庚辛壬癸子'[i]}`,
      phone: `1390013${String(8000 + i)}`,
    }));
    const { matterId, notices } = await stage.district.receive({
      others,
      representatives: [0, 1],
      content: { ...COMPLAINT.content, peopleCount: 12, amountFen: 6_000_000 },
    });
    expect(await stage.district.matter(matterId)).toMatchObject({
      complainants: 12,
      representatives: [expect.any(String), expect.any(String)],
      escalations: [{ code: 'group_of_10', people: 12 }, { code: 'henan_suspected' }],
    });
    expect(await stage.database.db.collection('matter_identities').countDocuments({ caseId: matterId })).toBe(12);
    expect(people(notices)).toEqual(expect.arrayContaining(['squad escalated', 'head escalated', '#t1 escalated']));
    await expect(stage.district.receive({ others, representatives: [0, 1, 2, 3, 4, 5] })).rejects.toMatchObject({
      facts: { field: 'representatives' },
    });
    // letters go to the representatives only: the first of them writes by chat
    const filed = await stage.district.act('head', { matterId, action: 'file' });
    expect(filed.papers.filter(({ kind }) => kind === 'accept')).toHaveLength(2);
  });

  test('the third identical report in 30 days is raised', async () => {
    const report = { kind: 'report' as const, person: undefined, customerId: undefined };
    await stage.district.receive(report);
    await stage.district.receive(report);
    const third = await stage.district.receive(report);
    expect(await stage.district.matter(third.matterId)).toMatchObject({ priority: 'high', anonymous: true });
    expect(people(third.notices)).toContain('squad identical');
  });

  const saying = (facts: string, more = {}) =>
    stage.district.receive({ content: { ...COMPLAINT.content, facts, ...more } });
  const hidden = async (userid: string, matterId: string, facts: object) => {
    const scope = await stage.district.scope(userid);
    await expect(stage.district.run((deps) => openMatter(deps, scope, matterId))).rejects.toMatchObject(facts);
    expect(await stage.district.run((deps) => listMatters(deps, scope, 'open'))).toEqual([]);
  };

  test('who is named in a complaint neither hears of it nor sees it', async () => {
    const { matterId, notices } = await saying('职员squad收了老板的烟，工资还是没发');
    expect(people(notices)).toEqual(['#t1 received', 'head received']);
    await hidden('squad', matterId, { facts: { guard: 'recused' } });
    await expect(stage.district.act('squad', { matterId, action: 'guide', track: 'court' })).rejects.toMatchObject({
      facts: { guard: 'recused' },
    });
    const head = await stage.district.scope('head');
    const named = (await stage.district.run((deps) => eligibleOfficers(deps, head, matterId))).map(
      ({ userid }) => userid,
    );
    expect(named).toContain('ann');
    expect(named).not.toContain('squad');
  });

  test('a complaint about the unit on the spot goes past it, and its group hears nothing', async () => {
    for (const said of [
      saying('你们监察的人收了老板的钱，不办事'),
      saying('工资没发', { employerName: '古荥镇监察中队' }),
    ]) {
      const { matterId, notices } = await said;
      expect(people(notices)).toEqual(['head received', 'boss received']);
      for (const userid of ['squad', 'ann', 'ben', 'co']) await hidden(userid, matterId, { code: 'matter_not_found' });
      const head = await stage.district.scope('head');
      expect((await stage.district.run((deps) => openMatter(deps, head, matterId))).record.cellId).toBe('d');
      const officers = await stage.district.run((deps) => eligibleOfficers(deps, head, matterId));
      expect(officers.map(({ userid }) => userid)).toEqual(['head', 'cai', 'squad2']);
    }
  });

  test('a complaint about the brigade is for the leader, who can pass it on', async () => {
    const { matterId, notices } = await saying('监察大队跟老板是一伙的，去了三次不给办');
    expect(people(notices)).toEqual(['desk received', 'boss received']);
    await hidden('head', matterId, { facts: { guard: 'recused' } });
    const passed = await stage.district.act('boss', {
      matterId,
      action: 'transfer',
      to: '驻局纪检监察组',
      reason: 'no_jurisdiction',
    });
    expect(passed.state).toBe('transferred');
  });

  test('words about somebody else are no complaint about us', async () => {
    const { notices } = await saying('我去过监察大队问过，老板态度很差，工资不给');
    expect(people(notices)).toEqual(['#t1 received', 'squad received']);
  });
});

describe('recusal', () => {
  test('a declared relation closes the matters of the employer, those that come and those that are there', async () => {
    await stage.database.db
      .collection<{ _id: string }>('employers')
      .insertOne({ _id: 'e1', gridPath: '/d/t1/v11/', cellId: 'v11', name: '惠民快餐店' } as never, {
        bypassDocumentValidation: true,
      });
    const { matterId } = await stage.district.receive({ employerId: 'e1' });
    await stage.district.act('head', { matterId, action: 'file' });
    await stage.district.act('squad', { matterId, action: 'assign', officers: ['ann', 'ben'] });
    const ben = await stage.district.scope('ben');
    const notices = await stage.district.run((deps) => declareRelation(deps, ben, 'e1'));
    expect(people(notices)).toEqual(['squad recused']);
    expect(notices[0]?.say).toEqual({ kind: 'recused', no: expect.stringMatching(/^HJ/), officer: expect.any(String) });
    await expect(stage.district.act('ben', { matterId, action: 'investigate' })).rejects.toMatchObject({
      facts: { guard: 'recused' },
    });
    await expect(stage.district.run((deps) => openMatter(deps, ben, matterId))).rejects.toMatchObject({
      facts: { guard: 'recused' },
    });
    const ask = { matterId, fields: ['name'] as const, purpose: 'contact' as const };
    expect(await stage.district.run((deps) => readIdentity(deps, ben, ask))).toEqual({ ok: false });
    await expect(
      stage.district.act('squad', { matterId, action: 'assign', officers: ['ann', 'ben'] }),
    ).rejects.toMatchObject({ facts: { guard: 'officer_recused' } });
    const next = await stage.district.receive({ employerId: 'e1' });
    expect(await stage.district.matter(next.matterId)).toMatchObject({ recused: [{ userid: 'ben', why: 'declared' }] });
  });
});

describe('numbers', () => {
  test('have no gaps under concurrency and failures, one register a kind and year', async () => {
    const failing = async () => {
      const as = await stage.district.scope('sys');
      await stage.district.run(async (deps) => {
        const { receiveMatter } = await import('../../../src/domain/matters/index.js');
        await receiveMatter(deps, as, COMPLAINT);
        throw new Error('abort');
      });
    };
    const work = Array.from({ length: 24 }, (_, i) =>
      i % 3 === 2 ? failing() : stage.district.receive({ kind: i % 2 === 0 ? 'complaint' : 'report' }),
    );
    const outcomes = await Promise.allSettled(work);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(8);
    const sequences = async (register: 'complaint' | 'report') =>
      (await stage.district.run(({ tx }) => findRegister(tx, register, 2026))).map(({ sequence }) => sequence);
    const [complaints, reports] = [await sequences('complaint'), await sequences('report')];
    expect(complaints).toEqual(complaints.map((_, i) => i + 1));
    expect(reports).toEqual(reports.map((_, i) => i + 1));
    expect(complaints.length + reports.length).toBe(16);
    const receipts = await stage.database.db.collection('matters').distinct('receiptNo');
    expect(receipts).toHaveLength(16);
    stage.district.goTo('2027-01-04');
    expect((await stage.district.receive()).registerNo).toBe('惠投〔2027〕0001号');
  });

  test('a voided number stays and is never given again', async () => {
    const id = await stage.reach('filed');
    const ann = await stage.district.scope('ann');
    const number = '惠人社监立字〔2026〕第001号';
    await stage.district.run((deps) => voidDocumentNumber(deps, ann, { number, reason: 'mistake' }));
    await expect(
      stage.district.run((deps) => voidDocumentNumber(deps, ann, { number, reason: 'mistake' })),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await stage.reach('filed')).not.toBe(id);
    const register = await stage.district.run(({ tx }) => findRegister(tx, 'filing', 2026));
    expect(register.map(({ text, void: v }) => [text, v?.reason])).toEqual([
      [number, 'mistake'],
      ['惠人社监立字〔2026〕第002号', undefined],
    ]);
  });

  test('an inquiry notice has its own', async () => {
    const matterId = await stage.reach('investigating');
    const ann = await stage.district.scope('ann');
    expect(await stage.district.run((deps) => issueInquiryNotice(deps, ann, { matterId }))).toMatchObject({
      number: '惠人社监询字〔2026〕第001号',
    });
    const squad = await stage.district.scope('squad');
    await expect(stage.district.run((deps) => issueInquiryNotice(deps, squad, { matterId }))).rejects.toMatchObject({
      facts: { guard: 'handler' },
    });
  });
});
