/** Who it is, who may know, and what a person may ask of his own matters. */
import { describe, expect, test } from '@jest/globals';
import { COVERED } from '../../../schemas/matter-redaction.js';
import { findAuditOf, sealAudit, verifyAudit } from '../../../src/domain/audit/index.js';
import {
  maskedPersons,
  matterFacts,
  openMatter,
  ownMatters,
  progressFor,
  rateByPerson,
  readIdentity,
  readLetter,
  readNotes,
  storedAboutPerson,
  supplementByPerson,
  withdrawByPerson,
} from '../../../src/domain/matters/index.js';
import { me, onStage, people } from '../../support/matter-stage.js';

const stage = onStage();

describe('identity', () => {
  test('is read by the handlers only, field by field, and every try is logged in the chain', async () => {
    const matterId = await stage.reach('investigating');
    const read = async (
      userid: string,
      fields: readonly ('name' | 'phone' | 'idNumber' | 'customer')[] = ['name', 'phone'],
    ) => {
      const as = await stage.district.scope(userid);
      return stage.district.run((deps) => readIdentity(deps, as, { matterId, fields, purpose: 'contact' }));
    };
    const answer = await read('ann');
    if (!answer.ok) throw new Error('the handler must read it');
    const [person] = answer.persons;
    expect(person?.role).toBe('complainant');
    expect(person?.fields.name?.showTo({ kind: 'member', userid: 'ann' })).toBe('甄有福');
    expect(person?.fields).not.toHaveProperty('idNumber');
    expect(JSON.stringify(answer)).not.toContain('甄有福');
    for (const userid of ['squad', 'head', 'boss', 'desk', 'co', 'cai'])
      expect(await read(userid)).toEqual({ ok: false });
    // the platform's id is nobody's business, not even the handler's
    expect(await read('ann', ['customer'])).toMatchObject({ ok: true, persons: [{ fields: {} }] });
    const log = (await stage.district.run(({ tx }) => findAuditOf(tx, matterId))).filter(
      ({ action }) => action === 'identity.read',
    );
    expect(log).toHaveLength(8);
    expect(log[0]).toMatchObject({
      actor: 'ann',
      changes: { role: 'full_time_inspector', fields: 'name phone', purpose: 'contact', result: 'shown', persons: 1 },
    });
    expect(log.filter(({ changes }) => changes['result'] === 'refused')).toHaveLength(6);
    stage.district.clock.advance(300_000);
    expect(await sealAudit(stage.district.transactions)).toBeGreaterThan(8);
    expect(await verifyAudit(stage.district.transactions)).toMatchObject({ ok: true });
  });

  test('of a complaint is seen masked by its handlers, of a report not at all; what was written likewise', async () => {
    const complaint = await stage.reach('filed');
    const report = (await stage.district.receive({ kind: 'report' })).matterId;
    await stage.district.act('squad', { matterId: report, action: 'assign', officers: ['ann'] });
    const [ann, squad, co] = [
      await stage.district.scope('ann'),
      await stage.district.scope('squad'),
      await stage.district.scope('co'),
    ];
    const masked = await stage.district.run((deps) => maskedPersons(deps, ann, complaint));
    const to = { kind: 'member', userid: 'ann' } as const;
    expect([masked[0]?.name?.showTo(to), masked[0]?.phone?.showTo(to)]).toEqual(['甄**', '138****8000']);
    expect(await stage.district.run((deps) => maskedPersons(deps, ann, report))).toEqual([]);
    const facts = async (scope: typeof ann, id: string) =>
      (await stage.district.run((deps) => openMatter(deps, scope, id))).facts?.showTo(to);
    expect(await facts(squad, complaint)).toContain('一直没发工资');
    expect(await facts(squad, report)).toBeUndefined();
    expect(await facts(ann, report)).toContain('一直没发工资');
    expect(await facts(co, complaint)).toBeUndefined();
    const opened = await stage.district.run((deps) => openMatter(deps, co, complaint));
    expect(JSON.stringify(opened)).not.toMatch(/甄有福|13800138000|v1\./);
  });

  test('a letter is read by the handler', async () => {
    const matterId = await stage.reach('filed');
    const letter = await stage.database.db
      .collection<{ _id: string }>('matter_documents')
      .findOne({ matterId, kind: 'accept' } as never);
    const read = async (userid: string) => {
      const as = await stage.district.scope(userid);
      return stage.district.run((deps) => readLetter(deps, as, { matterId, documentId: letter?._id ?? '' }));
    };
    expect((await read('ann')).showTo({ kind: 'member', userid: 'ann' })).toContain('甄有福');
    await expect(read('squad')).rejects.toMatchObject({ code: 'matter_not_found' });
  });

  test('a person hears what is stored about him', async () => {
    await stage.district.receive({
      person: {
        name: '甄有福',
        phone: '13800138000',
        idNumber: '41010819000101001X',
        address: '惠济区古荥镇古荥村大街18号',
      },
    });
    const own = await stage.district.run((deps) => storedAboutPerson(deps, { customerId: 'cust-0001' }));
    const to = { kind: 'customer', customerId: 'cust-0001' } as const;
    expect(own).toMatchObject([
      { role: 'complainant', fields: ['name', 'phone', 'idNumber', 'address', 'customer'], wroteFacts: true },
    ]);
    expect([own[0]?.shown.idNumber?.showTo(to), own[0]?.shown.address?.showTo(to)]).toEqual([
      '410108********001X',
      '惠济区古荥镇古荥村**',
    ]);
    expect(await stage.district.run((deps) => storedAboutPerson(deps, { phone: '13800138000' }))).toHaveLength(1);
    expect(
      await stage.district.run((deps) => storedAboutPerson(deps, { idNumber: '41010819000101001X' })),
    ).toHaveLength(1);
    expect(await stage.district.run((deps) => storedAboutPerson(deps, { customerId: 'somebody' }))).toEqual([]);
  });
});

