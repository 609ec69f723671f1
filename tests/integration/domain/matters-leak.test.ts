/**
 * A few hundred invented matters walk through all services; then everything that left the house and everything that rests in
 * clear is searched for every name, telephone, identity number and token.
 */
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Matter } from '../../../schemas/matter.js';
import type { MatterNotice } from '../../../schemas/matter-notice.js';
import type { OutboundMessage } from '../../../schemas/message.js';
import type { OutboxRow } from '../../../schemas/outbox.js';
import { covers } from '../../../schemas/scope.js';
import {
  adviseIntake,
  guardOutbound,
  guardSender,
  guardText,
  listMatters,
  maskedPersons,
  matterFacts,
  openMatter,
  progressFor,
  proposeDecision,
  readIdentity,
  receiveSituation,
  redact,
  reportSituation,
  storedAboutPerson,
  supplementByPerson,
  supplementSituation,
  withdrawByPerson,
} from '../../../src/domain/matters/index.js';
import { DomainError } from '../../../src/errors.js';
import { residentIdCheck } from '../../../src/lib/check-digits.js';
import { makeLog } from '../../../src/lib/log.js';
import { enqueue } from '../../../src/outbox/index.js';
import { errorText } from '../../../src/texts/errors.js';
import { matterMessages } from '../../../src/texts/matters.js';
import { COMPLAINT, type District, openDistrict } from '../../support/matter-district.js';
import { openTestDatabase, type TestDatabase } from '../../support/mongo.js';

const MATTERS = 210;
/** Side by side: they contend for numbers as in life. */
const LANES = 3;
let database: TestDatabase;
let district: District;
/** Everything protected, by what it is. */
const secrets: { kind: string; value: string }[] = [];
/** Names that stand in a story only: nobody has told the house that they are names. */
const onlyInStories = new Set<string>();
const notices: MatterNotice[] = [];
const logged: string[] = [];
const told: string[] = [];

interface Person {
  name: string;
  phone: string;
  idNumber: string;
  address: string;
}

/** Invented: surnames and characters that stand in no text of ours. */
function personOf(n: number): Person {
  const surname = '亓郗逄佴璩濮'[n % 6];
  const given = `${'璟翀堃骁'[n % 4]}${'昱淼焱垚犇骉'[Math.floor(n / 4) % 6]}`;
  const body = `4101081990${String(1 + (n % 9)).padStart(2, '0')}${String(1 + (n % 28)).padStart(2, '0')}${String(100 + (n % 899))}`;
  const phone = `1${n % 2 === 0 ? '38' : '59'}7${String(7_310_000 + n * 37).slice(-7)}`;
  return {
    name: `${surname}${n % 5 === 0 ? given.slice(0, 1) : given}`,
    phone,
    idNumber: body + residentIdCheck(body),
    address: `${surname}家胡同${n + 1}号院`,
  };
}

function protect({ name, phone, idNumber, address }: Person): void {
  secrets.push({ kind: 'name', value: name }, { kind: 'phone', value: phone });
  secrets.push({ kind: 'id number', value: idNumber }, { kind: 'address', value: address });
}

const log = makeLog(
  'trace',
  new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      done();
    },
  }),
);

/** Runs a service as the shell around it does: what comes of it is queued and logged, refusals are told. */
async function attempt<T>(work: () => Promise<T & { notices?: readonly MatterNotice[] }>): Promise<T | null> {
  try {
    const result = await work();
    log.info({ result }, 'done');
    told.push(JSON.stringify(result));
    const more = result.notices ?? [];
    notices.push(...more);
    await district.run(async ({ tx }) => enqueue(tx, matterMessages(more, district.clock.now())));
    return result;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    log.warn({ err: error, facts: error.facts }, error.message);
    told.push(errorText(error), error.message);
    return null;
  }
}

const PICK = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

