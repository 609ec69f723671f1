/** The sender against answers of the platform that are hard to come by; what is common is proved with the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { OutboundBody } from '../../../../schemas/message.js';
import type { OutboxRow, SendOutcome } from '../../../../schemas/outbox.js';
import { makeKfClient } from '../../../../src/channels/kf/client.js';
import { makeCustomerSender, msgIdOf, readMsgId } from '../../../../src/channels/kf/customer-sender.js';
import type { CustomerDesk, CustomerRoute, Permit } from '../../../../src/channels/kf/desk.js';
import { connectApp } from '../../../../src/channels/wecom/connect.js';
import { makeLog } from '../../../../src/lib/log.js';
import { type StandIn, startStandIn } from '../../../support/http-stand-in.js';
import { tokenRows } from '../../../support/token-rows.js';

const NOW = new Date('2026-11-23T08:00:00+08:00');
const SEND = '/cgi-bin/kf/send_msg';
const BY_CODE = '/cgi-bin/kf/send_msg_on_event';
const TRANS = '/cgi-bin/kf/service_state/trans';

let platform: StandIn;
let noted: string[];
let route: CustomerRoute | null;
let permit: Permit;

beforeEach(async () => {
  noted = [];
  route = { openKfId: 'wk', externalUserId: 'wm', state: 'bot' };
  permit = 'granted';
  platform = await startStandIn({
    '/cgi-bin/gettoken': { access_token: 'T', expires_in: 7200 },
    [SEND]: { errcode: 0, msgid: 'x' },
    [BY_CODE]: { errcode: 0 },
    [TRANS]: { errcode: 0 },
    '/cgi-bin/kf/service_state/get': { errcode: 0, service_state: 3, servicer_userid: 'Li' },
    '/cgi-bin/kf/servicer/list': {
      errcode: 0,
      servicer_list: [{ userid: 'Li', status: 0 }, { userid: 'wang', status: 1 }, { department_id: 3 }],
    },
  });
});
afterEach(() => platform.close());

const desk: CustomerDesk = {
  route: async () => route,
  gather: async (row) => row,
  take: async (_, id, important) => {
    noted.push(`take ${id}${important ? ' important' : ''}`);
    return permit;
  },
  giveBack: async (_, id) => void noted.push(`give back ${id}`),
  close: async () => void noted.push('close'),
  noteState: async (_, state, servicer) => void noted.push(`state ${state} ${servicer ?? ''}`.trim()),
  handedOver: async (_, to, servicer) => void noted.push(`handed over to ${to} ${servicer ?? ''}`.trim()),
};

async function send(more: Partial<OutboxRow> = {}): Promise<SendOutcome[]> {
  const log = makeLog('silent');
  const clock = () => NOW;
  const api = connectApp({
    endpoint: platform.endpoint,
    corpId: 'ww',
    agentId: 1,
    secret: 's',
    store: tokenRows(),
    clock,
    log,
    holder: 'test',
  });
  const sender = makeCustomerSender({
    client: makeKfClient(api),
    desk,
    clock,
    log,
    loadFile: async () => null,
    uploadMedia: async () => 'M',
    queueText: '请排队',
  });
  const outcomes: SendOutcome[] = [];
  for (const part of await sender(rowOf(more))) outcomes.push(await part());
  return outcomes;
}

function rowOf(more: Partial<OutboxRow>): OutboxRow {
  return {
    _id: '65f0a1b2c3d4e5f6a7b8c9d0',
    effectKey: 'k',
    target: { kind: 'customer', customerId: 'c1' },
    lane: 'customer:c1',
    body: { kind: 'text', text: '您好' },
    state: 'sending',
    urgent: false,
    dueAt: NOW,
    createdAt: NOW,
    attempts: 1,
    partsSent: 0,
    platformIds: [],
    ...more,
  };
}

test('own ids are at most 32 characters and lead back to the row and its part', () => {
  const row = { _id: '65f0a1b2c3d4e5f6a7b8c9d0' };
  expect(msgIdOf(row, 0)).toBe('65f0a1b2c3d4e5f6a7b8c9d0-0');
  expect(msgIdOf({ ...row, round: 12 }, 1)).toBe('65f0a1b2c3d4e5f6a7b8c9d0-1-12');
  expect(msgIdOf({ ...row, round: 999 }, 1).length).toBeLessThanOrEqual(32);
  expect(readMsgId('65f0a1b2c3d4e5f6a7b8c9d0-1-12')).toEqual({ rowId: '65f0a1b2c3d4e5f6a7b8c9d0', part: 1 });
  expect(readMsgId('servicers-own')).toBeNull();
});

describe('what the platform answers', () => {
  test.each([
    [0, [{ kind: 'sent' }], []],
    [95033, [{ kind: 'sent' }], []],
    [95001, [{ kind: 'held', error: { code: '95001' } }], ['give back', 'close']],
    [95002, [{ kind: 'held', error: { code: '95002' } }], ['give back', 'close']],
    [95031, [{ kind: 'held', error: { code: '95031' } }], ['give back', 'close']],
    [95013, [{ kind: 'held', error: { code: '95013' } }], ['give back', 'state person Li']],
    [95016, [{ kind: 'held', error: { code: '95016' } }], ['give back', 'state person Li']],
    [95018, [{ kind: 'held', error: { code: '95018' } }], ['give back', 'state person Li']],
    [95004, [{ kind: 'dead', alert: true }], ['give back']],
    [95008, [{ kind: 'dead', alert: true }], ['give back']],
    [45009, [{ kind: 'later' }], ['give back']],
    [60020, [{ kind: 'stop' }], ['give back']],
    [-1, [{ kind: 'retry' }], ['give back']],
  ])('errcode %i', async (errcode, outcomes, notes) => {
    platform.answers[SEND] = { errcode, errmsg: 'made up' };
    expect(await send()).toMatchObject(outcomes);
    expect(noted.slice(1).map((note) => note.replace(/ 65.*/, ''))).toEqual(notes);
  });

  test('a lost answer keeps its place in the budget', async () => {
    platform.answers[SEND] = (_request, response) => {
      response.destroy();
      return undefined;
    };
    expect(await send()).toMatchObject([{ kind: 'retry' }]);
    expect(noted).toEqual(['take 65f0a1b2c3d4e5f6a7b8c9d0-0']);
  });

  test('a session that is the bot after all is tried again soon', async () => {
    platform.answers[SEND] = { errcode: 95018 };
    platform.answers['/cgi-bin/kf/service_state/get'] = { errcode: 0, service_state: 1 };
    expect(await send()).toMatchObject([{ kind: 'retry', afterMs: 1_000 }]);
  });
});

