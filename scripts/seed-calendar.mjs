// Writes calendar/<year>.yaml from the package chinese-days, for years that have no file yet. Files that exist are the
// district's own and stay as they are; `--check` only reports years the package has and the folder lacks.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'calendar');
const packaged = createRequire(import.meta.url).resolve('chinese-days');
const { holidays, workdays } = JSON.parse(readFileSync(path.join(path.dirname(packaged), 'chinese-days.json'), 'utf8'));

const years = new Map();
for (const [key, days] of [
  ['off', holidays],
  ['work', workdays],
]) {
  for (const [day, description] of Object.entries(days).sort()) {
    const year = Number(day.slice(0, 4));
    const name = description.split(',')[1];
    if (!years.has(year)) years.set(year, []);
    const entries = years.get(year);
    let entry = entries.find((e) => e.name === name && near(e.off, day));
    if (entry === undefined) {
      entry = { name, off: [], work: [] };
      entries.push(entry);
    }
    entry[key].push(day);
  }
}

mkdirSync(folder, { recursive: true });
for (const [year, entries] of [...years].sort()) {
  const file = path.join(folder, `${year}.yaml`);
  if (existsSync(file)) continue;
  if (!process.argv.includes('--check')) writeFileSync(file, yamlOf(year, entries));
  console.log(`${process.argv.includes('--check') ? 'missing' : 'written'}: calendar/${year}.yaml`);
}

/** New Year can stand twice in one year (January, and 30–31 December of the next). */
function near(off, day) {
  return off.length === 0 || off.some((other) => Math.abs(Date.parse(other) - Date.parse(day)) < 40 * 86_400_000);
}

function yamlOf(year, entries) {
  const lines = [
    `# ${year} 年放假调休安排。off 是放假的日子（含其中的周末），work 是调休上班的周末。`,
    '# 通知变了就改这里，改完重启服务；confirmed: false 表示通知还没出，跨进这一年的期限都标“暂定”。',
    `year: ${year}`,
    'confirmed: true',
    'holidays:',
  ];
  for (const { name, off, work } of entries) {
    lines.push(`  - name: ${name}`, `    off: [${spans(off).join(', ')}]`);
    if (work.length > 0) lines.push(`    work: [${spans(work).join(', ')}]`);
  }
  return `${lines.join('\n')}\n`;
}

/** Runs of days as `from..to`. */
function spans(days) {
  const runs = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last && Date.parse(day) - Date.parse(last.to) === 86_400_000) last.to = day;
    else runs.push({ from: day, to: day });
  }
  return runs.map(({ from, to }) => (from === to ? from : `${from}..${to}`));
}
