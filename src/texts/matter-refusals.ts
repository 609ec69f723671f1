/** Why a step in a matter cannot be taken now, and who can take it. The guard is told, never the law's article (voice.md 9). */
import { labelOf } from '../../schemas/enums.js';
import { MATTER_STATES } from '../../schemas/matter-enums.js';
import type { Guard, MatterAction } from '../../schemas/matter-move.js';
import { ROLE_OPTIONS } from '../../schemas/scope.js';
import type { Facts } from '../errors.js';

/** Steps as buttons say them. */
export const ACTION_LABELS: Record<MatterAction, string> = {
  receive: '登记',
  request_supplement: '要求补正',
  supplement: '收到补正',
  guide: '告知其他途径',
  transfer: '移送',
  return_transfer: '移送退回',
  mediate: '简易调处',
  settle: '调处办结',
  refuse: '不予受理',
  review: '复核受理',
  file: '立案',
  assign: '指定承办人',
  investigate: '开始调查',
  extend: '延期',
  suspend: '中止',
  resume: '恢复调查',
  decide: '调查终结',
  order: '下达文书',
  correct: '已改正',
  revoke: '撤销立案',
  enforce: '申请强制执行',
  crime_transfer: '移送公安',
  return_from_police: '公安退回',
  close: '结案',
  reopen: '重新调查',
  archive: '归档',
  withdraw: '撤回',
  note_withdrawal: '记录撤回请求',
  merge: '并为重复',
  join: '并入集体投诉',
  rate: '回访',
};

const MORE_ACTIONS: Record<string, string> = {
  recompute: '日历有变，期限重算',
  add_facts: '当事人补充了情况',
  move_cell: '网格调整',
};
/** Steps that whoever complained takes himself have words of their own. */
const BY_PERSON: Record<string, string> = { rate: '评价' };

/** What an event of a matter was. @param by userid, `person` of whoever complained, `sys` of the house */
export function eventText(event: string, by: string | undefined): string {
  const own = by === 'person' ? BY_PERSON[event] : undefined;
  return own ?? MORE_ACTIONS[event] ?? ACTION_LABELS[event as MatterAction] ?? event;
}

/** Somebody else has acted since the person looked. @param f `no`, `state`, and of the last event `by` (a name), `action`, `at` */
export function changedText(f: Facts): string {
  const { by = '同事', at = '刚才', no = '这一件', action: event } = f;
  const what = event === undefined ? '办了一步' : eventText(String(event), undefined);
  return `${by}（${at}）：${what}。${no} 现在是“${labelOf(MATTER_STATES, String(f['state'] ?? ''))}”。`;
}

const REFUSED: Record<Guard, (f: Facts) => string> = {
  state: (f) => `现在是“${labelOf(MATTER_STATES, String(f['state']))}”，不能${action(f)}。`,
  role: (f) => `${action(f)}要由${who(f)}来办。`,
  certificate: (f) => expiredText(action(f), who(f)),
  handler: (f) => `${action(f)}由本案承办人来办。`,
  not_handler: () => '回访不能由承办人自己做，请换一位同事。',
  recused: () => '您与这家单位或这件事有关联，按规定回避，不能查看和办理。请交给其他同事。',
  complaint_only: (f) => `举报不能${action(f)}，只有投诉可以。`,
  once: (f) => `${action(f)}只能做一次，这件已经做过。`,
  transferred_before: () => '这件是其他机关移送来的，不能再移送。认为不归本局管的，请报共同的上级指定。',
  supplement_waiting: () => '补正期限还没有到，到期没有补齐才能不予受理。',
  two_officers: (f) => `${action(f)}要有两名不同的、持有效监察员证的承办人。请先指定承办人。`,
  officer_role: () => '承办人要是两名不同的监察员，且证件有效。请换人。',
  officer_recused: () => '有一位承办人与这家单位有关联，要回避。请换人。',
  outcome: () => '请先选结果。',
  wage_outcome: () => '工资案件要写明涉及几人、支付多少钱；已支付的不能是 0。',
  proof: () => '请附上证明材料（付款凭证、整改照片等）。',
  in_time: () => '法定期限已过，不能再延期。请尽快作出处理。',
  order_running: () => '文书的期限还没有到，到期不履行才能申请强制执行。',
  was_filed: () => '这件没有立过案，不能重新调查。有新情况请另行登记。',
  merge_target: () => '不能并到这一件：要是同一类、还没有办结的另一件。',
  representatives: () => '代表最多 5 人，请减少几位。',
};

/** @param f `action`, `state`, `guard`, `roles` (values joined by commas) */
export function refusalText(f: Facts): string {
  const text = REFUSED[f['guard'] as Guard] ?? (() => `现在不能${action(f)}。`);
  return text(f);
}

/** Several refusals at once; steps that the same people may take share a line. */
export function refusalsText(refusals: readonly Facts[]): string {
  const byRoles = new Map<string, string[]>();
  const byHolders = new Map<string, string[]>();
  const lines: string[] = [];
  for (const f of refusals) {
    const shared = f['guard'] === 'role' ? byRoles : f['guard'] === 'certificate' ? byHolders : undefined;
    if (shared === undefined) lines.push(refusalText(f));
    else shared.set(who(f), [...(shared.get(who(f)) ?? []), action(f)]);
  }
  return [
    ...[...byRoles].map(([roles, actions]) => `${actions.join('、')}：要由${roles}来办。`),
    ...[...byHolders].map(([roles, actions]) => expiredText(actions.join('、'), roles)),
    ...lines,
  ].join('\n');
}

function expiredText(actions: string, roles: string): string {
  return `${actions}要持有效的监察员证。您的证件今天不在有效期，请由${roles}来办，或先更新证件。`;
}

/** 大队长或分管领导. */
function who(f: Facts): string {
  const roles = String(f['roles'] ?? '').split(',');
  const names = roles.filter((role) => role !== '').map((role) => labelOf(ROLE_OPTIONS, role));
  const last = names.pop();
  if (last === undefined) return '有权限的同事';
  return names.length === 0 ? last : `${names.join('、')}或${last}`;
}

function action(f: Facts): string {
  return ACTION_LABELS[f['action'] as MatterAction] ?? '办这一步';
}
