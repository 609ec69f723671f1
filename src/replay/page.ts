/** The page of a replay, for a desk and for a phone: counts, lights over time, pictures, every message, the assessment. */
import { LIGHTS } from '../../schemas/plan.js';
import { addDays, type Day, weekdayOf } from '../lib/day.js';
import { weekdayName } from '../lib/day-text.js';
import { groupBy } from '../lib/group-by.js';
import { countsOf } from './counts.js';
import type { GroupMessage, Replayed } from './run.js';

/** File names by `<node> <day>`. */
type Pictures = ReadonlyMap<string, string>;

const STYLE = `body{font:15px/1.6 system-ui,"Noto Sans SC",sans-serif;color:#1c2530;max-width:64em;margin:0 auto;padding:1em}
h1{font-size:1.5em}h2{font-size:1.2em;margin:1.6em 0 .5em}
.wide{overflow-x:auto}table{border-collapse:collapse;white-space:nowrap}
td,th{padding:.15em .7em;border-bottom:1px solid #dde2e8;text-align:right}td:first-child,th:first-child{text-align:left}
.light{display:inline-block;width:.8em;height:.8em;border-radius:50%;border:1.5px solid #0b5cad;margin-right:.4em;vertical-align:-.05em}
.strip{display:flex;gap:.6em;overflow-x:auto;padding-bottom:.6em}.strip img{width:18em;flex:none}
img{border:1px solid #dde2e8;border-radius:4px;max-width:100%}
.said{background:#f6f8fa;border-radius:6px;padding:.5em .8em;margin:.4em 0;max-width:30em;white-space:pre-wrap;overflow-wrap:anywhere}
.said time{float:right;color:#5d6875;margin-left:1em}.said img{width:20em;display:block}
details{margin:.2em 0 .2em .6em}summary{cursor:pointer}.facts{white-space:pre-wrap}`;

/** One HTML file; the pictures lie beside it. */
export function pageOf(result: Replayed, pictures: Pictures): string {
  const { median, most } = countsOf(result.messages);
  const { days, messages } = result;
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>方案回放</title><style>${STYLE}</style></head><body>
<h1>方案回放 ${days[0] ?? ''} 至 ${days.at(-1) ?? ''}</h1>
<p>${days.length} 天，群消息 ${messages.length} 条。有消息的日子，每群每天中位数 ${median} 条，最多 ${most} 条。</p>
<h2>七灯（全区，每周第一个工作日）</h2><div class="wide">${lightsTable(result)}</div>
<h2>区日报图</h2><div class="strip">${districtPictures(result, pictures)}</div>
<h2>各群的消息数</h2><div class="wide">${countsTable(messages)}</div>
<h2>各群收到的消息</h2>${groupSections(messages, pictures)}
<h2>考核</h2><div class="facts">${escapeHtml(result.assessment)}</div>
</body></html>
`;
}

function lightsTable({ digests }: Replayed): string {
  const daily = digests.filter(({ kind, nodeId, facts }) => kind === 'daily' && nodeId === 'd' && facts.blocks.work);
  const weeks = groupBy(daily, ({ day }) => addDays(day, -((weekdayOf(day) + 6) % 7)));
  const rows = [...weeks.values()].flatMap(([first]) => {
    if (first === undefined) return [];
    const { collection, work } = first.facts.blocks;
    const { collected, known } = collection;
    const coverage = known === 0 ? '' : `${Math.round((100 * collected) / known)}%`;
    const lights = LIGHTS.map(({ value }) => lightCell(work?.lights.find(({ light }) => light === value)));
    return [rowOf('td', [first.day, ...lights, coverage, String(work?.overdue ?? 0)])];
  });
  return `<table>${rowOf('th', ['', ...LIGHTS.map(({ label }) => label), '覆盖率', '逾期'])}${rows.join('\n')}</table>`;
}

/** A disc that fills with what is done. */
function lightCell(light: { done: number; of: number } | undefined): string {
  if (light === undefined || light.of === 0) return '';
  const { done, of } = light;
  const turn = Math.round((100 * done) / of);
  return `<span class="light" style="background:conic-gradient(#0b5cad ${turn}%,#fff ${turn}%)"></span>${done}/${of}`;
}

function districtPictures({ days }: Replayed, pictures: Pictures): string {
  return days.flatMap((day) => pictureOf(pictures, 'd', day)).join('\n');
}

function pictureOf(pictures: Pictures, nodeId: string, day: Day): string[] {
  const name = pictures.get(`${nodeId} ${day}`);
  return name === undefined ? [] : [`<img loading="lazy" src="${name}" alt="${day} 日报图">`];
}

function countsTable(messages: readonly GroupMessage[]): string {
  const rows = [...groupBy(messages, ({ group }) => group)].map(([group, own]) => {
    const { median, most } = countsOf(own);
    return rowOf('td', [escapeHtml(group), String(own.length), String(median), String(most)]);
  });
  return `<table>${rowOf('th', ['', '共', '每天中位数', '一天最多'])}${rows.join('\n')}</table>`;
}

function groupSections(messages: readonly GroupMessage[], pictures: Pictures): string {
  return [...groupBy(messages, ({ group }) => group)]
    .map(([group, own]) => {
      const days = [...groupBy(own, ({ day }) => day)].map(
        ([day, list]) =>
          `<details><summary>${day} ${weekdayName(day)}（${list.length} 条）</summary>${list.map((one) => messageHtml(one, pictures)).join('')}</details>`,
      );
      return `<details><summary><b>${escapeHtml(group)}</b>（${own.length} 条）</summary>${days.join('\n')}</details>`;
    })
    .join('\n');
}

/** As the group shows it: bold words, no addresses, the picture itself. */
function messageHtml({ nodeId, day, time, text }: GroupMessage, pictures: Pictures): string {
  const [picture] = text === '[图片]' ? pictureOf(pictures, nodeId, day) : [];
  const said = escapeHtml(text)
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
    .replace(/\[([^\]]+)\]\(http[^)\s]+\)/g, '<u>$1</u>');
  return `<div class="said"><time>${time}</time>${picture ?? said}</div>`;
}

function rowOf(tag: 'td' | 'th', cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
