/** What is covered in a matter: everybody sees the mark, the handlers can call up the original, who covered it and why is kept. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { findAuditOf } from '../../../src/domain/audit/index.js';
import {
  applyRetention,
  liftCover,
  openMatter,
  readOriginals,
  redact,
  resealMatters,
} from '../../../src/domain/matters/index.js';
import { newDataKey, readKeyRing } from '../../../src/lib/seal.js';
import { expectFile, settleFile } from '../../../src/models/file.js';
import { COMPLAINT, type District, openDistrict } from '../../support/matter-district.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

const PHONE = '13800138000';
const FACTS = `干了三个月没发工资，工友老贾有病。找我打 ${PHONE}。老贾不敢来`;
let database: TestDatabase;
let district: District;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  district = await openDistrict(database);
});
afterEach(async () => {
  for (const { name } of await database.db.listCollections().toArray())
    await database.db.collection(name).deleteMany({});
});

/** A complaint that ann has taken down, with two photos. */
async function taken(more = {}): Promise<string> {
  const content = { ...COMPLAINT.content, facts: FACTS, evidence: ['photo-1', 'photo-2'], ...more };
  for (const _id of content.evidence) {
    await district.run(async ({ tx }) => expectFile(tx, { _id, kind: 'photo', mediaId: `media-${_id}` }));
    await settleFile(database.db, _id, { bytes: new Uint8Array([1]), name: 'a.png', contentType: 'image/png' });
  }
  return (await district.receive({ channel: 'counter', content }, 'ann')).matterId;
}

async function seenBy(userid: string, matterId: string) {
  const scope = await district.scope(userid);
  const view = await district.run((deps) => openMatter(deps, scope, matterId));
  return { ...view, text: view.facts?.showTo({ kind: 'member', userid }) };
}

async function cover(userid: string, matterId: string, what: { passage: string } | { fileId: string }) {
  const scope = await district.scope(userid);
  return district.run((deps) => redact(deps, scope, { matterId, reason: 'third_person', ...what }));
}

async function originals(userid: string, matterId: string) {
  const scope = await district.scope(userid);
  const { facts, texts, fileIds } = await district.run((deps) => readOriginals(deps, scope, matterId));
  const to = { kind: 'member' as const, userid };
  return { facts: facts?.showTo(to), texts: texts.map(({ text }) => text.showTo(to)), fileIds };
}

test('a passage and a photo are covered for everybody; the original stays for the handlers', async () => {
  const matterId = await taken();
  await cover('ann', matterId, { passage: '老贾' });
  await cover('squad', matterId, { fileId: 'photo-2' });
  for (const userid of ['ann', 'squad', 'head']) {
    const seen = await seenBy(userid, matterId);
    expect(seen.text).toBe('干了三个月没发工资，工友\uFFFC有病。找我打138****8000。\uFFFC不敢来');
    expect(seen.photos).toEqual([{ state: 'shown', fileId: 'photo-1' }, { state: 'covered' }]);
  }
  expect(await originals('ann', matterId)).toEqual({ facts: FACTS, texts: [], fileIds: ['photo-2'] });
  // what comes later is shown below, and what is covered stays so
  await district.act('ann', { matterId, action: 'request_supplement', items: ['proof'] });
  await district.act('ann', { matterId, action: 'supplement', facts: '补一句' });
  expect((await seenBy('ann', matterId)).text).toMatch(/工友\uFFFC有病.*\n补一句$/s);
});

test('every covering is kept with who, when and why, never with the words', async () => {
  const matterId = await taken({ employerPlace: `古荥镇，找${PHONE}` });
  await cover('ann', matterId, { passage: '工友老贾有病' });
  await cover('ann', matterId, { fileId: 'photo-1' });
  const { redactions, record } = await seenBy('squad', matterId);
  expect(record.employerPlace).toBe('古荥镇，找138****8000');
  expect(redactions.map(({ by, what, reason, times, on }) => [by, what, reason, times, on])).toEqual([
    ['sys', 'facts', 'number_rule', 1, district.today()],
    ['sys', 'employerPlace', 'number_rule', 1, district.today()],
    ['ann', 'facts', 'third_person', 1, district.today()],
    ['ann', 'photo', 'third_person', 1, district.today()],
  ]);
  expect((await originals('ann', matterId)).texts).toEqual([`古荥镇，找${PHONE}`]);
  const audit = await district.run(({ tx }) => findAuditOf(tx, matterId));
  expect(audit.filter(({ action }) => action === 'matter.redact')).toMatchObject([
    { actor: 'sys', changes: { what: 'facts', reason: 'number_rule' } },
    { actor: 'sys', changes: { what: 'employerPlace', reason: 'number_rule' } },
    { actor: 'ann', changes: { what: 'facts', reason: 'third_person', times: 1 } },
    { actor: 'ann', changes: { what: 'photo', reason: 'third_person', times: 1 } },
  ]);
  expect(audit.at(-1)).toMatchObject({ actor: 'ann', action: 'matter.read', changes: { fields: 'original' } });
  const rest = JSON.stringify([
    audit,
    await database.db.collection('matter_redactions').find().toArray(),
    await database.db.collection('matters').find().toArray(),
  ]);
  expect(rest).not.toContain('老贾');
  expect(rest).not.toContain(PHONE);
});

