/** A small invented house for tests of the engine: one kind of record, a few actions, flows from tests/fixtures/flows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { field, fieldsOf, type RecordCheck } from '../../../schemas/field.js';
import type { FlowDocument } from '../../../schemas/flow.js';
import { compileFlow } from '../../../src/conversation/compile/compile.js';
import type { Plan } from '../../../src/conversation/compile/plan.js';
import {
  type CompiledFlow,
  type Flows,
  type Json,
  type JsonObject,
  loadFlows,
} from '../../../src/conversation/index.js';
import { parseSource } from '../../../src/conversation/language/source.js';
import type { ActionDef, RecordKind, Registry } from '../../../src/conversation/registry.js';

const KINDS = [
  { value: 'company', label: '企业' },
  { value: 'individual', label: '个体工商户', synonyms: ['个体户'] },
  { value: 'unlicensed', label: '无照' },
];

const open = { privacy: 'open' } as const;
const Worker = z.object({
  name: field(z.string().min(1).max(20), { label: '姓名', kind: 'text', privacy: 'personal' }),
  mobile: field(z.string().regex(/^1\d{10}$/), { label: '手机', kind: 'mobile', privacy: 'personal' }),
  pay: field(z.int().min(0), { label: '月薪', kind: 'money', ...open }),
});

const Shop = z.object({
  kind: field(z.enum(['company', 'individual', 'unlicensed']), {
    label: '类型',
    kind: 'choice',
    options: KINDS,
    ...open,
  }),
  name: field(z.string().min(2).max(100), { label: '门店名称', kind: 'text', synonyms: ['名称'], ...open }),
  code: field(z.string(), { label: '信用代码', kind: 'uscc', ...open }).optional(),
  licence: field(z.string(), { label: '执照照片', kind: 'photo', ...open }).optional(),
  road: field(z.string(), { label: '道路', kind: 'choice', ...open }),
  staff: z.object({
    total: field(z.int().min(0).max(100_000), {
      label: '用工总数',
      kind: 'integer',
      unit: '人',
      synonyms: ['人数', '总人数'],
      example: '32',
      ...open,
    }),
    signed: field(z.int().min(0), { label: '签合同人数', kind: 'integer', unit: '人', ...open }).optional(),
    unsigned: field(z.int().min(0), { label: '未签人数', kind: 'integer', unit: '人', ...open }).optional(),
    payday: field(z.int().min(1).max(31), { label: '发薪日', kind: 'integer', ...open }).optional(),
  }),
  workers: field(z.array(Worker).max(500), { label: '劳动者', kind: 'text', ...open }).optional(),
  photo: field(z.string(), { label: '门头照', kind: 'photo', ...open }).optional(),
});

const CHECKS: RecordCheck[] = [
  {
    code: 'company_has_staff',
    level: 'soft',
    reads: ['staff.total', 'kind'],
    holds: (get) => get('kind') !== 'company' || (get('staff.total') as number) > 0,
    say: () => '企业没有一个人',
  },
  {
    code: 'unlicensed_small',
    level: 'hard',
    reads: ['staff.total', 'kind'],
    holds: (get) => get('kind') !== 'unlicensed' || (get('staff.total') as number) < 1000,
    say: (get) => `无照的不会有 ${get('staff.total')} 人`,
  },
];

const { fields, lists } = fieldsOf(Shop);
export const shop: RecordKind = { name: 'shop', fields, lists, checks: CHECKS, schema: Shop };

const ACTIONS: ActionDef[] = [
  { name: 'shops.similar', kind: 'lookup', returns: { id: 'text', name: 'text', fileNo: 'text' } },
  {
    name: 'shops.last',
    kind: 'lookup',
    returns: { id: 'text', name: 'text', 'staff.total': 'number', 'staff.signed': 'number' },
  },
  { name: 'roads.ofCell', kind: 'options' },
  {
    name: 'shops.report',
    kind: 'submit',
    returns: { fileNo: 'text', 'cell.collected': 'number', 'cell.known': 'number' },
  },
  { name: 'shops.refresh', kind: 'submit' },
];

export const registry: Registry = {
  records: new Map([['shop', shop]]),
  actions: new Map(ACTIONS.map((action) => [action.name, action])),
  me: { name: 'text', 'cell.name': 'text' },
};

const folder = join(import.meta.dirname, '../../fixtures/flows');

export function flowText(id: string): string {
  return readFileSync(join(folder, `${id}.yaml`), 'utf8');
}

/** The document of a flow text; throws with all troubles when it is none. */
export function documentOf(text: string, file = 'test.yaml'): FlowDocument {
  const source = parseSource(file, text);
  if (source.document === undefined) throw new Error(JSON.stringify(source.troubles));
  return source.document;
}

