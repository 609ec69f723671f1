// Writes docs/plan.md, the table of what each plan in plans/ demands and where it went, and plans/plan.schema.json for
// editors. `--check` only says whether they are up to date. Needs a build for the schema.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));

const LEVELS = { district: '区', town: '镇街', village: '村社区', grid_unit: '网格' };
const EVIDENCE = { document: '文号', photo: '照片', date: '日期', note: '说明' };
const PERIODS = { week: '每周', month: '每月', quarter: '每季度', half_year: '每半年', year: '每年' };
const LIGHTS = {
  organisation: '组织',
  funding: '经费',
  staff: '人员',
  premises: '用房',
  network: '网络',
  grid: '网格',
  entry: '录入',
};
const KINDS = { milestones: 'milestone', duties: 'duty', rules: 'rule', records: 'record' };

/** The page about the plans whose YAML texts are given, by file name. */
export function planDoc(texts) {
  const plans = Object.entries(texts).map(([file, text]) => ({ file, plan: parse(text) }));
  return `${HEAD}${plans.map(({ file, plan }) => pageOf(file, plan)).join('\n')}`;
}

const HEAD = `# Plans

Made by \`node scripts/plan-doc.mjs\` from the files in \`plans/\`; do not edit. Which demand of the document became what, and where
it is kept or checked. *milestone*: due once per body. *duty*: due again in every period. *rule*: judged from data whenever somebody
asks (“方案核对” in the chat, \`lw plan show\`); it sets no task. *record*: a kind of record, kept by chat.

## Writing a plan

One YAML file per plan; the file is named after \`plan:\`. Editors complete and check it by \`plans/plan.schema.json\`; the linter
names file, line and column. The first lines are the document (\`document: { no, on }\`) and \`requirements\`: its demands by
number. Every demand must be the \`sources\` of at least one item, or the linter refuses the plan.

| key | meaning |
|---|---|
| \`for\` | one item per body of these levels: \`district\`, \`town\`, \`village\`, or \`grid_unit\` (what \`gridUnit\` says, A2); \`bodies\` narrows it to names or codes |
| \`owner\` | whose work it is, when not the body's own: the town or the district above it |
| \`responsible\` | the role that is asked first |
| \`due\` | a day, or \`{ workdays: 10, after: other-item }\`, \`{ days: 60, after: plan }\`; without it \`defaultDue\` (A3). Days before the plan's own date and days of rest are allowed |
| \`after\` | milestones of the same body, or of one above, that must be done before |
| \`check\` | an automatic check with its parameters under \`with\`; done as soon as it holds, unless evidence is asked for too |
| \`evidence\` | \`document\`, \`photo\`, \`date\`, \`note\`: handed in by the body, accepted or returned by the next level (\`accept: none\`: by nobody) |
| \`light\` | which of the seven lights of the digest it counts for |
| \`weight\` | its share in the assessment |
| \`renew\` | open again for so many working days when the check fails later |
| \`repeat\` | duties: \`{ every: month, workday: -1 }\` is the last working day of each month |

`;

function pageOf(file, plan) {
  const rows = Object.entries(plan.requirements).map(([source, demand]) => {
    const items = itemsOf(plan).filter(({ item }) => item.sources.includes(source));
    return `| ${source} | ${demand} | ${items.map(({ list, item }) => `${KINDS[list]} \`${item.id}\``).join('<br>')} | ${items.map(({ list, item }) => whereOf(plan, list, item)).join('<br>')} |`;
  });
  const milestones = plan.milestones.map(
    (m) =>
      `| \`${m.id}\` | ${m.title} | ${m.for.map((l) => LEVELS[l]).join('、')} | ${m.owner ? LEVELS[m.owner] : ''} | ${dueOf(m.due ?? plan.defaultDue)} | ${LIGHTS[m.light] ?? ''} | ${proofOf(m)} | ${(m.after ?? []).join(', ')} |`,
  );
  return `## ${plan.title} (\`${file}\`)

${plan.document.no}, ${plan.document.on}.

| demand | text | became | how it is known |
|---|---|---|---|
${rows.join('\n')}

### Milestones

| id | title | one per | owner | due | light | proof | after |
|---|---|---|---|---|---|---|---|
${milestones.join('\n')}
`;
}

function itemsOf(plan) {
  return Object.keys(KINDS).flatMap((list) => (plan[list] ?? []).map((item) => ({ list, item })));
}

function whereOf(plan, list, item) {
  if (list === 'records') return `records \`${item.record}\``;
  if (list === 'rules') return `check \`${item.check.name}\``;
  const when = list === 'duties' ? PERIODS[item.repeat.every] : dueOf(item.due ?? plan.defaultDue);
  return [when, proofOf(item)].filter((part) => part !== '').join(', ');
}

function proofOf({ check, evidence = [] }) {
  return [
    ...(check ? [`check \`${check.name}\``] : []),
    ...(evidence.length > 0 ? [evidence.map((kind) => EVIDENCE[kind]).join('、')] : []),
  ].join(' + ');
}

function dueOf(due) {
  if (due === undefined) return '';
  if (typeof due === 'string') return due;
  return 'days' in due
    ? `${due.days} days after \`${due.after}\``
    : `${due.workdays} working days after \`${due.after}\``;
}

/** The texts of all plans, by file name. */
export function planTexts(folder = join(root, 'plans')) {
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

async function main() {
  const { z } = await import('zod');
  const { PlanTemplate } = await import('../dist/schemas/plan.js');
  const made = {
    'docs/plan.md': planDoc(planTexts()),
    'plans/plan.schema.json': `${JSON.stringify(z.toJSONSchema(PlanTemplate, { io: 'input', unrepresentable: 'any' }), null, 2)}\n`,
  };
  for (const [file, text] of Object.entries(made)) {
    const path = join(root, file);
    const same = readIfThere(path) === text;
    if (!same && process.argv.includes('--check')) process.exitCode = 1;
    if (!same && !process.argv.includes('--check')) writeFileSync(path, text);
    console.log(`${file}: ${same ? 'up to date' : process.argv.includes('--check') ? 'out of date' : 'written'}`);
  }
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
