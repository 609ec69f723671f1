/** The assessment as people read it: the table of a unit, the ranking, a draft of the circular. */
import { ACTIVITIES, type AssessmentItem, ITEMS, RESULTS } from '../../schemas/assessment.js';
import { labelOf } from '../../schemas/enums.js';
import { formatDay, formatLongDay } from '../lib/day-text.js';
import { formatFenRounded } from '../lib/money.js';
import { formatCount } from '../lib/numbers.js';

interface Part {
  code: string;
  have: number;
  of: number;
}
export interface ScoreFacts {
  unit: { name: string };
  items: readonly {
    item: AssessmentItem;
    share: number | null;
    weight: number;
    points: number;
    parts: readonly Part[];
    sources: readonly string[];
  }[];
  deductions: readonly { code: 'false_entry' | 'overdue' | 'leak'; count: number; points: number }[];
  bonuses: readonly { id: string; on: string; points: number; reason: string; documentNo?: string }[];
  bonus: number;
  total: number;
  grade: 'A' | 'B' | 'C';
  accepted: boolean;
  lacking: readonly AssessmentItem[];
}

const PARTS: Readonly<Record<string, string>> = {
  done: '完成',
  late: '其中晚于期限（计一半）',
  fen: '经费到位',
  full_time: '配齐专职的网格',
  part_time: '配齐兼职协管的网格',
  bodies: '有用房的机构',
  city: '市网',
  jinbao: '金保工程',
  coded: '编码的网格',
  orphans: '不在有效网格里的单位',
  charts: '半年内有照片的图',
  employers: '已采集单位',
  filled: '必填项',
  right: '抽查无差错',
  fresh: '半年内更新',
  accepted: '按期受理',
  closed: '按期办结',
  alerts: '按时处置的预警',
  rules_read: '规则已阅',
  trained: '受训人员',
  duties_read: '职责已阅',
  duties: '按时做的监督',
  situations: '1 小时内收到的重要情况',
};
const DEDUCTIONS = { false_entry: '虚假录入', overdue: '逾期超过 5 个工作日', leak: '泄露举报人身份' } as const;

/** `检查 需整改（古荥镇，8月20日 周五）：抽查有差错` */
export function supervisionLine(
  {
    activity,
    on,
    result,
    bonus,
    note,
  }: { activity: string; on: string; result: string; bonus?: number | undefined; note?: string | undefined },
  unit: string,
  today: string,
): string {
  const what =
    bonus === undefined
      ? `${labelOf(ACTIVITIES, activity)} ${labelOf(RESULTS, result)}`
      : `考核加分 ${points(bonus)} 分`;
  return `${what}（${unit}，${formatDay(on, today)}）${note === undefined ? '' : `：${note}`}`;
}

export const itemName = (item: AssessmentItem) => labelOf(ITEMS, item);
export const points = (value: number) => (Math.round(value * 10) / 10).toFixed(1);

/** `完成 5/8，其中晚于期限（计一半） 1/5`; what there is nothing to judge of is said so. */
export function explained(parts: readonly Part[]): string {
  const words = parts
    .filter(({ of, have }) => of > 0 || have > 0)
    .map(({ code, have, of }) => {
      const name = PARTS[code] ?? code;
      const show = code === 'fen' ? formatFenRounded : formatCount;
      return `${name} ${show(have)}/${show(of)}`;
    });
  return words.length === 0 ? '没有可评的' : words.join('，');
}

export function deductionText({ code, count }: ScoreFacts['deductions'][number]): string {
  return `${DEDUCTIONS[code]} ${formatCount(count)}`;
}

/** `8月20日 试点经验全市推广（惠监〔2010〕5号）2.0 分` */
export function bonusText({ on, points: given, reason, documentNo }: ScoreFacts['bonuses'][number]): string {
  return `${formatLongDay(on)} ${reason}${documentNo === undefined ? '' : `（${documentNo}）`} ${points(given)} 分`;
}

/** What was given, when it is more than counts. */
export function bonusNote({ bonuses, bonus }: Pick<ScoreFacts, 'bonuses' | 'bonus'>): string {
  const given = bonuses.reduce((sum, each) => sum + each.points, 0);
  return given > bonus ? `共 ${points(given)} 分，最多计 ${points(bonus)} 分：` : '';
}

/** One unit with every sub-score. */
export function assessmentText(score: ScoreFacts): string {
  const { unit, items, deductions, bonuses, bonus, total, grade } = score;
  return [
    `${unit.name}　${points(total)} 分　${grade} 级`,
    ...items.map(
      ({ item, share, weight, points: earned, parts }, i) =>
        `${i + 1} ${itemName(item)} ${points(earned)}/${points(weight)}${share === null ? '（不评）' : ''}　${explained(parts)}`,
    ),
    ...deductions.map((each) => `扣 ${points(each.points)}　${deductionText(each)}`),
    ...(bonus > 0 ? [`加 ${points(bonus)}　${bonusNote(score)}${bonuses.map(bonusText).join('；')}`] : []),
    acceptanceText(score),
  ].join('\n');
}

/** What there was nothing to judge of is no lack, but said: somebody should look at it. */
export function acceptanceText({
  accepted,
  lacking,
  items,
}: Pick<ScoreFacts, 'accepted' | 'lacking'> & {
  items: readonly Pick<ScoreFacts['items'][number], 'item' | 'share'>[];
}) {
  if (!accepted) return `验收：没有达到，差在${lacking.map(itemName).join('、')}`;
  const unjudged = items.filter(({ item, share }) => share === null && ACCEPTED_BY.includes(item));
  const named = unjudged.map(({ item }) => itemName(item)).join('、');
  return `验收：达到标准${named === '' ? '' : `（${named}没有可评的）`}`;
}
const ACCEPTED_BY: readonly AssessmentItem[] = [...ITEMS.slice(0, 7).map(({ value }) => value), 'coverage'];

/** Ranks and points of all units, best first. */
export function rankingText(scores: readonly ScoreFacts[]): string {
  return scores.map(({ unit, total, grade }, i) => `${i + 1} ${unit.name} ${points(total)} 分 ${grade} 级`).join('\n');
}

/** A draft that people finish: facts only. */
export function circularText(span: { from: string; to: string }, scores: readonly ScoreFacts[]): string {
  const of = (grade: ScoreFacts['grade']) =>
    scores.filter((score) => score.grade === grade).map(({ unit }) => unit.name);
  const named = (grade: ScoreFacts['grade']) => (of(grade).length === 0 ? '无' : of(grade).join('、'));
  const rectify = scores.filter(({ accepted }) => !accepted);
  return [
    `关于${formatLongDay(span.from)}至${formatLongDay(span.to)}两网化工作考核情况的通报（草稿）`,
    '',
    `一、考核结果　A 级：${named('A')}；B 级：${named('B')}；C 级：${named('C')}。`,
    rankingText(scores),
    '',
    '二、验收情况',
    ...scores.map((score) => `${score.unit.name}　${acceptanceText(score)}`),
    '',
    `三、下一步　${rectify.length === 0 ? '各单位保持进度。' : `${rectify.map(({ unit }) => unit.name).join('、')}在　月　日前整改，届时再验收。`}`,
  ].join('\n');
}
