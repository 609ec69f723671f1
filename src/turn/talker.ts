import type { Staff } from '../../schemas/staff.js';
import type { FactTypes } from '../conversation/index.js';
import type { GridReader, GridTree } from '../domain/grid/index.js';
import { areaOf } from '../domain/rights/index.js';
import { assignmentsOn, roleLabel, type StaffDirectory, type StaffReader } from '../domain/staff/index.js';
import type { Tx } from '../models/transaction.js';
import type { Asker } from './action.js';

/** A person who may talk to the service, with the facts that flows read as `me.…`. */
export interface Talker extends Asker {
  roles: readonly string[];
  facts: { readonly [key: string]: string | number | boolean | null | readonly string[] };
}

/** What customers are to the audience of flows. */
export const CUSTOMER_ROLE = 'worker';

/** What flows may ask about the person. */
export const ME: FactTypes = {
  name: 'text',
  userid: 'text',
  /** Codes of the roles. */
  roles: 'texts',
  /** What the person is, in words; `me.roles` are the roles' codes. */
  posts: 'text',
  places: 'text',
  /** Number of level-3 cells in which the person may collect; the one cell when it is one. */
  cells: 'number',
  cellId: 'text',
  cellName: 'text',
};

/** Null for a userid without a role today: not on the list, not begun yet, or left. */
export function makeFindTalker(deps: { grid: GridReader; staff: StaffReader }) {
  // a person's facts stand as long as the two cached sets do; these are new objects whenever anything changes
  let known: { directory: StaffDirectory; tree: GridTree; talkers: Map<string, Talker | null> } | null = null;
  return async (tx: Tx, userid: string, today: string): Promise<Talker | null> => {
    const directory = await deps.staff(tx);
    const tree = await deps.grid(tx, today);
    if (known?.directory !== directory || known.tree !== tree) known = { directory, tree, talkers: new Map() };
    const person = directory.personByUserid(userid);
    if (person === null) return null;
    let talker = known.talkers.get(person.userid);
    if (talker === undefined) {
      talker = talkerOf(person, directory, tree, today);
      known.talkers.set(person.userid, talker);
    }
    return talker;
  };
}

function talkerOf(person: Staff, directory: StaffDirectory, tree: GridTree, today: string): Talker | null {
  const scope = directory.scopeOf(person.userid, today);
  if (scope === null || scope.roles.length === 0) return null;
  const mine = assignmentsOn(person, today);
  const cells = tree.within({ prefixes: areaOf(scope.roles, 'collect') }).filter((node) => node.level.level === 3);
  const [only] = cells.length === 1 ? cells : [];
  return {
    staffId: person._id,
    userid: person.userid,
    name: person.name,
    scope,
    roles: [...new Set(scope.roles.map(({ role }) => role))],
    facts: {
      name: person.name,
      userid: person.userid,
      posts: [...new Set(mine.map(({ role }) => roleLabel(role)))].join('、'),
      places: mine.map(({ nodeId }) => tree.node(nodeId)?.name ?? '').join('、'),
      cells: cells.length,
      ...(only !== undefined && { cellId: only._id, cellName: only.name }),
    },
  };
}