describe('what is not asked at all', () => {
  test.each<[string, () => void, Partial<OutboxRow>, object]>([
    [
      'a person has the session',
      () => {
        route = { openKfId: 'wk', externalUserId: 'wm', state: 'person' };
      },
      {},
      { kind: 'held' },
    ],
    [
      'the budget is used up',
      () => {
        permit = 'used-up';
      },
      {},
      { kind: 'held', error: { code: 'used_up' } },
    ],
    [
      '48 hours are over',
      () => {
        permit = 'too-late';
      },
      {},
      { kind: 'held', error: { code: 'too_late' } },
    ],
    [
      'nobody has this id',
      () => {
        route = null;
      },
      {},
      { kind: 'dead' },
    ],
    ['a member', () => {}, { target: { kind: 'member', userid: 'li' } }, { kind: 'dead' }],
    [
      'a card update',
      () => {},
      { body: { kind: 'card-update', responseCode: 'r', userids: [], replaceName: 'x' } },
      { kind: 'dead' },
    ],
    [
      'a missing file',
      () => {},
      { body: { kind: 'image', fileId: 'f' } },
      { kind: 'dead', error: { code: 'file_missing' } },
    ],
    [
      'a code that has run out',
      () => {},
      { target: { kind: 'customer', customerId: 'c1', code: { code: 'C', until: NOW } } },
      { kind: 'dead', alert: false },
    ],
  ])('%s', async (_, prepare, more, outcome) => {
    prepare();
    expect(await send(more)).toMatchObject([outcome]);
    expect([...platform.at(SEND), ...platform.at(BY_CODE)]).toEqual([]);
  });
});

test('a code: one message, no budget, also while a person has the session', async () => {
  route = { openKfId: 'wk', externalUserId: 'wm', state: 'person' };
  const target = {
    kind: 'customer' as const,
    customerId: 'c1',
    code: { code: 'C', until: new Date(NOW.getTime() + 5_000) },
  };
  const body: OutboundBody = { kind: 'text', text: '长'.repeat(2_000) };
  expect(await send({ target, body })).toEqual([{ kind: 'sent' }]);
  expect(platform.at(BY_CODE).map((r) => r.json)).toMatchObject([{ code: 'C', msgtype: 'text' }]);
  expect(noted).toEqual([]);
  platform.answers[BY_CODE] = { errcode: 40058 };
  expect(await send({ target })).toMatchObject([{ kind: 'dead', alert: false }]);
});

describe('handing over', () => {
  const states = () => platform.at(TRANS).map((r) => r.json);

  test('to a servicer on duty, after the words', async () => {
    expect(await send({ handOver: true })).toEqual([{ kind: 'sent' }]);
    expect(noted).toEqual(['take 65f0a1b2c3d4e5f6a7b8c9d0-0 important', 'handed over to person Li']);
    expect(states()).toMatchObject([{ service_state: 3, servicer_userid: 'Li' }]);
  });

  test('into the queue when none takes it; the customer is told to wait', async () => {
    platform.answers[TRANS] = (request) =>
      (request.json as { service_state: number }).service_state === 3
        ? { errcode: 95014 }
        : { errcode: 0, msg_code: 'Q' };
    expect(await send({ handOver: true })).toEqual([{ kind: 'sent' }]);
    expect(states()).toMatchObject([{ service_state: 3 }, { service_state: 2 }]);
    expect(platform.at(BY_CODE).map((r) => r.json)).toMatchObject([{ code: 'Q', text: { content: '请排队' } }]);
    expect(noted).toContain('handed over to queue');
  });

  test('what cannot be said any more does not keep the person away', async () => {
    permit = 'used-up';
    expect(await send({ handOver: true })).toEqual([{ kind: 'sent' }]);
    expect(noted).toContain('handed over to person Li');
  });

  test('somebody was faster; an outage is tried again', async () => {
    platform.answers[TRANS] = { errcode: 95016 };
    expect(await send({ handOver: true })).toEqual([{ kind: 'sent' }]);
    expect(noted).toContain('state person Li');
    platform.answers[TRANS] = { errcode: -1 };
    expect(await send({ handOver: true })).toMatchObject([{ kind: 'retry' }]);
  });

  test('a person has it already: nothing to do', async () => {
    route = { openKfId: 'wk', externalUserId: 'wm', state: 'queue' };
    expect(await send({ handOver: true })).toEqual([{ kind: 'sent' }]);
    expect(states()).toEqual([]);
  });
});
