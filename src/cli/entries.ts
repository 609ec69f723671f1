/** What a bureau's own forms brought, as a list and as a sheet. */
import ExcelJS from 'exceljs';
import { type Entry, listForms, readEntries } from '../domain/entries/index.js';
import { dayOf, timeOf } from '../lib/day.js';
import type { KeyRing } from '../lib/seal.js';
import { inTransaction, type TransactionDeps } from '../models/transaction.js';
import { ENTRY_COLUMNS, entriesLine, formLine, noEntries } from '../texts/entries.js';

const HELP = `What the bureau's own forms brought (flows that end with "submit: entries.keep").

  entries list                        forms, number of entries, the last one
  entries export FORM FILE.xlsx       all entries of a form, one row each

Example
  npm run -s lw -- entries export 门店回访 visits.xlsx
`;

type EntryHouse = TransactionDeps & { keys: KeyRing };

/** Returns the exit code: 0 done, 1 there are no entries, 2 not understood. */
export async function entriesCommand(
  house: EntryHouse,
  args: readonly string[],
  print: (line: string) => void,
): Promise<0 | 1 | 2> {
  const [command, form, file, ...more] = args;
  if (command === 'list' && form === undefined) {
    const forms = await inTransaction(house, (tx) => listForms({ tx }));
    for (const one of forms) print(formLine(one));
    if (forms.length === 0) print(noEntries());
    return 0;
  }
  if (command !== 'export' || form === undefined || file?.endsWith('.xlsx') !== true || more.length > 0) {
    print(HELP);
    return command === '--help' || command === '-h' ? 0 : 2;
  }
  const entries = await inTransaction(house, (tx) => readEntries({ ...house, tx }, 'sys', form));
  if (entries.length === 0) {
    print(noEntries(form));
    return 1;
  }
  await writeSheet(file, form, entries);
  print(entriesLine(form, entries.length, file));
  return 0;
}

async function writeSheet(file: string, form: string, entries: readonly Entry[]): Promise<void> {
  const fields = [...new Set(entries.flatMap(({ answers }) => Object.keys(answers)))];
  const workbook = new ExcelJS.Workbook();
  // a sheet's name has at most 31 characters and none of these
  const sheet = workbook.addWorksheet(form.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31), {
    views: [{ state: 'frozen', ySplit: 1 }],
  });
  sheet.addRow([...ENTRY_COLUMNS, ...fields]).font = { bold: true };
  for (const { at, by, answers } of entries)
    sheet.addRow([`${dayOf(at)} ${timeOf(at)}`, by, ...fields.map((field) => cellOf(answers[field]))]);
  await workbook.xlsx.writeFile(file);
}

function cellOf(value: unknown): string | number {
  if (value === undefined || value === null) return '';
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
}