async function live(n: number): Promise<void> {
  const [person, mate] = [personOf(n), personOf(n + 1_000)];
  protect(person);
  const named = n % 4 !== 1;
  const kind = n % 2 === 0 ? ('complaint' as const) : ('report' as const);
  const withMate = n % 6 === 0;
  if (withMate) protect(mate);
  if (!named && kind === 'report') onlyInStories.add(person.name);
  const facts = `我叫${person.name}，身份证${person.idNumber}，电话 ${person.phone.slice(0, 3)} ${person.phone.slice(3)}，住${person.address}。老板不给工资${PICK(['', '，还打人', '，我不想活了'], n)}`;
  const received = await attempt(() =>
    district.receive({
      kind,
      channel: n % 3 === 0 ? 'counter' : 'kf',
      cellId: PICK(['v11', 'v12', 'v21', 'v22', 't1', 'd'], n),
      content: {
        ...COMPLAINT.content,
        categories: PICK([['M6a'], ['M2'], ['M6a', 'M9d'], ['M7']], n),
        facts,
        demands: `把钱给${person.name}`,
        hiredBy: `包工头${person.name}的叔叔 ${person.phone}`,
        employerName: `${PICK(['惠民', '长兴', '丰源', '百顺'], n)}加工厂（找${person.phone}）`,
        employerPlace: `古荥镇某路 ${person.idNumber}`,
        peopleCount: PICK([1, 3, 6, 12, 35, 60], n),
        amountFen: 1_000_000,
      },
      person: named || kind === 'complaint' ? person : undefined,
      customerId: `cust-${n}-0000000000`,
      others: withMate ? [mate] : [],
    }),
  );
  if (received === null) throw new Error('the matter was not received');
  const { matterId, receiptNo } = received;
  const token = received.token?.showTo({ kind: 'customer', customerId: 'x' });
  if (token !== undefined) secrets.push({ kind: 'token', value: token });
  const asker = { id: `cust-${n}-0000000000`, customerId: `cust-${n}-0000000000` };
  const today = district.today();
  const note = `${person.name}说${person.phone}打不通，证号${person.idNumber}`;
  const act = (userid: string, command: object) => attempt(() => district.act(userid, { matterId, note, ...command }));
  const by = async (userid: string) => district.scope(userid);
  const [squad, head] = [PICK(['squad', 'head'], n), 'head'];
  await act(squad, { action: 'assign', officers: ['ann'] });
  const ann = await by('ann');
  await attempt(() =>
    district.run((deps) => redact(deps, ann, { matterId, reason: 'identity', passage: `我叫${person.name}` })),
  );
  await attempt(() =>
    district.run((deps) =>
      supplementByPerson(deps, asker, { receiptNo }, { today, facts: `补充，${person.name}`, evidence: [`f${n}`] }),
    ),
  );
  const path = n % 8;
  if (path === 0) await act('ann', { action: 'guide', track: 'arbitration' });
  if (path === 1) await act(head, { action: 'transfer', to: '金水区劳动保障监察大队', reason: 'no_jurisdiction' });
  if (path === 2) await act(head, { action: 'refuse', reason: 'too_old' });
  if (path === 3) await act('ann', { action: 'request_supplement', items: ['proof', 'amount'] });
  if (path === 4)
    await attempt(() =>
      district.run((deps) => withdrawByPerson(deps, asker, { receiptNo }, { today, pressed: n % 16 === 4 })),
    );
  if (path >= 5) {
    await act(head, { action: 'file' });
    await act(head, { action: 'assign', officers: ['ann', 'ben'] });
    await act('ann', { action: 'investigate' });
    if (path === 6) await act(head, { action: 'extend', reason: 'complex' });
    if (path === 7) {
      await act('ann', { action: 'decide' });
      await act('ann', { action: 'revoke', reason: 'not_established' });
      await act(head, { action: 'revoke', reason: 'not_established' });
      await act(head, { action: 'close', outcome: { code: 'no_violation', people: 0, paidFen: 0 } });
    }
  }
  // reading: as the handler, and as those who may not
  if (n % 5 === 0) {
    const reader = await by(PICK(['ann', 'squad', 'co', 'boss'], n));
    await attempt(() => district.run((deps) => openMatter(deps, reader, receiptNo)));
    await attempt(() =>
      district.run((deps) =>
        readIdentity(deps, reader, { matterId, fields: ['name', 'phone', 'idNumber', 'address'], purpose: 'contact' }),
      ),
    );
    await attempt(async () => ({ persons: await district.run((deps) => maskedPersons(deps, reader, matterId)) }));
    await attempt(async () => ({ proposals: await district.run((deps) => proposeDecision(deps, reader, matterId)) }));
    await attempt(async () => ({
      own: await district.run((deps) => storedAboutPerson(deps, { phone: person.phone })),
    }));
    await attempt(() =>
      district.run((deps) => progressFor(deps, { id: `g${n}` }, { receiptNo, phone: '13800000000' })),
    );
    await attempt(() => district.run((deps) => adviseIntake(deps, { today, text: facts, place: '古荥镇' })));
    await attempt(() => district.receive({ kind: 'complaint', person: { ...person, phone: '1' } }));
  }
  if (n % 40 === 0) {
    const leader = await by('head');
    const report = {
      place: `${person.address}门口`,
      people: 35,
      demand: `${person.name}等人要工资`,
      now: '聚集',
      done: `已联系${person.phone}`,
    };
    const reported = await attempt(() =>
      district.run((deps) => reportSituation(deps, leader, { matterId, cellId: 'v11', report })),
    );
    const situationId = reported?.situationId ?? '';
    const upper = await by('desk');
    await district.run((deps) => receiveSituation(deps, upper, situationId));
    await attempt(async () => ({
      notices: await district.run((deps) => supplementSituation(deps, leader, { situationId, text: note, people: 40 })),
    }));
  }
}

