import { employerChecks } from '../../../schemas/employer.js';
import { fieldsOf } from '../../../schemas/field.js';
import type { GridNode } from '../../../schemas/grid.js';
import { EmployerRow } from '../../../schemas/register-rows.js';
import { addKnownEmployers, listEmployers } from '../employers/index.js';
import { findNodes, type GridTree } from '../grid/index.js';
import { type Fault, fault } from './fault.js';
import type { NumberedRecord, SheetRecord, StagedRegister } from './register.js';

/**
 * 单位名录: employers that a list tells of. New ones become known, those on file in their cell stay as they are, so a list may
 * be read again. Telephone numbers come in and never go out.
 */
export const employerRegister: StagedRegister = {
  size: 'staged',
  name: 'employers',
  title: '单位名录',
  columns: fieldsOf(EmployerRow).fields,
  checks: employerChecks.filter(({ atEnd }) => atEnd === undefined),
  keysOf: (record) => {
    const { cell, name, uscc, orgCode, regNo } = record as EmployerRow;
    if (uscc !== undefined) return [{ column: '统一社会信用代码', key: `${cell} ${uscc}` }];
    return [{ column: '单位名称', key: `${cell} ${orgCode ?? regNo ?? name}` }];
  },

  async check(work, rows) {
    const place = placer(await work.grid(work.tx, work.actor.today));
    return rows.flatMap((row) => {
      const found = place(row);
      return 'level' in found ? [] : [found];
    });
  },

  async apply(work, rows) {
    const place = placer(await work.grid(work.tx, work.actor.today));
    const faults: Fault[] = [];
    const known = rows.flatMap((row) => {
      const found = place(row);
      if ('level' in found) return [{ cellId: found._id, employer: employerOf(row.record) }];
      faults.push(found);
      return [];
    });
    const outcomes = await addKnownEmployers(work, work.actor, known);
    const added = outcomes.filter((outcome) => 'added' in outcome).length;
    return { faults, added, changed: 0, unchanged: outcomes.length - added };
  },

  async *rows(work) {
    const tree = await work.grid(work.tx, work.actor.today);
    for await (const { cellId, employer } of listEmployers(work, work.actor)) {
      const cell = tree.node(cellId);
      yield { cell: cell?.code ?? cell?.name, ...employer };
    }
  },
};

function employerOf(record: SheetRecord): EmployerRow {
  const { cell: _, ...employer } = record as EmployerRow;
  return employer as EmployerRow;
}

/** Finds the cell of a row; each way to write one is looked up once. */
function placer(tree: GridTree): (row: NumberedRecord) => GridNode | Fault {
  const found = new Map<string, GridNode[]>();
  return ({ row, record }) => {
    const { cell } = record as EmployerRow;
    let nodes = found.get(cell);
    if (nodes === undefined) {
      const coded = tree.withCode(cell);
      nodes = coded ? [coded] : findNodes(tree, { prefixes: ['/'] }, cell).map(({ node }) => node);
      found.set(cell, nodes);
    }
    const cells = nodes.filter(({ level }) => level.level === 3);
    const [only] = cells;
    if (only !== undefined && cells.length === 1) return only;
    const column = '所属网格';
    if (nodes.length === 0) return fault(row, 'cell_not_found', { cell }, column);
    if (cells.length === 0) return fault(row, 'cell_level', { cell }, column);
    const options = cells.slice(0, 5).map(({ name, code }) => `${name} ${code ?? ''}`);
    return fault(row, 'cell_ambiguous', { cell, options: options.join('、') }, column);
  };
}
