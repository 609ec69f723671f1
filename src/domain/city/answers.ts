/** The city's answer: which employers are entered, which come back and why (S30). All rows are taken or none. */
import type { CityEntry, CityRules } from '../../../schemas/city-entry.js';
import type { Scope } from '../../../schemas/scope.js';
import type { StoredEmployer } from '../../../schemas/stored-employer.js';
import { findCityEntries, saveCityEntry } from '../../models/city-entry.js';
import { findEmployers } from '../../models/employer.js';
import { audit } from '../audit/index.js';
import { type Fault, fault, fileFault, openRows, type RawCell, UnreadableFile } from '../registers/index.js';
import { demand } from '../rights/index.js';
import type { CityDeps } from './export.js';

export interface CityAnswer {
  row: number;
  fileNo: string;
  state: 'entered' | 'returned';
  error?: string;
  batch?: number;
}

const MOST_ROWS = 20_000;
/** A list may have a title and notes above its headings. */
const HEADING_WITHIN = 10;
const ERROR_MOST = 300;

/** Reads the city's list; columns that nobody asked for are passed over. */
export async function readAnswers(rules: CityRules, path: string): Promise<{ answers: CityAnswer[]; faults: Fault[] }> {
  const answers: CityAnswer[] = [];
  const faults: Fault[] = [];
  const seen = new Map<string, number>();
  let columns: Columns | undefined;
  let before = 0;
  try {
    for await (const { row, cells } of openRows(path, MOST_ROWS)) {
      if (columns === undefined) {
        columns = headings(rules, cells);
        if (columns === undefined && ++before === HEADING_WITHIN) break;
        continue;
      }
      if (cells.every(({ kind }) => kind === 'empty')) continue;
      const read = readRow(rules, columns, row, cells);
      const first = 'fileNo' in read ? seen.get(read.fileNo) : undefined;
      if (!('fileNo' in read)) faults.push(read);
      else if (first !== undefined) faults.push(fault(row, 'twice_in_sheet', { first }, rules.answer.fileNo[0]));
      else {
        seen.set(read.fileNo, row);
        answers.push(read);
      }
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { answers: [], faults: [error.fault] };
  }
  if (columns === undefined)
    for (const names of [rules.answer.fileNo, rules.answer.result])
      faults.push(fault(0, 'column_missing', {}, names[0]));
  else if (answers.length === 0 && faults.length === 0) faults.push(fileFault('no_rows'));
  return { answers, faults };
}

interface Columns {
  fileNo: number;
  result: number;
  error: number;
  batch: number;
}

const plain = (text: string) => text.normalize('NFKC').replace(/[\s*：:]/gu, '');

function textOf(cell: RawCell | undefined): string {
  if (cell?.kind === 'text') return cell.text;
  return cell?.kind === 'number' ? String(cell.value) : '';
}

function headings({ answer }: CityRules, cells: readonly RawCell[]): Columns | undefined {
  const at = (names: readonly string[]) => {
    const found = names.map((name) => cells.findIndex((cell) => plain(textOf(cell)) === plain(name)));
    return found.find((i) => i >= 0) ?? -1;
  };
  const columns = {
    fileNo: at(answer.fileNo),
    result: at(answer.result),
    error: at(answer.error),
    batch: at(answer.batch),
  };
  return columns.fileNo < 0 || columns.result < 0 ? undefined : columns;
}

function readRow({ answer }: CityRules, columns: Columns, row: number, cells: readonly RawCell[]): CityAnswer | Fault {
  const number = cells[columns.fileNo];
  if (number?.kind === 'number' && !Number.isSafeInteger(number.value))
    return fault(row, 'number_for_code', {}, answer.fileNo[0]);
  const fileNo = plain(textOf(number));
  if (fileNo === '') return fault(row, 'required', {}, answer.fileNo[0]);
  const said = plain(textOf(cells[columns.result]));
  const is = (words: readonly string[]) => words.some((word) => plain(word) === said);
  const state = is(answer.entered) ? 'entered' : is(answer.returned) ? 'returned' : undefined;
  if (state === undefined)
    return fault(
      row,
      said === '' ? 'required' : 'not_an_option',
      { options: [...answer.entered, ...answer.returned].join('、') },
      answer.result[0],
    );
  const error = state === 'returned' ? textOf(cells[columns.error]).slice(0, ERROR_MOST) : '';
  const batch = Number(plain(textOf(cells[columns.batch])));
  return {
    ...{ row, fileNo, state },
    ...(error !== '' && { error }),
    ...(Number.isSafeInteger(batch) && batch > 0 && { batch }),
  };
}

export interface Answered {
  entered: number;
  returned: number;
  /** Said the same before. */
  unchanged: number;
  /** Sent once more since, with a later batch: the answer is about what was sent before. */
  overtaken: number;
}

/**
 * Notes the answers; read twice they change nothing the second time. With faults nothing is kept.
 * @param batch the batch that is answered, when the list does not say it
 * @throws DomainError not_allowed
 */
export async function takeAnswers(
  { tx }: CityDeps,
  scope: Scope,
  answers: readonly CityAnswer[],
  batch?: number,
): Promise<Answered & { faults: Fault[] }> {
  for (const prefix of scope.prefixes) demand(scope, 'manage_grid', prefix);
  const files = new Map<string, StoredEmployer>();
  for (const file of await findEmployers(tx, scope, { fileNo: { $in: answers.map(({ fileNo }) => fileNo) } }))
    files.set(file.fileNo ?? '', file);
  const ids = [...files.values()].map(({ _id }) => _id);
  const entries = new Map<string, CityEntry>();
  for (const entry of await findCityEntries(tx, { prefixes: ['/'] }, { _id: { $in: ids } }))
    entries.set(entry._id, entry);
  const faults: Fault[] = [];
  const done: Answered = { entered: 0, returned: 0, unchanged: 0, overtaken: 0 };
  const after: CityEntry[] = [];
  for (const { row, fileNo, state, error, batch: own = batch } of answers) {
    const entry = entries.get(files.get(fileNo)?._id ?? '');
    if (entry === undefined) {
      faults.push(fault(row, files.has(fileNo) ? 'city_not_sent' : 'city_unknown', { fileNo }));
      continue;
    }
    if (own !== undefined && own !== entry.batch) done.overtaken++;
    else if (entry.state === state && entry.error === error) done.unchanged++;
    else {
      done[state]++;
      const { error: _, ...rest } = entry;
      const answer = { state, answeredOn: scope.today, updatedAt: tx.now };
      after.push({ ...rest, ...answer, ...(error !== undefined && { error }) });
    }
  }
  if (faults.length > 0) return { ...done, faults };
  for (const entry of after) saveCityEntry(tx, entry);
  const changes = { entered: done.entered, returned: done.returned, ...(batch !== undefined && { batch }) };
  audit(tx, { actor: scope.userid, action: 'city.answered', object: { kind: 'city', id: 'answers' }, changes });
  return { ...done, faults };
}
