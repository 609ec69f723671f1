/** `lw assess`: the table of 100 points of towns or villages, as text, Excel and PDF. */
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { type AssessmentItem, ITEMS } from '../../schemas/assessment.js';
import { type Assessment, type AssessmentDeps, assess } from '../domain/assessment/index.js';
import { findNodes } from '../domain/grid/index.js';
import { systemScope } from '../domain/rights/index.js';
import { addDays, addMonths, dayOf, isDay } from '../lib/day.js';
import { inTransaction, type TransactionDeps } from '../models/transaction.js';
import { assessmentText, circularText, rankingText } from '../texts/assessment.js';
import { assessmentSheets, assessmentTitle, printedSheets } from '../texts/assessment-sheet.js';
import { writePdf } from './assess-pdf.js';
import { writeWorkbook } from './write-workbook.js';

const HELP = `考核：百分制，按数据现算；每一小项有依据和来源记录。

  assess                                   各镇街，本月到今天
  assess --month 2010-11                   一个月；--year 2010 一年；--from … --to … 任意一段
  assess --unit 古荥镇                     一个镇街逐项；它下面的村社区用 --below
  assess --weights coverage=20,funding=2   换权重试算，总和不变
  assess --out 考核.xlsx                   Excel；写 .pdf 就是可打印的 A4 表
  assess --circular                        通报草稿
`;

type Deps = TransactionDeps & Omit<AssessmentDeps, 'tx'> & { fontFolder: string };
type Span = { from: string; to: string };

/** Returns the exit code: 0 shown or written, 1 no such unit, 2 not understood. */
export async function assessCommand(
  deps: Deps,
  args: readonly string[],
  print: (line: string) => void,
): Promise<0 | 1 | 2> {
  const asked = readArguments(args);
  const span = asked && spanOf(asked, dayOf(deps.clock()));
  const tried = asked && weightsIn(asked.weights ?? '');
  if (asked === null || asked.help === true || span === null || tried === null) {
    print(HELP);
    return asked?.help === true ? 0 : 2;
  }
  const found = await inTransaction(deps, async (tx) => {
    const scope = systemScope(span.to);
    const tree = await deps.grid(tx, span.to);
    const nodes = asked.unit === undefined ? [] : findNodes(tree, scope, asked.unit).map(({ node }) => node);
    if (asked.unit !== undefined && nodes.length !== 1) return null;
    const prefixes = nodes[0] === undefined ? scope.prefixes : [nodes[0].gridPath];
    const level = asked.below === true || nodes[0]?.level.level === 3 ? 3 : 2;
    return assess({ ...deps, tx }, { ...scope, prefixes }, span, { level, tried });
  });
  if (found === null) {
    print(`没有找到或不止一个“${asked.unit}”。`);
    return 1;
  }
  if (asked.out !== undefined && !/\.(xlsx|pdf)$/i.test(asked.out)) {
    print('只能写成 .xlsx（Excel）或 .pdf。');
    return 2;
  }
  if (asked.out !== undefined) {
    await write(asked.out, span, found, deps.fontFolder);
    print(`已写入 ${asked.out}`);
  } else print(asked.circular === true ? circularText(span, found) : textOf(found));
  return 0;
}

function textOf(found: readonly Assessment[]): string {
  const [only] = found;
  return found.length === 1 && only !== undefined ? assessmentText(only) : rankingText(found);
}

function readArguments(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    unit: text,
    month: text,
    year: text,
    from: text,
    to: text,
    weights: text,
    out: text,
    below: flag,
    circular: flag,
    help: { ...flag, short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch {
    return null; // an option that does not exist
  }
}

type Asked = NonNullable<ReturnType<typeof readArguments>>;

function spanOf({ month, year, from, to }: Asked, today: string): Span | null {
  const first = month === undefined ? (year === undefined ? from : `${year}-01-01`) : `${month}-01`;
  const begin = first ?? `${today.slice(0, 8)}01`;
  if (!isDay(begin)) return null;
  const end =
    month !== undefined ? addDays(addMonths(begin, 1), -1) : year !== undefined ? `${year}-12-31` : (to ?? today);
  // of days to come nothing is known
  const last = end > today ? today : end;
  return isDay(end) && last >= begin ? { from: begin, to: last } : null;
}

/** `coverage=20,funding=2`; null for an item that does not exist or a weight that is no number. */
function weightsIn(text: string): Partial<Record<AssessmentItem, number>> | null {
  const tried: Partial<Record<AssessmentItem, number>> = {};
  for (const pair of text.split(',').filter((part) => part !== '')) {
    const [name = '', value = ''] = pair.split('=');
    const item = ITEMS.find((each) => each.value === name.trim() || each.label === name.trim())?.value;
    const weight = Number(value);
    if (item === undefined || value.trim() === '' || !(weight >= 0 && weight <= 100)) return null;
    tried[item] = weight;
  }
  return tried;
}

async function write(path: string, span: Span, found: readonly Assessment[], fontFolder: string): Promise<void> {
  if (extname(path).toLowerCase() === '.xlsx') await writeWorkbook(path, assessmentSheets(span, found));
  else await writePdf(path, assessmentTitle(span), printedSheets(span, found), fontFolder);
}
