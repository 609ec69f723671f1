import { fieldsOf } from '../../../schemas/field.js';
import { BODY_OPTIONS, type GridNode } from '../../../schemas/grid.js';
import { GridRow } from '../../../schemas/register-rows.js';
import { changedNode, drawNode, type GridTree, type NodeChange, saveNode, withNode } from '../grid/index.js';
import { type Fault, fault } from './fault.js';
import { eachRow } from './import-whole.js';
import type { NumberedRecord, WholeRegister } from './register.js';

/**
 * 网格: rows of nodes that exist change them (a new name or body; empty cells change nothing), others draw new ones. A node is
 * known by its code, else by the city's code, else by its name under the same parent. Parents may stand anywhere in the sheet.
 */
export const gridRegister: WholeRegister = {
  size: 'whole',
  name: 'grid',
  title: '网格',
  columns: fieldsOf(GridRow).fields,
  checks: [],
  keysOf: (record) => {
    const { code, cityCode } = record as GridRow;
    return [
      ...(code === undefined ? [] : [{ column: '网格编码', key: `code ${code}` }]),
      ...(cityCode === undefined ? [] : [{ column: '市局编码', key: `city ${cityCode}` }]),
    ];
  },

  async apply(work, rows) {
    let tree = await work.grid(work.tx, work.actor.today);
    const before = new Map(tree.all.map((node) => [node._id, node]));
    const after = new Map<string, GridNode>();
    const take = (node: GridNode) => {
      after.set(node._id, node);
      tree = withNode(tree, node);
    };
    const one = ({ row, record }: NumberedRecord): Fault | undefined => {
      const { parentCode, ...facts } = record as GridRow;
      const parent = parentCode === undefined ? null : tree.withCode(parentCode);
      if (parent === undefined) return fault(row, 'parent_not_found', { code: parentCode ?? '' }, '上级编码');
      const known = knownNode(tree, facts, parent?._id ?? null);
      const change = changeOf(facts, known, (parent?.level.level ?? 0) + 1);
      if (known !== undefined) take(changedNode(tree, known._id, change));
      else take(drawNode(tree, work.tx.newId(), { parentId: parent?._id ?? null, ...change, name: facts.name }));
      return undefined;
    };
    const faults = eachRow(parentsFirst(rows), one);
    if (faults.length > 0) return { faults, added: 0, changed: 0, unchanged: 0 };
    const counts = { added: 0, changed: 0, unchanged: 0 };
    for (const node of after.values()) counts[saveNode(work, before.get(node._id) ?? null, node)]++;
    return { faults, ...counts };
  },

  async *rows(work) {
    const tree = await work.grid(work.tx, work.actor.today);
    for (const node of tree.within(work.actor)) yield rowOf(node, tree);
  },
};

/** Rows whose parent stands in the sheet too come after it. */
function parentsFirst(rows: readonly NumberedRecord[]): NumberedRecord[] {
  const depth = ({ record }: NumberedRecord): number => {
    const { parentCode } = record as GridRow;
    return parentCode === undefined ? 0 : parentCode.endsWith('000000') ? 1 : 2;
  };
  return [...rows].sort((a, b) => depth(a) - depth(b));
}

function knownNode(tree: GridTree, facts: Omit<GridRow, 'parentCode'>, parentId: string | null): GridNode | undefined {
  if (facts.code !== undefined) return tree.withCode(facts.code);
  if (facts.cityCode !== undefined) return tree.all.find((node) => node.cityCode === facts.cityCode);
  return tree.children(parentId).find((node) => node.name === facts.name);
}

function changeOf(facts: Omit<GridRow, 'parentCode'>, known: GridNode | undefined, level: number): NodeChange {
  const { bodyName, bodyAddress, bodyPhone, setUpOn, premisesSqm, east, south, west, north, ...plain } = facts;
  const { aliases, roads, ...rest } = plain;
  const told = given({ name: bodyName, address: bodyAddress, phone: bodyPhone, setUpOn, premisesSqm });
  const body = { ...known?.body, ...told };
  const kind = BODY_OPTIONS.find((option) => option.level === level)?.value;
  const boundary = { ...known?.boundary, ...given({ east, south, west, north }) };
  return {
    ...given(rest),
    ...(aliases !== undefined && { aliases: listOf(aliases) }),
    ...(roads !== undefined && { roads: listOf(roads) }),
    ...(body.name !== undefined && kind !== undefined && { body: { ...body, name: body.name, kind } }),
    ...(Object.keys(boundary).length > 0 && { boundary }),
  };
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
/** The same without what was not said. */
function given<T extends object>(facts: T): Given<T> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Given<T>;
}

function listOf(text: string): string[] {
  const parts = text.split(/[、，,;；]/).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

function rowOf(node: GridNode, tree: GridTree): GridRow {
  const parent = node.parentId === null ? undefined : tree.node(node.parentId);
  const { body, boundary } = node;
  return {
    ...given({
      code: node.code,
      parentCode: parent?.code,
      cityCode: node.cityCode,
      bodyName: body?.name,
      bodyAddress: body?.address,
      bodyPhone: body?.phone,
      setUpOn: body?.setUpOn,
      premisesSqm: body?.premisesSqm,
      ...boundary,
    }),
    name: node.name,
    validFrom: node.validFrom,
    ...(node.status !== 'retired' && { status: node.status }),
    ...(node.aliases.length > 0 && { aliases: node.aliases.join('、') }),
    ...(node.roads.length > 0 && { roads: node.roads.join('、') }),
  };
}