beforeAll(async () => {
  database = await openTestDatabase();
  district = await openDistrict(database);
  const lane = async (first: number) => {
    for (let n = first; n < MATTERS; n += LANES) await live(n);
  };
  await Promise.all(Array.from({ length: LANES }, (_, first) => lane(first)));
}, 300_000);
afterAll(() => database.close());

/** Where a secret stands in a text, whatever the spacing. */
function leaksIn(text: string): string[] {
  const byStart = new Map<string, { kind: string; value: string }[]>();
  for (const { kind, value } of secrets) {
    const plain = value.replace('-', '');
    const start = plain.slice(0, 2);
    byStart.set(start, [...(byStart.get(start) ?? []), { kind, value: plain }]);
  }
  const plain = text.replace(/[\s-]/g, '');
  const found = new Set<string>();
  for (let at = 0; at < plain.length; at++)
    for (const { kind, value } of byStart.get(plain.slice(at, at + 2)) ?? [])
      if (plain.startsWith(value, at)) found.add(`${kind} ${value}`);
  return [...found];
}

describe('after a few hundred matters', () => {
  test('there is something to find', () => {
    expect(secrets.length).toBeGreaterThan(MATTERS * 4);
    expect(notices.length).toBeGreaterThan(MATTERS * 2);
    expect(leaksIn(`x ${secrets[7]?.value} y`)).toHaveLength(1);
  });

  test('no group was told anything protected', () => {
    const group = matterMessages(notices, district.clock.now()).filter(({ target }) => target.kind === 'group');
    expect(group.length).toBeGreaterThan(MATTERS / 2);
    expect(leaksIn(JSON.stringify(group))).toEqual([]);
    // nor any employer, for groups hear numbers and units
    expect(JSON.stringify(group)).not.toMatch(/加工厂/);
  });

  test('no member of the staff was told a name, telephone, number or token by message either', () => {
    expect(leaksIn(JSON.stringify(matterMessages(notices, district.clock.now())))).toEqual([]);
  });

  test('no log line, error or result that was serialised holds any', () => {
    expect(logged.length).toBeGreaterThan(MATTERS * 3);
    expect(leaksIn(logged.join('\n'))).toEqual([]);
    expect(leaksIn(told.join('\n'))).toEqual([]);
  });

  test('nothing that rests in clear holds any, in any collection', async () => {
    const names = (await database.db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'matters',
        'matter_identities',
        'matter_events',
        'matter_documents',
        'audit',
        'outbox',
        'situations',
      ]),
    );
    for (const name of names) {
      const rows = await database.db.collection(name).find().toArray();
      const found = leaksIn(JSON.stringify(rows));
      expect({ name, found }).toEqual({ name, found: [] });
    }
    // the person's id in the chat stands in no record of a matter
    for (const name of [
      'matters',
      'matter_identities',
      'matter_events',
      'matter_documents',
      'audit',
      'protected_values',
      'situations',
    ])
      expect(JSON.stringify(await database.db.collection(name).find().toArray())).not.toContain('cust-');
  });

  test('the numbers for digests hold none, and agree with counting one by one', async () => {
    const day = district.today();
    const facts = await district.run((deps) => matterFacts(deps, { prefixes: ['/d/'] }, { from: day, to: day }));
    expect(leaksIn(JSON.stringify([...facts]))).toEqual([]);
    const all = await database.db.collection<Matter>('matters').find().toArray();
    const sum = (of: (m: Matter) => boolean) => all.filter(of).length;
    expect(facts.get('d')).toMatchObject({
      complaints: sum(({ kind }) => kind === 'complaint'),
      reports: sum(({ kind }) => kind === 'report'),
      accepted: sum(({ filedOn }) => filedOn !== undefined),
      closed: sum(({ ends }) => ends.length > 0),
      open: sum(({ ends }) => ends.length === 0),
      people: all.reduce((n, m) => n + m.peopleAtReceipt, 0),
    });
    for (const unit of ['t1', 't2', 'v11', 'v12', 'v21', 'v22'])
      expect(facts.get(unit)?.complaints).toBe(
        sum(({ kind, gridPath }) => kind === 'complaint' && gridPath.includes(`/${unit}/`)),
      );
  });
});

