/** The assessment as sheets: rows for Excel, and a page that prints on A4 (a browser makes the PDF). */
import { ITEMS } from '../../schemas/assessment.js';
import {
  acceptanceText,
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

interface Span {
  from: string;
  to: string;
}

/** 总表, 明细 and the draft of the circular. */
export function assessmentSheets(span: Span, scores: readonly ScoreFacts[]): Sheet[] {
  return [
    { name: '总表', rows: summaryRows(scores) },
    { name: '明细', rows: detailRows(scores) },
    {
      name: '通报草稿',
      rows: circularText(span, scores)
        .split('\n')
        .map((line) => [line]),
    },
  ];
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
    ...scores.flatMap(({ unit, items, deductions }) => [
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
    ]),
  ];
}

const STYLE = `@page{size:A4 landscape;margin:12mm}body{font:12px/1.5 "Noto Sans SC",system-ui,sans-serif;color:#1c2530}
h1{font-size:18px}h2{font-size:15px;break-before:page}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #b8bec6;padding:2px 5px;text-align:left;vertical-align:top}th{background:#eef1f5}tr{break-inside:avoid}
pre{font:inherit;white-space:pre-wrap}`;

/** One page to print: the same tables without the ids of records. */
export function assessmentPage(span: Span, scores: readonly ScoreFacts[]): string {
  const title = `两网化工作考核表 ${span.from} 至 ${span.to}`;
  const details = detailRows(scores).map((row) => row.slice(0, 6));
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title><style>${STYLE}</style></head><body>
<h1>${title}</h1>${tableOf(summaryRows(scores))}
<h2>明细</h2>${tableOf(details)}
<h2>通报草稿</h2><pre>${escapeHtml(circularText(span, scores))}</pre>
</body></html>
`;
}

function tableOf([head = [], ...rows]: readonly Cell[][]): string {
  const line = (row: readonly Cell[], tag: string) =>
    `<tr>${row.map((cell) => `<${tag}>${escapeHtml(String(cell))}</${tag}>`).join('')}</tr>`;
  return `<table>${line(head, 'th')}${rows.map((row) => line(row, 'td')).join('\n')}</table>`;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
