/** A digest as a page: the same paragraphs without limit, the whole ranking as a table. */
import type { Digest, RankedUnit } from '../../schemas/digest.js';
import { timeOf } from '../lib/day.js';
import { formatCount, formatPercent } from '../lib/numbers.js';
import { digestParagraphs, digestTitle } from './digests.js';

const STYLE = `body{font:16px/1.6 system-ui,"Noto Sans SC",sans-serif;color:#1c2530;max-width:46em;margin:0 auto;padding:1em}
h1{font-size:1.4em}h2{font-size:1.05em;margin:1.2em 0 .2em}p{margin:.1em 0}img{max-width:100%;border:1px solid #eef1f5}
table{border-collapse:collapse;width:100%}td,th{padding:.25em .5em;border-bottom:1px solid #eef1f5;text-align:right}
td:first-child,th:first-child,td:nth-child(2),th:nth-child(2){text-align:left}.note{color:#5d6776}`;

/** HTML of the page. @param picture its address */
export function digestPage({ facts, madeAt }: Digest, picture: string | undefined): string {
  const title = escapeHtml(digestTitle(facts));
  const body = digestParagraphs(facts).map((lines) =>
    lines
      .filter((line) => line !== '')
      .map(paragraph)
      .join('\n'),
  );
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><style>${STYLE}</style></head><body>
<h1>${title}</h1>
<p class="note">${timeOf(madeAt)} 生成，数字截至当天零点。</p>
${picture === undefined ? '' : `<p><img src="${escapeHtml(picture)}" alt="${title}"></p>`}
${body.join('\n')}
${rankingTable(facts.blocks.ranking?.units ?? [])}
</body></html>
`;
}

function paragraph(line: string): string {
  const [, head, rest = ''] = /^\*\*(.+?)\*\*(.*)$/.exec(line) ?? [];
  return head === undefined ? `<p>${escapeHtml(line)}</p>` : `<h2>${escapeHtml(head + rest)}</h2>`;
}

function rankingTable(units: readonly RankedUnit[]): string {
  if (units.length === 0) return '';
  const rows = units.map(({ rank, name, collected, known, gainRank }) =>
    [
      rank ?? '样本少',
      escapeHtml(name),
      formatPercent(collected, known),
      formatCount(collected),
      formatCount(known),
      gainRank ?? '',
    ]
      .map((cell) => `<td>${cell}</td>`)
      .join(''),
  );
  const head = ['名次', '单位', '覆盖率', '已采集', '已知', '进步名次'].map((cell) => `<th>${cell}</th>`).join('');
  return `<h2>全部单位</h2>\n<table><tr>${head}</tr>\n${rows.map((row) => `<tr>${row}</tr>`).join('\n')}\n</table>`;
}

function escapeHtml(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (sign) => names[sign] ?? sign);
}
