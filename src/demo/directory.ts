/** The corp as the sandbox shows it: everybody on the staff list, every group with its people, a few places to send. */

import type { Staff } from '../../schemas/staff.js';
import { type GridTree, makeGridReader, wayToGroup } from '../domain/grid/index.js';
import { roleLabel } from '../domain/staff/index.js';
import type { Day } from '../lib/day.js';
import { dayOf } from '../lib/day.js';
import type { KeyRing } from '../lib/seal.js';
import { loadStaff } from '../models/staff.js';
import { inTransaction, type TransactionDeps } from '../models/transaction.js';

interface Directory {
  members: { userid: string; name: string; position: string; department: string }[];
  groups: { key: string; chatId?: string; name: string; members: string[] }[];
  places: { label: string; lat: number; lng: number }[];
  kf: {
    accounts: { openKfId: string; name: string }[];
    servicers: string[];
    customers: { externalUserId: string; nickname: string }[];
  };
}

/** Customer service of the demo: its account, and people in WeChat, all invented. */
const KF_ACCOUNT = { openKfId: 'wkDEMO00000000001', name: '惠济区劳动维权' };
const CUSTOMERS = ['工友小李', '工友老张', '快递员小周', '过路的人'];
/** Whoever takes conversations over. */
const SERVING: readonly string[] = ['command_centre_operator', 'brigade_leader'];

/** Works at the bureau and is not on the staff list: to see what such a person is told. */
const NEWCOMER = { userid: 'newcomer', name: '新样例', position: '还不在名单上', department: '区指挥中心' };

/** Approximate points in the district, GCJ-02, for the page's location sheet. */
const PLACES = [
  { label: '古荥镇政府', lat: 34.9072, lng: 113.5187 },
  { label: '花园口镇政府', lat: 34.8894, lng: 113.6876 },
  { label: '新城街道办事处', lat: 34.8676, lng: 113.6169 },
  { label: '刘寨街道办事处', lat: 34.8283, lng: 113.6488 },
  { label: '迎宾路街道办事处', lat: 34.8567, lng: 113.6603 },
];

export async function demoDirectory(deps: TransactionDeps & { keys: KeyRing }): Promise<Directory> {
  return inTransaction(deps, async (tx) => {
    const today = dayOf(tx.now);
    const tree = await makeGridReader()(tx, today);
    const staff = await loadStaff(tx);
    return {
      members: [...staff.map((person) => memberOf(tree, person, today)), NEWCOMER],
      groups: groupsOf(deps.keys, tree, staff, today),
      places: PLACES,
      kf: {
        accounts: [KF_ACCOUNT],
        servicers: staff
          .filter(({ assignments }) => assignments.some((one) => SERVING.includes(one.role) && holds(one, today)))
          .map(({ userid }) => userid),
        customers: CUSTOMERS.map((nickname, i) => ({ externalUserId: `wmDEMO0000000000${i + 1}`, nickname })),
      },
    };
  });
}

function holds(assignment: Staff['assignments'][number], day: Day): boolean {
  return assignment.from <= day && (assignment.to === undefined || day <= assignment.to);
}

function memberOf(tree: GridTree, person: Staff, day: Day) {
  const mine = person.assignments.filter((assignment) => holds(assignment, day));
  const first = mine[0];
  const places = mine.map(({ nodeId }) => tree.node(nodeId)?.name ?? '').join('、');
  const town = first === undefined ? undefined : tree.path(first.nodeId)[1];
  return {
    userid: person.userid,
    name: person.name,
    position: first === undefined ? '已离任' : `${places}${roleLabel(first.role)}`,
    department: town?.name ?? '区指挥中心',
  };
}

function groupsOf(keys: KeyRing, tree: GridTree, staff: readonly Staff[], day: Day): Directory['groups'] {
  return tree.all.flatMap((node) =>
    node.groups.flatMap(({ purpose }) => {
      const way = wayToGroup(keys, node, purpose);
      if (way === null) return [];
      const members = staff
        .filter((person) =>
          person.assignments.some((assignment) => assignment.nodeId === node._id && holds(assignment, day)),
        )
        .map(({ userid }) => userid);
      return [
        {
          name: way.name,
          members,
          ...(way.kind === 'webhook' ? { key: way.key } : { key: way.chatId, chatId: way.chatId }),
        },
      ];
    }),
  );
}
