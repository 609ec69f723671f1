import { fieldsOf } from '../../../schemas/field.js';
import type { GridNode, GroupPurpose } from '../../../schemas/grid.js';
import { GroupRow, KEPT_SECRET, NO_GROUP } from '../../../schemas/register-rows.js';
import { changedNode, groupsWith, type OpenGroupWay, saveNode } from '../grid/index.js';
import { type Fault, fault } from './fault.js';
import { eachRow } from './import-whole.js';
import type { WholeRegister } from './register.js';

/** 群: the group chats of the bodies. Robots' addresses come in and never go out. */
export const groupRegister: WholeRegister = {
  size: 'whole',
  name: 'groups',
  title: '群',
  columns: fieldsOf(GroupRow).fields,
  checks: [],
  keysOf: (record) => {
    const { code, purpose = 'work' } = record as GroupRow;
    return [{ column: '网格编码', key: `${code} ${purpose}` }];
  },

  async apply(work, rows) {
    const tree = await work.grid(work.tx, work.actor.today);
    const after = new Map<string, GridNode>();
    const faults = eachRow(rows, ({ row, record }) => {
      const { code, purpose = 'work', name, webhook, chatId } = record as GroupRow;
      const node = tree.withCode(code);
      if (node === undefined) return fault(row, 'cell_not_found', { cell: code }, '网格编码');
      const present = after.get(node._id) ?? node;
      const way = readWay(row, { webhook, chatId }, present, purpose);
      if ('code' in way) return way;
      after.set(node._id, { ...present, groups: groupsAfter(present.groups, { purpose, name, way }) });
      return undefined;
    });

    function groupsAfter(groups: GridNode['groups'], { purpose, name, way }: TakenIn): GridNode['groups'] {
      if (way.kind === 'kept') return groups.map((group) => (group.purpose === purpose ? { ...group, name } : group));
      if (way.kind === 'removed') return groups.filter((group) => group.purpose !== purpose);
      return groupsWith(work.keys, groups, { purpose, name, way }, work.tx.newId);
    }

    const counts = { added: 0, changed: 0, unchanged: 0 };
    if (faults.length > 0) return { faults, ...counts };
    for (const [id, { groups }] of after)
      counts[saveNode(work, tree.node(id) ?? null, changedNode(tree, id, { groups }))]++;
    return { faults, ...counts };
  },

  async *rows(work) {
    const tree = await work.grid(work.tx, work.actor.today);
    for (const node of tree.within(work.actor)) {
      for (const { purpose, name, way } of node.groups) {
        const told = way.kind === 'appchat' ? { chatId: way.chatId } : { webhook: KEPT_SECRET };
        yield { code: node.code, purpose, name, ...told };
      }
    }
  },
};

interface TakenIn {
  purpose: GroupPurpose;
  name: string;
  way: OpenGroupWay | { kind: 'kept' } | { kind: 'removed' };
}

function readWay(
  row: number,
  cells: { webhook: string | undefined; chatId: string | undefined },
  node: GridNode,
  purpose: GroupPurpose,
): TakenIn['way'] | Fault {
  const { webhook, chatId } = cells;
  if ((webhook === undefined) === (chatId === undefined)) return fault(row, 'group_way', {}, '群机器人地址');
  if (chatId !== undefined) return { kind: 'appchat', chatId };
  if (webhook === NO_GROUP) return { kind: 'removed' };
  if (webhook === KEPT_SECRET) {
    const kept = node.groups.some((group) => group.purpose === purpose && group.way.kind === 'webhook');
    return kept ? { kind: 'kept' } : fault(row, 'webhook_key', {}, '群机器人地址');
  }
  const key = /(?:[?&]key=|^)([A-Za-z0-9-]{8,64})$/.exec(webhook ?? '')?.[1];
  return key === undefined ? fault(row, 'webhook_key', {}, '群机器人地址') : { kind: 'webhook', key };
}
