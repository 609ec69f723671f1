/** A small scope for tests of expressions: a few fields, a group, a list of workers, the person, today. */
import type { FieldDef, FieldKind } from '../../../../schemas/field.js';
import type { Frame, Values } from '../../../../src/conversation/expressions/frame.js';
import {
  type Group,
  nameOfField,
  namesOfFacts,
  objectPlace,
  putName,
} from '../../../../src/conversation/expressions/names.js';
import { type ExpressionScope, makeScope } from '../../../../src/conversation/expressions/scope.js';

export function fieldDef(path: string, kind: FieldKind, more: Partial<FieldDef> = {}): FieldDef {
  return { path, kind, label: path, privacy: 'open', required: true, ...more };
}

const UNIT_KINDS = [
  { value: 'company', label: '企业' },
  { value: 'site', label: '工地' },
];

const FIELDS = [
  fieldDef('name', 'text'),
  fieldDef('unitKind', 'choice', { options: UNIT_KINDS }),
  fieldDef('total', 'integer', { unit: '人' }),
  fieldDef('signed', 'integer'),
  fieldDef('wage', 'money'),
  fieldDef('open', 'yes_no'),
  fieldDef('kinds', 'choices', { options: UNIT_KINDS }),
  fieldDef('since', 'date'),
  fieldDef('place', 'location'),
  fieldDef('labourUse.women', 'integer'),
];
const WORKER_FIELDS = [fieldDef('name', 'text'), fieldDef('pay', 'money'), fieldDef('age', 'integer')];

export function sampleNames(): Group {
  const root: Group = { is: 'group', fields: new Map() };
  FIELDS.forEach((field, slot) => {
    putName(root, field.path.split('.'), nameOfField(field, { level: 0, scope: 0, slot }));
  });
  const item: Group = { is: 'group', fields: new Map() };
  WORKER_FIELDS.forEach((field, slot) => {
    putName(item, [field.path], nameOfField(field, { level: 1, scope: 1, slot }));
  });
  putName(root, ['workers'], { is: 'list', place: { level: 0, scope: 0, slot: FIELDS.length }, item });
  putName(root, ['me'], namesOfFacts({ name: 'text', 'cell.known': 'number' }, objectPlace('me')));
  putName(root, ['today'], { is: 'leaf', type: 'text', place: objectPlace('today') });
  return root;
}

export const sampleScope: ExpressionScope = makeScope(sampleNames());

/** A frame with answers by path; workers as plain objects. */
export function frameWith(
  answers: Record<string, unknown> & { workers?: unknown },
  me: unknown = { name: '甲', cell: { known: 7 } },
): Frame {
  const value: unknown[] = FIELDS.map(({ path }) => answers[path]);
  const workers = answers.workers as Record<string, unknown>[] | undefined;
  const items: Values[] | undefined = workers?.map((each) => ({ value: WORKER_FIELDS.map(({ path }) => each[path]) }));
  value.push(items === undefined ? undefined : { items });
  return { at: [{ value }], objects: { me, today: '2010-08-10' }, vars: [], budget: 1000 };
}
