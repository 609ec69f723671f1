import { describe, expect, test } from '@jest/globals';
import { OUTCOMES, RED_FLAGS, TRACKS } from '../../../schemas/matter-enums.js';
import { GUARDS, MATTER_ACTIONS } from '../../../schemas/matter-move.js';
import type { MatterNotice } from '../../../schemas/matter-notice.js';
import { DomainError } from '../../../src/errors.js';
import { Confidential } from '../../../src/lib/confidential.js';
import { instantAt } from '../../../src/lib/day.js';
import { errorText } from '../../../src/texts/errors.js';
import { refusalsText } from '../../../src/texts/matter-refusals.js';
import {
  matterMessages,
  privacyNoticeText,
  progressText,
  receiptText,
  safetyText,
  whereToGoText,
} from '../../../src/texts/matters.js';
import { LEXICON } from '../../support/matters.js';

const TODAY = '2026-11-23';
const NOON = instantAt(TODAY, '12:00');
const said = (notice: MatterNotice) => {
  const [message] = matterMessages([notice], NOON);
  return message !== undefined && 'text' in message.body ? message.body.text : '';
};

describe('notices', () => {
  test('to a group: unit, number, how many', () => {
    const to = { kind: 'group', nodeId: 't1' } as const;
    const about = { no: 'HJ261123-04170', unit: '古荥镇', people: 12 };
    expect(said({ to, say: { kind: 'received', matter: 'report', ...about }, effectKey: 'k' })).toBe(
      '古荥镇：新登记举报 HJ261123-04170，12 人。请值班同志查看。',
    );
    expect(said({ to, say: { kind: 'red', ...about }, effectKey: 'k', urgent: true })).toBe(
      '⚠ 古荥镇：HJ261123-04170 有紧急情况，12 人。值班同志请马上查看私信。',
    );
  });

  test('to a member: what is needed to act', () => {
    const say = {
      kind: 'assigned',
      no: 'HJ261123-04170',
      matter: 'complaint',
      employer: '惠民快餐',
      categories: ['M6a', 'M9d'],
      people: 3,
      dueOn: '2026-11-30',
      priority: 'high',
    } as const;
    expect(said({ to: { kind: 'member', userid: 'ann' }, say, effectKey: 'k' })).toBe(
      '请您承办投诉 HJ261123-04170\n惠民快餐，拖欠或克扣工资、收押金、扣证件，3 人\n11月30日 周一前办\n现在看看吗？',
    );
    const [message] = matterMessages([{ to: { kind: 'member', userid: 'ann' }, say, effectKey: 'k' }], NOON);
    expect(message?.body).toMatchObject({
      choices: [{ label: '打开案件' }],
      taskId: 'open@open-case@HJ261123-04170@k',
    });
    const moved = { kind: 'moved', no: 'HJ1', action: 'extend', state: 'extended', dueOn: undefined } as const;
    expect(said({ to: { kind: 'member', userid: 'ann' }, say: moved, effectKey: 'k' })).toBe(
      'HJ1 延期，现在是“已延期”。',
    );
  });

  test('to the person: that the time stands still', () => {
    const state = { kind: 'state', no: 'HJ1', state: 'suspended', dueOn: undefined } as const;
    expect(said({ to: { kind: 'customer', customerId: 'c1' }, say: state, effectKey: 'k' })).toBe(
      '您的 HJ1 现在是“中止”。期限暂停计算，恢复后接着办。',
    );
  });

  test('to the person: the letter as it stands; keys and urgency go along', () => {
    const to = { kind: 'customer', customerId: 'c1' } as const;
    expect(
      matterMessages(
        [{ to, say: { kind: 'letter', text: new Confidential('受理通知') }, effectKey: 'k', urgent: true }],
        NOON,
      ),
    ).toEqual([{ target: to, body: { kind: 'text', text: '受理通知' }, effectKey: 'k', urgent: true }]);
  });
});

