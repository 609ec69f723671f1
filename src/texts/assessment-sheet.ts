/** The assessment as sheets: rows for Excel and for the PDF. */
import { ITEMS } from '../../schemas/assessment.js';
import {
  acceptanceText,
  bonusNote,
  bonusText,
  circularText,
  deductionText,
  explained,
  itemName,
  points,
  type ScoreFacts,
} from './assessment.js';

type Cell = string | number;
export interface Sheet {
  name: string;
  rows: Cell[][];
}

const DETAILS = '明细';

interface Span {
  from: string;
  to: string;
}

export const assessmentTitle = ({ from, to }: Span) => `两网化工作考核表 ${from} 至 ${to}`;

/** 总表, 明细 with the ids of its records, and the draft of the circular. */
export function assessmentSheets(span: Span, scores: readonly ScoreFacts[]): Sheet[] {
  return [
    { name: '总表', rows: summaryRows(scores) },
    { name: DETAILS, rows: detailRows(scores) },
    {
      name: '通报草稿',
      rows: circularText(span, scores)
        .split('\n')
        .map((line) => [line]),
    },
  ];
}

/** The same to print: without the ids. */
export function printedSheets(span: Span, scores: readonly ScoreFacts[]): Sheet[] {
  return assessmentSheets(span, scores).map(({ name, rows }) => ({
    name,
    rows: rows.map((row) => (name === DETAILS ? row.slice(0, -1) : row)),
  }));
}

function summaryRows(scores: readonly ScoreFacts[]): Cell[][] {
  const head = ['名次', '单位', ...ITEMS.map(({ label }) => label), '扣分', '加分', '总分', '等级', '验收'];
  return [
    head,
    ...scores.map((score, i) => [
      i + 1,
      score.unit.name,
      ...score.items.map(({ points: earned }) => Number(points(earned))),
      Number(points(score.deductions.reduce((sum, each) => sum + each.points, 0))),
      Number(points(score.bonus)),
      score.total,
      score.grade,
      acceptanceText(score).replace('验收：', ''),
    ]),
  ];
}

function detailRows(scores: readonly ScoreFacts[]): Cell[][] {
  return [
    ['单位', '项目', '分值', '得分率', '得分', '依据', '来源记录'],
    ...scores.flatMap(({ unit, items, deductions, bonuses, bonus }) => [
      ...items.map(({ item, weight, share, points: earned, parts, sources }): Cell[] => [
        unit.name,
        itemName(item),
        Number(points(weight)),
        share === null ? '不评' : Math.round(share * 1000) / 1000,
        Number(points(earned)),
        explained(parts),
        sources.join(' '),
      ]),
      ...deductions.map((each): Cell[] => [
        unit.name,
        '扣分',
        '',
        '',
        -Number(points(each.points)),
        deductionText(each),
        '',
      ]),
      ...bonuses.map((each): Cell[] => [
        unit.name,
        '加分',
        '',
        '',
        Number(points(each.points)),
        `${bonusNote({ bonuses, bonus })}${bonusText(each)}`,
        `supervisions:${each.id}`,
      ]),
    ]),
  ];
}
