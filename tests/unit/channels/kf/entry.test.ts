import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readEntry } from '../../../../src/channels/kf/entry.js';

const message = (msgtype: string, content: object, more: object = {}) => ({
  msgid: 'm-1',
  open_kfid: 'wkMADEUP01',
  external_userid: 'wmMADEUP9',
  send_time: 1767225601,
  origin: 3,
  msgtype,
  [msgtype]: content,
  ...more,
});
const event = (fields: object) => ({
  msgid: 'm-2',
  send_time: 1767225590,
  origin: 4,
  msgtype: 'event',
  event: { open_kfid: 'wkMADEUP01', external_userid: 'wmMADEUP9', ...fields },
});
const eventOf = (fields: object) => {
  const entry = readEntry(event(fields));
  return entry?.kind === 'event' ? entry.event : entry;
};

describe('messages (wecom.md 6.4)', () => {
  test('the sample of the documents', () => {
    expect(readEntry(message('text', { content: '老板拖欠工资', menu_id: 'm_arrears' }))).toEqual({
      kind: 'message',
      msgId: 'm-1',
      externalUserId: 'wmMADEUP9',
      sentAt: new Date('2026-01-01T00:00:01Z'),
      from: 'customer',
      servicer: '',
      body: { kind: 'text', text: '老板拖欠工资' },
    });
  });

  test.each([
    [
      'text',
      { content: '1 工资', menu_id: 'q__t__a' },
      { kind: 'text', text: '1 工资', picked: { taskId: 't', choiceId: 'a' } },
    ],
    ['image', { media_id: 'M' }, { kind: 'image', mediaId: 'M' }],
    ['voice', { media_id: 'M' }, { kind: 'voice', mediaId: 'M', format: 'amr' }],
    ['video', { media_id: 'M' }, { kind: 'video', mediaId: 'M' }],
    ['file', { media_id: 'M' }, { kind: 'file', mediaId: 'M' }],
    [
      'location',
      { latitude: 34.9, longitude: 113.6, name: '工地', address: '惠济区某路' },
      { kind: 'location', lat: 34.9, lng: 113.6, label: '惠济区某路', poi: '工地' },
    ],
    [
      'link',
      { title: 't', desc: 'd', url: 'https://a.example/', pic_url: 'https://a.example/p' },
      { kind: 'link', title: 't', description: 'd', url: 'https://a.example/', picUrl: 'https://a.example/p' },
    ],
    ['business_card', { userid: 'Li' }, { kind: 'unknown', msgType: 'business_card' }],
    ['merged_msg', { title: 'x', item: [] }, { kind: 'unknown', msgType: 'merged_msg' }],
    ['image', {}, { kind: 'unknown', msgType: 'image' }],
    ['location', { latitude: 234.9, longitude: 113.6 }, { kind: 'unknown', msgType: 'location' }],
  ])('%s', (msgtype, content, body) => {
    expect(readEntry(message(msgtype, content))).toMatchObject({ body });
  });

  test('what a servicer wrote', () => {
    expect(readEntry(message('text', { content: '您好' }, { origin: 5, servicer_userid: 'Li' }))).toMatchObject({
      from: 'servicer',
      servicer: 'Li',
    });
  });
});

describe('events (wecom.md 6.5) name their customer inside', () => {
  test('the sample of the documents', () => {
    const scene = { event_type: 'enter_session', scene: 'site07', scene_param: 'g03', welcome_code: 'WCMADEUP' };
    expect(readEntry(event(scene))).toEqual({
      kind: 'event',
      msgId: 'm-2',
      externalUserId: 'wmMADEUP9',
      sentAt: new Date('2025-12-31T23:59:50Z'),
      event: { type: 'entered', scene: 'site07', sceneParam: 'g03', code: 'WCMADEUP' },
    });
  });

  test.each([
    [
      { event_type: 'msg_send_fail', fail_msgid: 'ob-1', fail_type: 6 },
      { type: 'send-failed', failMsgId: 'ob-1', failType: 6 },
    ],
    [
      { event_type: 'session_status_change', change_type: 1, new_servicer_userid: 'Li', msg_code: 'C' },
      { type: 'session', change: 'taken', servicer: 'Li', code: 'C' },
    ],
    [
      { event_type: 'session_status_change', change_type: 3, old_servicer_userid: 'Li', msg_code: 'C' },
      { type: 'session', change: 'ended', servicer: '', code: 'C' },
    ],
    [
      { event_type: 'session_status_change', change_type: 9 },
      { type: 'other', name: 'session_status_change' },
    ],
    [
      { event_type: 'servicer_status_change', servicer_userid: 'Li', status: 2 },
      { type: 'duty', servicer: 'Li', onDuty: false },
    ],
    [
      { event_type: 'user_recall_msg', recall_msgid: 'm-1' },
      { type: 'recalled', msgId: 'm-1' },
    ],
    [
      { event_type: 'reject_customer_msg_switch_change', reject_switch: 1 },
      { type: 'refusal', refused: true },
    ],
    [{ event_type: 'something_new' }, { type: 'other', name: 'something_new' }],
    [{}, { type: 'other', name: 'unreadable' }],
  ])('%j', (fields, expected) => {
    expect(eventOf(fields)).toEqual(expected);
  });
});

test('nothing that comes makes it throw; without id or time it is null', () => {
  expect(readEntry(message('text', { content: '1' }, { msgid: undefined }))).toBeNull();
  expect(readEntry(message('text', { content: '1' }, { send_time: 'soon' }))).toBeNull();
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.record({
      msgid: fc.string({ minLength: 1 }),
      send_time: fc.nat(),
      msgtype: fc.constantFrom('text', 'event', 'image'),
      text: fc.jsonValue(),
      event: fc.jsonValue(),
      image: fc.jsonValue(),
    }),
  );
  fc.assert(
    fc.property(anything, (raw) => {
      expect(() => readEntry(raw)).not.toThrow();
    }),
    { seed: 20261123, numRuns: 500 },
  );
});
