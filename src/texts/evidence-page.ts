/** The evidence of a unit as one page that a city inspector opens in any browser (S55). */
import { labelOf } from '../../schemas/enums.js';
import { type Evidence, TASK_STATES, type Task } from '../../schemas/task.js';
import type { RecordData } from '../../schemas/unit-record.js';
import { formatLongDay } from '../lib/day-text.js';
import { formatRate } from '../lib/numbers.js';
import { recordText } from './unit-records.js';

interface BodyFacts {
  name: string;
  level: 1 | 2 | 3;
  body?: { name: string; address?: string | undefined; phone?: string | undefined; setUpOn?: string | undefined };
  milestones: readonly {
    title: string;
    dueOn: string;
    state: Task['state'];
    doneOn?: string;
    evidence: Omit<Evidence, 'photos'>;
    photos: readonly string[];
  }[];
  records: readonly { data: RecordData; on: string; photos: readonly string[] }[];
  people: readonly { role: string; names: readonly string[] }[];
  rates: readonly { code: 'duty' | 'rule' | 'trained'; have: number; need: number }[];
}

const RATES = { duty: '知晓岗位职责', rule: '知晓工作规则', trained: '一年内受过培训' } as const;
const KINDS: Readonly<Record<string, string>> = {
  appointment: '任命',
  funding: '经费',
  premises: '用房',
  network_test: '网络',
  diagram: '示意图',
  wall_chart: '上墙图',
  complaint_point: '投诉举报站点',
  training: '培训',
  text: '制度',
  document: '文件',
};

const STYLE = `body{font:15px/1.6 system-ui,"Noto Sans SC",sans-serif;color:#1c2530;max-width:70em;margin:0 auto;padding:1em}
h1{font-size:1.4em}h2{font-size:1.15em;margin:1.6em 0 .3em;border-bottom:2px solid #1c2530}h3{font-size:1em;margin:1em 0 .2em}
table{border-collapse:collapse;width:100%}td,th{padding:.25em .5em;border:1px solid #d5dae1;text-align:left;vertical-align:top}
th{background:#eef1f5}img{max-height:7em;max-width:10em;margin:.1em}.note{color:#5d6776}.late{color:#a4262c}
@media print{h2{break-before:page}}`;

export interface EvidenceIndex {
  unit: string;
  day: string;
  bodies: readonly BodyFacts[];
  /** Relative addresses of the photos by their ids; those whose bytes are not there are missing. */
  photos: ReadonlyMap<string, string>;
  /** Relative address of the assessment sheet. */
  sheet: string;
}

export const evidenceTitle = (unit: string) => `${unit}两网化工作迎检材料`;

export function evidencePage({ unit, day, bodies, photos, sheet }: EvidenceIndex): string {
  const title = escapeHtml(evidenceTitle(unit));
  const shown = (ids: readonly string[]) =>
    ids
      .map((id) => photos.get(id))
      .map((at) =>
        at === undefined ? '（照片没有取到）' : `<a href="${at}"><img src="${at}" alt="照片" loading="lazy"></a>`,
      )
      .join('');
  const links = bodies.map(({ name }, i) => `<a href="#b${i}">${escapeHtml(name)}</a>`).join('　');
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><style>${STYLE}</style></head><body>
<h1>${title}</h1>
<p class="note">截至 ${formatLongDay(day)}。<a href="${sheet}">考核表</a>。不含劳动者和投诉举报人的信息。</p>
<p>${links}</p>
${bodies.map((body, i) => bodySection(body, i, day, shown)).join('\n')}
</body></html>
`;
}

type Shown = (ids: readonly string[]) => string;

function bodySection(facts: BodyFacts, i: number, day: string, shown: Shown): string {
  const { name, body, milestones, records, people, rates } = facts;
  const about = [
    body?.name ?? '机构还没有设立',
    body?.setUpOn === undefined ? '' : `${formatLongDay(body.setUpOn)}设立`,
    body?.address ?? '',
    body?.phone ?? '',
  ].filter((part) => part !== '');
  const staff = people.map(({ role, names }) => `${role}：${names.join('、')}`);
  const lines = [
    about.join('　'),
    staff.length === 0 ? '没有在岗人员' : staff.join('；'),
    ...rates.map(({ code, have, need }) => `${RATES[code]} ${formatRate(have, need, '人次')}`),
  ];
  const done = milestones.filter(({ state }) => state === 'done').length;
  return `<h2 id="b${i}">${escapeHtml(name)}</h2>
${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
<h3>方案事项 ${done}/${milestones.length}</h3>
${table(
  ['事项', '期限', '状态', '办成日期', '文号', '凭据日期', '说明', '照片'],
  milestones.map((one) => [...milestoneCells(one, day), shown(one.photos)]),
)}
<h3>登记</h3>
${table(
  ['类别', '内容', '日期', '照片'],
  records.map(({ data, on, photos: ids }) => [
    escapeHtml(KINDS[data.kind] ?? ''),
    escapeHtml(recordText(data, day)),
    escapeHtml(formatLongDay(on)),
    shown(ids),
  ]),
)}`;
}

function milestoneCells({ title, dueOn, state, doneOn, evidence }: BodyFacts['milestones'][number], day: string) {
  const late = state !== 'done' && dueOn < day;
  return [
    escapeHtml(title),
    formatLongDay(dueOn),
    late ? `<span class="late">${labelOf(TASK_STATES, state)}，已过期限</span>` : labelOf(TASK_STATES, state),
    doneOn === undefined ? '' : formatLongDay(doneOn),
    escapeHtml(evidence.documentNo ?? ''),
    evidence.on === undefined ? '' : formatLongDay(evidence.on),
    escapeHtml(evidence.note ?? ''),
  ];
}

/** Cells are HTML. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '<p class="note">没有。</p>';
  const row = (tag: string, cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table>${row('th', head)}\n${rows.map((cells) => row('td', cells)).join('\n')}</table>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

export const EVIDENCE_HELP = `迎检材料：一个单位和它下级的事项、凭据、登记、照片，加上考核表。

  evidence pack --unit 古荥镇 --out 古荥镇.zip     压缩包；写成文件夹名就是文件夹

打开“目录.html”从头看。不含劳动者和投诉举报人的信息。
`;

export function packedLine(path: string, bodies: number, photos: number, missing: number): string {
  const lost = missing > 0 ? `，${missing} 张没有取到` : '';
  return `已写入 ${path}：${bodies} 个单位，照片 ${photos} 张${lost}。`;
}

export const folderTaken = (path: string) => `${path} 已经有了，请换个名字，或先移走。`;