describe('asking by number or token', () => {
  test('one’s own is found by chat, by telephone, by token; wrong and foreign numbers are not told apart', async () => {
    const own = await stage.district.receive();
    const foreign = await stage.district.receive({
      person: { name: '尤二', phone: '13900139000' },
      customerId: 'cust-0002',
    });
    const report = await stage.district.receive({ kind: 'report', person: undefined, customerId: undefined });
    const ask = (asker: { id: string; customerId?: string }, claim: Parameters<typeof progressFor>[2]) =>
      stage.district.run((deps) => progressFor(deps, asker, claim));
    expect(await ask(me, { receiptNo: own.receiptNo })).toMatchObject({
      kind: 'found',
      progress: { state: 'received', dueOn: '2026-03-09', canWithdraw: true },
    });
    expect(await stage.district.run((deps) => ownMatters(deps, 'cust-0001'))).toMatchObject([
      { receiptNo: own.receiptNo },
    ]);
    expect(await ask({ id: 'phone-1' }, { receiptNo: own.receiptNo, phone: '13800138000' })).toMatchObject({
      kind: 'found',
    });
    const token = report.token?.showTo({ kind: 'customer', customerId: 'x' }) ?? '';
    expect(token).toMatch(/^\w{4}-\w{4}$/);
    expect(await ask({ id: 'x' }, { token: token.toLowerCase().replace('-', ' ') })).toMatchObject({
      kind: 'found',
      progress: { kind: 'report' },
    });
    const answers = [
      await ask(me, { receiptNo: foreign.receiptNo }),
      await ask(me, { receiptNo: 'HJ260302-00000' }),
      await ask(me, { receiptNo: own.receiptNo.slice(0, -1) }),
      await ask({ id: 'y' }, { receiptNo: own.receiptNo, phone: '13900139000' }),
      await ask({ id: 'z' }, { token: 'AAAA-AAAA' }),
    ];
    expect(answers).toEqual(Array(5).fill({ kind: 'unknown' }));
  });

  test('guessing is limited for each asker and for all together', async () => {
    const own = await stage.district.receive();
    const guess = (id: string) =>
      stage.district.run((deps) => progressFor(deps, { id }, { token: 'ABCD-2345' }), {
        rules: { ...stage.district.house.rules, lookUp: { wrongPerAskerPerHour: 3, wrongPerHour: 5 } },
      });
    const kinds: string[] = [];
    for (const id of ['a', 'a', 'a', 'a', 'b', 'b', 'c']) kinds.push((await guess(id)).kind);
    expect(kinds).toEqual(['unknown', 'unknown', 'unknown', 'limited', 'unknown', 'unknown', 'limited']);
    // who is right is limited too, until the hour has passed
    stage.district.clock.advance(3_600_001);
    expect(await stage.district.run((deps) => progressFor(deps, me, { receiptNo: own.receiptNo }))).toMatchObject({
      kind: 'found',
    });
  });

  test('a person adds, withdraws, rates', async () => {
    const { matterId, receiptNo } = await stage.district.receive();
    await stage.district.act('ann', { matterId, action: 'request_supplement', items: ['proof'] });
    const today = stage.district.today();
    const staff = await stage.district.receive();
    await stage.district.act('ann', { matterId: staff.matterId, action: 'request_supplement', items: ['proof'] });
    const alarmed = await stage.district.act('co', {
      matterId: staff.matterId,
      action: 'supplement',
      facts: '他说老板打人',
      evidence: ['f9'],
    });
    expect(people(alarmed.notices)).toEqual(expect.arrayContaining(['squad red', 'desk red', 'head red']));
    const added = await stage.district.run((deps) =>
      supplementByPerson(deps, me, { receiptNo }, { today, facts: '补充：他威胁我', evidence: ['f1'] }),
    );
    expect(added).toMatchObject({ kind: 'found', progress: { state: 'received' } });
    if (added.kind !== 'found') throw new Error('not found');
    expect(people(added.notices)).toEqual(expect.arrayContaining(['squad added', 'head red', 'desk red']));
    const pressed = await stage.district.run((deps) =>
      withdrawByPerson(deps, me, { receiptNo }, { today, pressed: true }),
    );
    expect(pressed).toMatchObject({ kind: 'found', ended: false, progress: { state: 'received' } });
    const free = await stage.district.run((deps) =>
      withdrawByPerson(deps, me, { receiptNo }, { today, pressed: false }),
    );
    expect(free).toMatchObject({ ended: true, progress: { state: 'closed', outcome: 'withdrawn' } });
    await expect(
      stage.district.run((deps) => supplementByPerson(deps, me, { receiptNo }, { today, facts: 'x' })),
    ).rejects.toMatchObject({ facts: { guard: 'state' } });
    const rated = await stage.district.run((deps) =>
      rateByPerson(deps, me, { receiptNo }, { today, grade: 'dissatisfied', note: '我甄有福打了 13800138000 没人接' }),
    );
    const notesFor = async (userid: string) => {
      const scope = await stage.district.scope(userid);
      const notes = await stage.district.run((deps) => readNotes(deps, scope, matterId));
      return [...notes.values()].map((note) => note.showTo({ kind: 'member', userid }));
    };
    expect(await notesFor('ann')).toEqual([`我${COVERED}打了138****8000 没人接`]);
    expect(await notesFor('co')).toEqual([]);
    expect(rated).toMatchObject({ kind: 'found', notices: [{ to: { userid: 'head' } }] });
    const figures = await stage.district.run((deps) =>
      matterFacts(deps, { prefixes: ['/d/'] }, { from: today, to: today }),
    );
    expect(figures.get('d')).toMatchObject({ rated: 1, satisfied: 0 });
    const by = await stage.database.db.collection('matter_events').distinct('by', { matterId });
    expect(by.sort()).toEqual(['ann', 'person']);
  });

  test('after filing the inspector decides about a withdrawal', async () => {
    const matterId = await stage.reach('investigating');
    const receiptNo = String((await stage.district.matter(matterId))?.['receiptNo']);
    const asked = await stage.district.run((deps) =>
      withdrawByPerson(deps, me, { receiptNo }, { today: stage.district.today(), pressed: false }),
    );
    expect(asked).toMatchObject({ ended: false, progress: { state: 'investigating' } });
    if (asked.kind === 'found') expect(people(asked.notices)).toEqual(['ann withdrawal', 'ben withdrawal']);
  });
});