test('the names of those whose matter it is are covered in what they write, also later, and how somebody names himself', async () => {
  const person = { ...COMPLAINT.person, name: '赵铁柱' };
  const content = { ...COMPLAINT.content, facts: '我叫赵铁柱，赵铁柱没拿到钱，老板叫贾富贵' };
  const { matterId } = await district.receive({ channel: 'counter', person, content }, 'ann');
  await district.act('ann', { matterId, action: 'request_supplement', items: ['proof'] });
  await district.act('ann', { matterId, action: 'supplement', facts: '铁证：赵铁柱签的字' });
  const { text, redactions } = await seenBy('ann', matterId);
  expect(text).toMatch(/^我叫\uFFFC，\uFFFC没拿到钱，老板叫贾富贵\n\n\[[-\d]+\]\n铁证：\uFFFC签的字$/);
  expect(redactions.map(({ by, reason, times }) => [by, reason, times])).toEqual([
    ['sys', 'name_rule', 2],
    ['sys', 'name_rule', 1],
  ]);
  expect((await originals('ann', matterId)).facts).toContain('赵铁柱');
  const nameless = { ...COMPLAINT.content, facts: '姓名：钱样例，电话不留' };
  const report = await district.receive(
    { kind: 'report', person: undefined, channel: 'counter', content: nameless },
    'ann',
  );
  expect((await seenBy('ann', report.matterId)).text).toBe('姓名：\uFFFC，电话不留');
});

test('nobody else may: another town, no handler of a report, the recused; a passage must stand there', async () => {
  const matterId = await taken();
  for (const userid of ['cai', 'squad2'])
    await expect(cover(userid, matterId, { passage: '老贾' })).rejects.toMatchObject({ code: 'matter_not_found' });
  for (const userid of ['ben', 'expired', 'desk'])
    await expect(cover(userid, matterId, { passage: '老贾' })).rejects.toMatchObject({ code: 'not_allowed' });
  for (const userid of ['ben', 'squad', 'head', 'cai'])
    await expect(originals(userid, matterId)).rejects.toMatchObject({ code: 'matter_not_found' });
  for (const passage of ['小贾', '贾', ' ', '138****8000'])
    await expect(cover('ann', matterId, { passage })).rejects.toMatchObject({ code: 'passage_not_found' });
  await expect(cover('ann', matterId, { fileId: 'photo-9' })).rejects.toMatchObject({ code: 'passage_not_found' });
  expect((await seenBy('ann', matterId)).redactions).toHaveLength(1); // the telephone, by rule
  const report = (await district.receive({ kind: 'report', content: { ...COMPLAINT.content, facts: FACTS } })).matterId;
  for (const userid of ['squad', 'head'])
    await expect(cover(userid, report, { passage: '老贾' })).rejects.toMatchObject({ code: 'not_allowed' });
});

test('a handler lifts what a person has covered, with a reason that is kept; what a rule covers stays', async () => {
  const matterId = await taken();
  const passage = await cover('squad', matterId, { passage: '老贾' });
  const photo = await cover('ann', matterId, { fileId: 'photo-2' });
  const lift = async (userid: string, redactionId: string) => {
    const scope = await district.scope(userid);
    return district.run((deps) => liftCover(deps, scope, { matterId, redactionId, reason: 'mistake' }));
  };
  const [rule] = (await seenBy('ann', matterId)).redactions;
  await expect(lift('squad', passage._id)).rejects.toMatchObject({ code: 'matter_not_found' });
  await expect(lift('ann', rule?._id ?? '')).rejects.toMatchObject({ code: 'passage_not_found' });
  await lift('ann', passage._id);
  const { _id } = await lift('ann', photo._id);
  for (const done of [passage._id, _id])
    await expect(lift('ann', done)).rejects.toMatchObject({ code: 'passage_not_found' });
  const seen = await seenBy('squad', matterId);
  expect(seen.text).toBe(FACTS.replace(` ${PHONE}`, '138****8000'));
  expect(seen.photos.map(({ state }) => state)).toEqual(['shown', 'shown']);
  expect(seen.redactions.slice(-2)).toMatchObject([
    { by: 'ann', what: 'facts', reason: 'mistake', lifts: passage._id },
    { by: 'ann', what: 'photo', reason: 'mistake', lifts: photo._id },
  ]);
  const audit = await district.run(({ tx }) => findAuditOf(tx, matterId));
  expect(audit.filter(({ action }) => action === 'matter.uncover')).toHaveLength(2);
  // covered once more it stays covered
  await cover('ann', matterId, { passage: '老贾' });
  expect((await seenBy('squad', matterId)).text).not.toContain('老贾');
});

test('keys change and the time to keep runs out: the originals are sealed anew, then removed; the log stays', async () => {
  const matterId = await taken({ employerPlace: `古荥镇，找${PHONE}` });
  await cover('ann', matterId, { passage: '老贾' });
  const keys = readKeyRing(`${newDataKey('k2')},${district.dataKey}`);
  await district.run((deps) => resealMatters(deps), { keys });
  const rows = () => database.db.collection('matter_redactions').find({ matterId }).toArray();
  expect((await rows()).flatMap(({ original }) => original ?? [])).toEqual([expect.stringMatching(/^v1\.k2\./)]);
  const scope = await district.scope('ann');
  const read = await district.run((deps) => readOriginals(deps, scope, matterId), { keys });
  expect(read.texts[0]?.text.showTo({ kind: 'member', userid: 'ann' })).toBe(`古荥镇，找${PHONE}`);
  await district.act('ann', { matterId, action: 'withdraw', pressed: false });
  district.goTo('2032-01-05');
  await district.run((deps) => applyRetention(deps, district.today()), { keys });
  expect(await rows()).toHaveLength(3);
  expect((await rows()).some((row) => 'original' in row)).toBe(false);
});