describe('the guard of the outbox', () => {
  const deps = () => ({ ...district.house, publicWords: district.house.words.publicWords, today: district.today() });
  const judge = (text: string, target: OutboundMessage['target'] = { kind: 'group', nodeId: 't1' }) =>
    district.run(({ tx }) => guardOutbound({ ...deps(), tx }, { target, body: { kind: 'text', text } }));

  test('lets pass every message that the house made', async () => {
    for (const { target, body } of matterMessages(notices, district.clock.now())
      .filter((m) => m.target.kind === 'group')
      .slice(0, 60))
      expect(await district.run(({ tx }) => guardOutbound({ ...deps(), tx }, { target, body }))).toEqual({ ok: true });
  });

  test('stops each protected value, however it is written', async () => {
    const sample = fc.sample(
      fc.constantFrom(...secrets.filter(({ kind, value }) => kind !== 'address' && !onlyInStories.has(value))),
      { numRuns: 60, seed: 20100726 },
    );
    for (const { value } of sample) {
      const spaced = [...value].join(' ');
      for (const text of [`请联系${value}处理`, `情况：${spaced}`])
        expect(await judge(text)).toMatchObject({ ok: false });
    }
    expect(await judge('某人身份证 41010819000101001X')).toEqual({ ok: false, found: 'number' });
    const hit = await judge(`${secrets[0]?.value}来了`);
    expect(hit).toMatchObject({ found: 'protected', matterId: expect.any(String) });
    expect(JSON.stringify(hit)).not.toContain(secrets[0]?.value);
  });

  test('looks into cards, questions and file names, and leaves single persons alone', async () => {
    const name = secrets[0]?.value ?? '';
    const bodies: OutboundMessage['body'][] = [
      { kind: 'card', title: 'x', lines: [{ key: '人', value: name }], taskId: 't' },
      { kind: 'question', text: 'x', choices: [{ id: '1', label: name }], taskId: 't' },
      { kind: 'file', fileId: 'f', name: `${name}.pdf` },
      { kind: 'markdown', text: `**${name}**` },
    ];
    for (const body of bodies)
      expect(
        await district.run(({ tx }) =>
          guardOutbound({ ...deps(), tx }, { target: { kind: 'group', nodeId: 't1' }, body }),
        ),
      ).toMatchObject({ ok: false });
    expect(await judge(name, { kind: 'member', userid: 'ann' })).toEqual({ ok: true });
    expect(await district.run(({ tx }) => guardText({ ...deps(), tx }, `案件_${name}.xlsx`))).toMatchObject({
      ok: false,
    });
  });

  test('makes a dead letter with an alert of what it stops, and says nothing of the value', async () => {
    const sent: string[] = [];
    const send = guardSender({ ...deps(), transactions: district.transactions, today: district.today }, async (row) => [
      async () => {
        sent.push(JSON.stringify(row.body));
        return { kind: 'sent' };
      },
    ]);
    const row = (text: string) =>
      ({ target: { kind: 'group', nodeId: 't1' }, body: { kind: 'text', text } }) as OutboxRow;
    const outcome = async (text: string) => (await send(row(text)))[0]?.();
    expect(await outcome('古荥镇：新登记投诉 1 件')).toEqual({ kind: 'sent' });
    const stopped = await outcome(`投诉人${secrets[0]?.value}`);
    expect(stopped).toMatchObject({ kind: 'dead', alert: true, error: { code: 'held_protected' } });
    expect(JSON.stringify(stopped)).not.toContain(secrets[0]?.value);
    expect(sent).toHaveLength(1);
  });
});

test('nobody reaches a matter outside his area that he does not handle', async () => {
  const all = await database.db.collection<Matter>('matters').find().toArray();
  for (const userid of ['head', 'boss', 'desk', 'squad', 'squad2', 'ann', 'ben', 'cai', 'co', 'expired']) {
    const scope = await district.scope(userid);
    // in a village everybody could guess who has reported
    const seesReports = userid !== 'co';
    const mine = all.filter(
      (m) =>
        (covers(scope, m.gridPath) && (seesReports || m.kind === 'complaint')) ||
        m.handlers.some((h) => h.userid === userid && h.to === undefined),
    );
    const listed = await district.run((deps) => listMatters(deps, scope, 'open', 1_000));
    const open = mine.filter(
      ({ state }) => !['guided', 'transferred', 'refused', 'closed', 'archived'].includes(state),
    );
    expect(listed.map(({ matterId }) => matterId).sort()).toEqual(open.map(({ _id }) => _id).sort());
    const foreign = all.find((m) => !mine.includes(m));
    if (foreign === undefined) continue;
    await expect(district.run((deps) => openMatter(deps, scope, foreign._id))).rejects.toMatchObject({
      code: 'matter_not_found',
    });
    await expect(
      district.act(userid, { matterId: foreign._id, action: 'guide', track: 'court' }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/matter_not_found|matter_refused/) });
  }
});
