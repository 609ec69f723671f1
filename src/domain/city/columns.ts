/** The columns of the list for the city, from configuration (its format is UNCONFIRMED). */
import { reading } from '../../../schemas/checks.js';
import { type CityEntry, CityRules } from '../../../schemas/city-entry.js';
import { CollectedEmployer } from '../../../schemas/collected-employer.js';
import { type FieldDef, type FieldKind, fieldsOf, type PrivacyClass } from '../../../schemas/field.js';
import type { StoredEmployer, StoredLabourUse } from '../../../schemas/stored-employer.js';
import { dayOf } from '../../lib/day.js';
import { formatFen } from '../../lib/money.js';
import { loadYaml } from '../../lib/yaml-file.js';
import type { GridTree } from '../grid/index.js';

/** What does not go into a list: phones and numbers of persons, and what a cell cannot hold. */
const KEPT_BACK: readonly PrivacyClass[] = ['personal_high', 'sensitive', 'secret_1'];
const NOT_IN_CELLS: readonly FieldKind[] = ['photo', 'photos', 'file', 'location'];
/** Known of the file, not of the employer. */
const OF_THE_FILE = ['batch', 'fileNo', 'town', 'cell', 'cellCode', 'collectedOn'];

const FIELDS = new Map(fieldsOf(CollectedEmployer).fields.map((field) => [field.path, field]));

/** @throws Error that names the file and the column that cannot be written, or what does not fit */
export function loadCityRules(path: string): CityRules {
  const rules = loadYaml(path, CityRules);
  for (const { title, field } of rules.columns) {
    const found = FIELDS.get(field);
    if (found === undefined && !OF_THE_FILE.includes(field))
      throw new Error(`${path}: 不认识“${title}”的 field: ${field}`);
    if (found !== undefined && (KEPT_BACK.includes(found.privacy) || NOT_IN_CELLS.includes(found.kind)))
      throw new Error(`${path}: “${title}”（${field}）不能写进名单`);
  }
  return rules;
}

/** An employer as a row, without the batch's number, which is '' in its column. */
export function cellsOf(
  rules: CityRules,
  tree: GridTree,
  file: StoredEmployer,
  use: StoredLabourUse | undefined,
): CityEntry['cells'] {
  const path = tree.path(file.cellId);
  const cell = path.at(-1);
  const own: Readonly<Record<string, string>> = {
    fileNo: file.fileNo ?? '',
    town: path.at(-2)?.name ?? '',
    cell: cell?.name ?? '',
    cellCode: cell?.cityCode ?? cell?.code ?? '',
    collectedOn: file.collectedAt === undefined ? '' : dayOf(file.collectedAt),
  };
  const get = reading({ ...file, labourUse: use });
  return rules.columns.map(({ field }) => {
    const def = FIELDS.get(field);
    return def === undefined ? (own[field] ?? '') : shown(def, get(field));
  });
}

function shown(field: FieldDef, value: unknown): string | number {
  if (value === undefined || value === null) return '';
  if (field.kind === 'yes_no') return value === true ? '是' : '否';
  if (field.kind === 'money') return formatFen(Number(value));
  if (typeof value === 'number') return value;
  const one = (each: unknown) => field.options?.find((option) => option.value === each)?.label ?? String(each);
  return Array.isArray(value) ? value.map(one).join('、') : one(value);
}

/** The rows of a batch with its number in. */
export function withNumber(rules: CityRules, number: number, cells: CityEntry['cells']): CityEntry['cells'] {
  return cells.map((cell, i) => (rules.columns[i]?.field === 'batch' ? number : cell));
}
