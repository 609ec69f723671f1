/** What came of a replay: a page with the messages of every group by day, the pictures, and the lights over time. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from 'mongodb';
import type { Digest } from '../../schemas/digest.js';
import { labelOf } from '../../schemas/enums.js';
import { LIGHTS } from '../../schemas/plan.js';
import { groupBy } from '../lib/group-by.js';
import { loadFile } from '../models/file.js';
import type { Replayed } from './run.js';

/** Messages of one group on one day, over all days on which it got any: emergencies would be left out, there are none. */
export function countsOf({ messages }: Pick<Replayed, 'messages'>): { median: number; most: number } {
  const counts = [...groupBy(messages, ({ day, group }) => `${day} ${group}`).values()]
    .map(({ length }) => length)
    .sort((a, b) => a - b);
  return { median: counts[counts.length >> 1] ?? 0, most: counts.at(-1) ?? 0 };
}

/** Every message of every group as text, in order: what the golden test compares. */
export function transcriptOf({ messages }: Pick<Replayed, 'messages'>): string {
  const lines = messages.map(({ day, time, group, text }) => {
    const plain = text.replace(/(\/digests\/[^\s)]+\/)[\w-]{22}/g, '$1…').replaceAll('\n', '\n  ');
    return `# ${day} ${time} ${group}\n  ${plain}`;
  });
  return `${lines.join('\n')}\n`;
}

/** Writes `index.html` and the pictures of the district into a folder. @returns the page's path */
export async function writeReport(result: Replayed, db: Db, folder: string): Promise<string> {
  const pictures = await writePictures(result.digests, db, folder);
  const file = join(folder, 'index.html');
  writeFileSync(file, pageOf(result, pictures));
  return file;
}

async function writePictures(digests: readonly Digest[], db: Db, folder: string): Promise<Map<string, string>> {
  mkdirSync(join(folder, 'pictures'), { recursive: true });
  const names = new Map<string, string>();
  for (const { _id, day, nodeId, pictureFileId } of digests) {
    const kept = pictureFileId === undefined ? null : await loadFile(db, pictureFileId);
    if (kept === null) continue;
    const name = `pictures/${day}-${nodeId}.png`;
    writeFileSync(join(folder, name), kept.bytes);
    names.set(_id, name);
  }
  return names;
}

const STYLE = `body{font:15px/1.55 system-ui,"Noto Sans SC",sans-serif;color:#1c2530;max-width:72em;margin:0 auto;padding:1em}
table{border-collapse:collapse}td,th{padding:.15em .6em;border-bottom:1px solid #dde2e8;text-align:right}td:first-child{text-align:left}
pre{white-space:pre-wrap;background:#f6f8fa;padding:.6em;margin:.3em 0}img{width:20em;border:1px solid #dde2e8;margin:.3em}
details{margin:.2em 0}summary{cursor:pointer}`;

function pageOf(result: Replayed, pictures: ReadonlyMap<string, string>): string {
  const { median, most } = countsOf(result);
  const { days, messages } = result;
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>方案回放</title><style>${STYLE}</style></head><body>
<h1>方案回放 ${days[0] ?? ''} — ${days.at(-1) ?? ''}</h1>
<p>${days.length} 天，群消息 ${messages.length} 条；每群每天中位数 ${median} 条，最多 ${most} 条。</p>
<h2>七灯（区）</h2>${lightsTable(result.digests)}
<h2>区日报图</h2>${districtPictures(result.digests, pictures)}
<h2>各群收到的消息</h2>${groupSections(result)}
<h2>考核</h2><pre>${escapeHtml(result.assessment)}</pre>
</body></html>
`;
}

/** The first digest of each week. */
function lightsTable(digests: readonly Digest[]): string {
  const weekly = digests.filter(({ kind, nodeId }) => kind === 'weekly' && nodeId === 'd');
  const head = ['周', ...LIGHTS.map(({ label }) => label), '覆盖率', '逾期'].map((cell) => `<th>${cell}</th>`).join('');
  const rows = weekly.map(({ day, facts: { blocks } }) => {
    const lights = new Map(blocks.work?.lights.map((light) => [labelOf(LIGHTS, light.light), light]));
    const cells = LIGHTS.map(({ label }) => {
      const light = lights.get(label);
      return light === undefined ? '' : `${light.done}/${light.of}`;
    });
    const { collected, known } = blocks.collection;
    const coverage = known === 0 ? '' : `${Math.round((100 * collected) / known)}%`;
    return `<tr>${[day, ...cells, coverage, blocks.work?.overdue ?? 0].map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return `<table><tr>${head}</tr>${rows.join('\n')}</table>`;
}

function districtPictures(digests: readonly Digest[], pictures: ReadonlyMap<string, string>): string {
  const own = digests.filter(({ kind, nodeId }) => kind === 'daily' && nodeId === 'd');
  const images = own.map(
    ({ _id, day }) => `<img loading="lazy" src="${pictures.get(_id) ?? ''}" alt="${day}" title="${day}">`,
  );
  return images.join('\n');
}

function groupSections({ messages }: Replayed): string {
  return [...groupBy(messages, ({ group }) => group)]
    .map(([group, own]) => {
      const days = [...groupBy(own, ({ day }) => day)].map(([day, list]) => {
        const texts = list.map(({ time, text }) => `<pre>${time}  ${escapeHtml(text)}</pre>`).join('');
        return `<details><summary>${day}（${list.length} 条）</summary>${texts}</details>`;
      });
      return `<details><summary><b>${escapeHtml(group)}</b>（${own.length} 条）</summary>${days.join('\n')}</details>`;
    })
    .join('\n');
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
