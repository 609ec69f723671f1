/** What bodies put on record, as people read it in lists. */
import { labelOf } from '../../schemas/enums.js';
import {
  NETWORKS,
  PROBLEM_CATEGORIES,
  type RecordData,
  TEXT_KINDS,
  type UnitRecord,
  WALL_CHARTS,
} from '../../schemas/unit-record.js';
import type { Day } from '../lib/day.js';
import { formatDay } from '../lib/day-text.js';
import { formatFen } from '../lib/money.js';

/** One line: what, where it stands, since when. @param unit the body as people call it */
export function recordLine({ data, on }: Pick<UnitRecord, 'data' | 'on'>, unit: string, today: Day): string {
  return `${recordText(data, today)}（${unit}，${formatDay(on, today)}）`;
}

/** What it says, without where and since when. */
export function recordText(data: RecordData, today: Day): string {
  switch (data.kind) {
    case 'member_request': {
      const { unit, subject, dueOn, reply, repliedOn } = data;
      const asked = dueOn === undefined ? '' : `，请 ${formatDay(dueOn, today)}前回复`;
      if (reply === undefined) return `${unit}：${subject}${asked}，未回复`;
      return `${unit}：${subject}，${repliedOn === undefined ? '' : `${formatDay(repliedOn, today)}`}回复：${reply}`;
    }
    case 'problem': {
      const { category, description, solution } = data;
      return `${labelOf(PROBLEM_CATEGORIES, category)}：${description}${solution === undefined ? '' : `；解决办法：${solution}`}`;
    }
    case 'contact_card':
      return `${data.department}　${data.contact}　${data.phone}${data.email === undefined ? '' : `　${data.email}`}`;
    case 'training':
      return `${data.title}，${data.attendees.length} 人签到`;
    case 'text':
      return `${labelOf(TEXT_KINDS, data.textKind)}《${data.title}》第 ${data.edition} 版`;
    case 'document':
      return `${data.title}${data.documentNo === undefined ? '' : `　${data.documentNo}`}`;
    case 'premises':
      return `用房 ${data.areaSqm} 平方米`;
    case 'funding':
      return `${data.item} 到位 ${formatFen(data.receivedFen)}/${formatFen(data.plannedFen)}`;
    case 'network_test':
      return `${labelOf(NETWORKS, data.network)}${data.works ? '连通' : '不通'}`;
    case 'wall_chart':
      return `${labelOf(WALL_CHARTS, data.chart)}已上墙`;
    case 'diagram':
      return '网格示意图';
    case 'complaint_point':
      return `投诉举报站点　${data.address}　${data.phone}　${data.hours}`;
    case 'appointment':
      return `任命 ${data.documentNo}`;
    case 'acknowledgement':
      return '已知晓';
  }
}

/** To the group of a body: a training begins, whoever is there signs in. */
export function trainingText(title: string): string {
  return `培训“${title}”开始签到，到场的同事请在单聊里发“签到”。`;
}

/** To the group of a body: a text was published. */
export function publishedText(title: string, edition: number): string {
  const what = edition === 1 ? '新发布' : `已修订（第 ${edition} 版）`;
  return `《${title}》${what}，请在单聊里发“学习制度”，看完回“已知晓”。`;
}
