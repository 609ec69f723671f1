/** The choices sheet: lists of options; further columns become attributes that a `choice_filter` can use. */
import type { InlineOption } from '../../../schemas/flow.js';
import type { FormFinding } from './finding.js';
import { plainName } from './names.js';
import type { Sheet } from './sheets.js';
import { plainWords, wordsIn } from './words.js';

const OWN_COLUMNS = /^(list_name|name|value|label|image|audio|video|media|big-image|geometry|order)(::.*)?$/;
const KEPT = new Set(['value', 'label', 'synonyms']);

export interface Choices {
  lists: Map<string, InlineOption[]>;
  /** Attribute by column. */
  columns: ReadonlyMap<string, string>;
  findings: FormFinding[];
}

export function readChoices(sheet: Sheet, defaultLanguage: string | undefined): Choices {
  const findings: FormFinding[] = [];
  const lists = new Map<string, InlineOption[]>();
  const columns = new Map(
    sheet.columns.filter((name) => !OWN_COLUMNS.test(name)).map((name, i) => [name, attributeName(name, i)]),
  );
  const valueColumn = sheet.columns.includes('name') ? 'name' : 'value';
  for (const { row, cells } of sheet.rows) {
    const list = cells.get('list_name');
    if (list === undefined) continue;
    const options = lists.get(list) ?? [];
    lists.set(list, options);
    const value = cells.get(valueColumn);
    if (value === undefined) {
      findings.push({ sheet: 'choices', row, code: 'list_empty', facts: { name: list } });
      continue;
    }
    const words = plainWords(wordsIn(cells, 'label', defaultLanguage) ?? value);
    const twice = options.some(({ label }) => label === words);
    if (twice) findings.push({ sheet: 'choices', row, code: 'choice_twice', facts: { label: words } });
    const attributes = [...columns].flatMap(([column, name]) => {
      const text = cells.get(column);
      return text === undefined ? [] : [[name, text] as const];
    });
    options.push({ value, label: twice ? `${words}（${value}）` : words, ...Object.fromEntries(attributes) });
  }
  return { lists, columns, findings };
}

function attributeName(column: string, i: number): string {
  const name = plainName(column, i);
  return KEPT.has(name) ? `${name}_` : name;
}
