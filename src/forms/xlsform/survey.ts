/** The rows of the survey as a tree: questions, groups, repeats. */
import type { FormFinding } from './finding.js';
import type { Sheet, SheetRow } from './sheets.js';

export interface Question {
  is: 'question';
  row: number;
  name: string;
  /** `select_one`, `text`, … in the spelling of the documentation. */
  type: string;
  /** Of a select: the list, and whether “other” is offered. */
  list?: string;
  other?: true;
  cells: ReadonlyMap<string, string>;
}

export interface Group {
  is: 'group' | 'repeat';
  row: number;
  name: string;
  cells: ReadonlyMap<string, string>;
  items: Item[];
}

export type Item = Question | Group;

/** Other spellings of types. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'integer',
  photo: 'image',
  location: 'geopoint',
  gps: 'geopoint',
  trigger: 'acknowledge',
  datetime: 'dateTime',
  'select one': 'select_one',
  'select multiple': 'select_multiple',
  'select all that apply': 'select_multiple',
  'begin group': 'begin_group',
  'end group': 'end_group',
  'begin repeat': 'begin_repeat',
  'end repeat': 'end_repeat',
};

export function readSurvey(sheet: Sheet): { items: Item[]; findings: FormFinding[] } {
  const findings: FormFinding[] = [];
  const report = (row: number, code: FormFinding['code'], facts: FormFinding['facts'] = {}) =>
    findings.push({ sheet: 'survey', row, code, facts });
  for (const name of ['type', 'name']) if (!sheet.columns.includes(name)) report(0, 'column_missing', { name });
  const items: Item[] = [];
  const open: Group[] = [];
  for (const { row, cells } of sheet.rows) {
    const type = typeOf(cells.get('type') ?? '');
    if (type.word === '') continue;
    const inner = open.at(-1)?.items ?? items;
    const ending = /^end_(group|repeat)$/.exec(type.word)?.[1];
    if (ending !== undefined) {
      if (open.at(-1)?.is === ending) open.pop();
      else report(row, 'group_unopened', { type: type.word });
      continue;
    }
    const name = cells.get('name') ?? (type.word === 'note' ? `note_${row}` : '');
    if (name === '') report(row, 'name_missing');
    const beginning = /^begin_(group|repeat)$/.exec(type.word)?.[1];
    if (beginning !== undefined) {
      const group: Group = { is: beginning as Group['is'], row, name, cells, items: [] };
      inner.push(group);
      open.push(group);
    } else if (name !== '') inner.push(question(row, name, type, cells));
  }
  for (const { row, is } of open) report(row, 'group_open', { type: `begin_${is}` });
  return { items, findings };
}

interface Type {
  word: string;
  list?: string;
  other: boolean;
}

function typeOf(text: string): Type {
  const plain = text.trim().replace(/\s+/g, ' ');
  const known = Object.keys(TYPES).find((each) => each.toLowerCase() === plain.toLowerCase());
  if (known !== undefined) return { word: TYPES[known] ?? plain, other: false };
  const select =
    /^(select_one|select one|select_multiple|select multiple|rank)(?: from)? (\S+)( or[_ ]other| or specify other)?$/i;
  const [, word, list, other] = select.exec(plain) ?? [];
  if (word === undefined || list === undefined) return { word: plain, other: false };
  return { word: word.toLowerCase().replace(' ', '_'), list, other: other !== undefined };
}

function question(row: number, name: string, { word, list, other }: Type, cells: SheetRow['cells']): Question {
  return {
    is: 'question',
    row,
    name,
    type: word,
    cells,
    ...(list !== undefined && { list }),
    ...(other && { other }),
  };
}