/** A plan of a flow text; throws when there are troubles of severity error. `others`: texts of flows it may use. */
export function planOf(text: string, others: Record<string, string> = {}): Plan {
  const find = (id: string) => {
    const other = others[id] ?? (id === 'refresh-shop' ? flowText(id) : undefined);
    return other === undefined ? undefined : documentOf(other);
  };
  const { plan, troubles } = compileFlow(documentOf(text), registry, find);
  const serious = troubles.filter(({ code }) => !['many_ignored', 'constraint_without_message'].includes(code));
  if (serious.length > 0) throw new Error(JSON.stringify(serious, null, 1));
  return plan;
}

/** A flow with fields of its own, written short: `fields` and `steps` as YAML. */
export function smallPlan(fieldsYaml: string, stepsYaml: string, more = ''): Plan {
  return planOf(`flow: small\ntitle: 小表\n${more}\nfields:\n${indent(fieldsYaml)}\nsteps:\n${indent(stepsYaml)}\n`);
}

function indent(yaml: string): string {
  return yaml.replace(/^(?=.)/gm, '  ');
}

const kept = new Map<string, CompiledFlow>();

/** The flows of tests/fixtures/flows; `deployed` names a file that replaces report-shop. Old versions stay loadable. */
export function testFlows(deployed?: string): Flows {
  const files = [deployed ?? 'report-shop', 'refresh-shop', 'situation'].map((id) => ({
    file: id,
    text: flowText(id),
  }));
  const { flows } = loadFlows(
    files.map(({ text }) => ({ file: `${documentOf(text).flow}.yaml`, text })),
    registry,
  );
  for (const flow of flows) kept.set(`${flow.id} ${flow.version}`, flow);
  return {
    all: () => flows,
    current: (id) => flows.find((flow) => flow.id === id),
    version: (id, version) => kept.get(`${id} ${version}`),
  };
}

const ROADS = Array.from({ length: 12 }, (_, i) => ({
  value: `r${i + 1}`,
  label: `测试${'一二三四五六七八九十甲乙'[i]}路`,
}));

/** Answers as the domain would give them. A shop called 惠民… is on file already. */
export function testHouse(): (
  action: string,
  args: JsonObject,
) => { ok: true; value: Json } | { ok: false; code: string; text: string } {
  return (action, args) => {
    switch (action) {
      case 'shops.similar':
        return {
          ok: true,
          value: String(args.name).startsWith('惠民') ? [{ id: 's1', name: '惠民快餐', fileNo: '0012' }] : [],
        };
      case 'shops.last':
        return { ok: true, value: [{ id: 's1', name: '惠民快餐', staff: { total: 12, signed: 12 } }] };
      case 'roads.ofCell':
        return { ok: true, value: ROADS };
      case 'shops.report': {
        const { name } = args.record as { name: string };
        if (name.includes('重复')) return { ok: false, code: 'employer_exists', text: `「${name}」已经登记过。` };
        return { ok: true, value: { fileNo: '0146', cell: { collected: 7, known: 31 } } };
      }
      default:
        return { ok: true, value: {} };
    }
  };
}
