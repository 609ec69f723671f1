import { GRID_SCHEME, type GridLevel, parseGridCode } from '../../../schemas/codes.js';
import type { GridNode } from '../../../schemas/grid.js';
import { DomainError } from '../../errors.js';
import { addDays, type Day } from '../../lib/day.js';
import { type GridTree, isInForce } from './tree.js';

/** What is said of a node when it is drawn. The level follows from the parent. */
export interface NewNode {
  /** Null for a district. */
  parentId: string | null;
  name: string;
  code?: string | undefined;
  cityCode?: string | undefined;
  aliases?: string[];
  body?: GridNode['body'];
  groups?: GridNode['groups'];
  boundary?: GridNode['boundary'];
  roads?: string[];
  status?: 'planned' | 'active';
  /** First day in force; today when not said. */
  validFrom?: Day;
  predecessorIds?: string[];
}

/** What may be changed of a node. A new name or code begins today, the old one stays on record. */
export type NodeChange = Partial<
  Pick<GridNode, 'name' | 'code' | 'cityCode' | 'aliases' | 'body' | 'boundary' | 'roads' | 'groups' | 'validFrom'> & {
    status: 'planned' | 'active';
  }
>;

/**
 * The record of a new node.
 * @throws DomainError grid_node_not_in_force (parent), grid_level_misplaced, and those of codes
 */
export function drawNode(tree: GridTree, id: string, input: NewNode): GridNode {
  const parent = input.parentId === null ? null : nodeInForce(tree, input.parentId);
  const number = (parent?.level.level ?? 0) + 1;
  if (number > 3) throw new DomainError('grid_level_misplaced', { name: input.name });
  const level = number as GridLevel;
  const code = input.code === undefined ? undefined : readCode(input.code, level, parent);
  refuseTakenCodes(tree, id, { code, cityCode: input.cityCode });
  const validFrom = input.validFrom ?? tree.day;
  return {
    _id: id,
    level: { scheme: GRID_SCHEME, level },
    parentId: input.parentId,
    gridPath: `${parent?.gridPath ?? '/'}${id}/`,
    name: input.name,
    names: [{ value: input.name, from: validFrom }],
    aliases: input.aliases ?? [],
    ...(code !== undefined && { code }),
    ...(input.cityCode !== undefined && { cityCode: input.cityCode }),
    codes: [
      ...(code === undefined ? [] : [{ system: 'area' as const, value: code, from: validFrom }]),
      ...(input.cityCode === undefined ? [] : [{ system: 'city' as const, value: input.cityCode, from: validFrom }]),
    ],
    ...(input.body !== undefined && { body: input.body }),
    groups: input.groups ?? [],
    ...(input.boundary !== undefined && { boundary: input.boundary }),
    roads: input.roads ?? [],
    status: input.status ?? 'active',
    validFrom,
    predecessorIds: input.predecessorIds ?? [],
    successorIds: [],
    version: 1,
  };
}

/**
 * The node after a change. Names and codes get a row of history each (domain.md 3.6).
 * @throws DomainError grid_node_not_in_force and those of codes
 */
export function changedNode(tree: GridTree, id: string, change: NodeChange): GridNode {
  const node = nodeInForce(tree, id);
  const parent = node.parentId === null ? null : (tree.node(node.parentId) ?? null);
  const { name, code: typed, cityCode, validFrom = node.validFrom, ...plain } = change;
  const code = typed === undefined ? undefined : readCode(typed, node.level.level, parent);
  refuseTakenCodes(tree, id, { code, cityCode });
  const after = { ...node, ...plain, ...beginning(node, validFrom) };
  if (name !== undefined && name !== node.name) {
    after.name = name;
    after.names = succeed(after.names, { value: name, from: tree.day });
  }
  if (code !== undefined && code !== node.code) {
    after.code = code;
    after.codes = recode(after.codes, 'area', code, tree.day);
  }
  if (cityCode !== undefined && cityCode !== node.cityCode) {
    after.cityCode = cityCode;
    after.codes = recode(after.codes, 'city', cityCode, tree.day);
  }
  return after;
}

/** The node after its last day: it keeps its history and frees its codes for a successor. */
export function retiredNode(node: GridNode, successorIds: string[], today: Day): GridNode {
  const { code: _, cityCode: __, ...rest } = node;
  const yesterday = addDays(today, -1);
  const codes = node.codes.map((row) => (row.to === undefined ? { ...row, to: yesterday } : row));
  return { ...rest, codes, status: 'retired', validTo: yesterday, successorIds };
}

/** @throws DomainError grid_cell_not_found, grid_node_not_in_force */
export function nodeInForce(tree: GridTree, id: string): GridNode {
  const node = tree.node(id);
  if (node === undefined) throw new DomainError('grid_cell_not_found', { cell: id });
  if (!isInForce(node, tree.day)) throw new DomainError('grid_node_not_in_force', { name: node.name });
  return node;
}

/** The one written form of an area code that fits the node's level and lies under its parent (domain.md 3.1). */
function readCode(text: string, level: GridLevel, parent: GridNode | null): string {
  const read = parseGridCode(text);
  if (!read.ok || read.level !== level) throw new DomainError('grid_code_invalid', { code: text.slice(0, 20), level });
  if (parent?.code !== undefined && read.parent !== parent.code)
    throw new DomainError('grid_code_misplaced', { code: read.value, parent: parent.code });
  return read.value;
}

function refuseTakenCodes(
  tree: GridTree,
  id: string,
  codes: { code: string | undefined; cityCode: string | undefined },
): void {
  for (const key of ['code', 'cityCode'] as const) {
    const code = codes[key];
    const owner = code === undefined ? undefined : tree.all.find((node) => node[key] === code && node._id !== id);
    if (code !== undefined && owner !== undefined) throw new DomainError('grid_code_taken', { code, name: owner.name });
  }
}

/** The node with another first day; its first name and codes begin with it. */
function beginning(node: GridNode, validFrom: Day): Pick<GridNode, 'validFrom' | 'names' | 'codes'> {
  const first = <R extends { from: Day }>(row: R) => (row.from === node.validFrom ? { ...row, from: validFrom } : row);
  return { validFrom, names: node.names.map(first), codes: node.codes.map(first) };
}

function recode(codes: GridNode['codes'], system: 'area' | 'city', value: string, from: Day): GridNode['codes'] {
  const others = codes.filter((row) => row.system !== system);
  const own = codes.filter((row) => row.system === system);
  return [...others, ...succeed(own, { system, value, from })];
}

/** Closes the open row the day before and adds the new one; a row that began the same day was a slip and is replaced. */
function succeed<R extends { from: Day; to?: Day | undefined }>(rows: readonly R[], next: R): R[] {
  const closed = rows
    .filter((row) => row.to !== undefined || row.from < next.from)
    .map((row) => (row.to === undefined ? { ...row, to: addDays(next.from, -1) } : row));
  return [...closed, next];
}
