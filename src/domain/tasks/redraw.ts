import type { GridNode } from '../../../schemas/grid.js';
import { type Task, UNFINISHED } from '../../../schemas/task.js';
import { findTasks, replaceTask } from '../../models/task.js';
import type { RedrawHook } from '../grid/index.js';
import { moved } from './rules.js';

/**
 * When bodies are split, merged or moved, open work goes to the successor in the same transaction, by hand (`placed`) or to the
 * first; what is done stays as history with the old body. A body that only moves to another parent takes all of its plan along,
 * done or not. Of two bodies that become one the plan's items are kept once; the daily keeping gives further successors theirs.
 */
export const moveTasks: RedrawHook = async (tx, { actor, from, into, successorOf }) => {
  const same = from.length === 1 && into.length === 1;
  const taken = new Set<string>();
  for (const node of from) {
    const mine = { $or: [{ nodeId: node._id }, { aboutId: node._id }] };
    const states = same ? [...UNFINISHED, 'done'] : UNFINISHED;
    for (const task of await findTasks(
      tx,
      { prefixes: ['/'] },
      { ...mine, state: { $in: states } },
      { sort: { _id: 1 } },
    )) {
      const next = successorOf({ id: task._id, nodeId: node._id });
      const after = placed(task, node, next, tx.now);
      const twice = taken.has(after.key);
      taken.add(after.key);
      const [at, by] = [tx.now, actor.userid];
      replaceTask(
        tx,
        task,
        twice
          ? moved(task, { at, by, event: 'cancelled', state: 'cancelled', note: 'merged' })
          : moved(after, { at, by, event: 'moved' }),
      );
    }
  }
};

/** The task at the successor; its key names the new body, so that the plan finds it there. */
function placed(task: Task, old: GridNode, next: GridNode, at: Date): Task {
  const path = (gridPath: string) => (gridPath === old.gridPath ? next.gridPath : gridPath);
  const id = (nodeId: string) => (nodeId === old._id ? next._id : nodeId);
  return {
    ...task,
    key: task.key.split(':').map(id).join(':'),
    nodeId: id(task.nodeId),
    gridPath: path(task.gridPath),
    aboutId: id(task.aboutId),
    aboutPath: path(task.aboutPath),
    ...(task.directedFrom !== undefined && { directedFrom: path(task.directedFrom) }),
    after: task.after.map((key) => key.split(':').map(id).join(':')),
    pastPlaces: [...task.pastPlaces, { gridPath: task.gridPath, aboutPath: task.aboutPath, until: at }],
  };
}