test('at night only what is urgent goes to staff and groups; persons get their answers', () => {
  const night = instantAt(TODAY, '22:30');
  const member = { to: { kind: 'member', userid: 'a' }, say: { kind: 'added', no: 'HJ1' }, effectKey: 'k1' } as const;
  const customer = {
    to: { kind: 'customer', customerId: 'c' },
    say: { kind: 'ask_satisfaction', no: 'HJ1' },
    effectKey: 'k2',
  } as const;
  const times = matterMessages([member, { ...member, urgent: true }, customer], night).map(
    ({ notBefore }) => notBefore,
  );
  expect(times).toEqual([instantAt('2026-11-24', '08:00'), undefined, undefined]);
});

describe('what a worker reads', () => {
  test('the receipt names number, next date, what to keep', () => {
    expect(receiptText({ kind: 'complaint', no: 'HJ261123-04170', answerBy: '2026-11-30' }, TODAY)).toBe(
      '已收到您的投诉，编号 HJ261123-04170。我们 11月30日 周一前告诉您是否受理。工资条、考勤、聊天记录请留好，可直接发到这里。',
    );
    expect(receiptText({ kind: 'report', no: 'HJ1', token: '7K2M-9QXP' }, TODAY)).toContain('查询码 7K2M-9QXP，请记下');
  });

  test('every red flag has advice, and somebody was told', () => {
    for (const { value } of RED_FLAGS) expect(safetyText([value])).toMatch(/。\n已经通知值班人员。$/);
    expect(safetyText(['crowd', 'violence']).indexOf('110')).toBeLessThan(
      safetyText(['crowd', 'violence']).indexOf('堵'),
    );
  });

  test('every track says where and the telephone', () => {
    for (const { value } of TRACKS.filter((track) => track.value !== 'inspection')) {
      const office = LEXICON.offices[value];
      expect(whereToGoText(value, office)).toContain(office?.name ?? '');
      expect(whereToGoText(value, office)).toMatch(/电话 \d+/);
    }
    expect(whereToGoText('court', { name: '某法院', address: '某路1号' })).toContain('某法院，地址 某路1号');
  });

  test('progress, with what is asked of him', () => {
    const progress = { receiptNo: 'HJ1', since: '2026-11-20' };
    expect(progressText({ ...progress, state: 'supplement', supplementUntil: '2026-12-05' }, TODAY)).toBe(
      'HJ1：11月20日 周五起“待补正”。请在 12月5日 周六前补齐材料。',
    );
    for (const { value, label } of OUTCOMES)
      expect(progressText({ ...progress, state: 'closed', outcome: value }, TODAY)).toContain(`结果：${label}`);
    expect(privacyNoticeText({ name: '某局', phone: '12333' }, 10)).toMatch(/某局.*职责.*10 年.*查看、更正/);
  });
});

test('every guard of every step has a sentence of its own, without codes in it', () => {
  for (const guard of GUARDS)
    for (const action of MATTER_ACTIONS) {
      const facts = { guard, action, state: 'received', roles: 'squadron_leader,brigade_leader' };
      const text = errorText(new DomainError('matter_refused', facts));
      expect(text).toMatch(/^[^a-z_{}]+[。]$/);
    }
  expect(
    errorText(
      new DomainError('matter_refused', { guard: 'role', action: 'file', state: 'received', roles: 'brigade_leader' }),
    ),
  ).toBe('立案要由大队长来办。');
});

test('who lost the race hears who was faster and where it stands', () => {
  const facts = { no: 'HJ261123-04170', by: '职员甲', at: '09:12', state: 'filed', version: 4 };
  expect(errorText(new DomainError('matter_changed', facts))).toBe(
    '职员甲（09:12）：办了一步。HJ261123-04170 现在是“已立案”。您这一步没有办。',
  );
});

test('steps that an expired certificate shuts share a line', () => {
  const shut = (action: string) => ({ guard: 'certificate', action, roles: 'brigade_leader' });
  expect(refusalsText([shut('file'), shut('mediate')])).toBe(
    '立案、简易调处要持有效的监察员证。您的证件今天不在有效期，请由大队长来办，或先更新证件。',
  );
});
