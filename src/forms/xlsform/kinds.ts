/** Types of XLSForm questions and the kinds of fields they become. */
import { FIELD_KINDS, type FieldKind } from '../../../schemas/field.js';
import type { CelType } from '../xpath/cel.js';
import type { Question } from './survey.js';

const KINDS: Readonly<Record<string, FieldKind>> = {
  text: 'text',
  barcode: 'text',
  integer: 'integer',
  decimal: 'decimal',
  range: 'decimal',
  date: 'date',
  dateTime: 'date',
  time: 'time',
  select_one: 'choice',
  select_multiple: 'choices',
  acknowledge: 'choice',
  image: 'photo',
  audio: 'file',
  video: 'file',
  file: 'file',
  geopoint: 'location',
};

/** Types that are taken for another one, with a note. */
export const CHANGED: Readonly<Record<string, string>> = {
  dateTime: 'date',
  audio: 'file',
  video: 'file',
  barcode: 'text',
};

/** Recorded by other programs without asking; `today` and `start` are days that expressions may use. */
export const METADATA = new Set(
  'start end today deviceid username phonenumber email simserial subscriberid audit start-geopoint background-audio hidden'.split(
    ' ',
  ),
);

/** Types of forms that cannot be carried over at all. */
export const UNSUPPORTED = new Set(
  `rank geotrace geoshape osm csv-external xml-external select_one_from_file select_multiple_from_file select_one_external`.split(
    /\s+/,
  ),
);

/** The kind of a question's field; `lw_kind` is written by our own export and goes before. Undefined for other types. */
export function kindOf({ type, cells }: Question): FieldKind | undefined {
  const own = FIELD_KINDS.find((kind) => kind === cells.get('lw_kind'));
  if (own !== undefined) return own;
  if (type !== 'range') return KINDS[type];
  return /\d\.\d/.test(cells.get('parameters') ?? '') ? 'decimal' : 'integer';
}

export function celTypeOf(kind: FieldKind): CelType {
  switch (kind) {
    case 'integer':
    case 'decimal':
    case 'money':
      return 'number';
    case 'date':
      return 'day';
    case 'choices':
    case 'photos':
      return 'texts';
    case 'yes_no':
      return 'bool';
    case 'location':
      return 'place';
    default:
      return 'text';
  }
}

/** The kind of a field that is worked out. */
export function kindOfCel(type: CelType): FieldKind {
  const kinds: Readonly<Record<CelType, FieldKind>> = {
    number: 'decimal',
    text: 'text',
    day: 'date',
    bool: 'yes_no',
    texts: 'text',
    place: 'text',
    list: 'text',
  };
  return kinds[type];
}
