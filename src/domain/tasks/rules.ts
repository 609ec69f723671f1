/** What may become of a task; pure. */
import {
  type Evidence,
  type EvidenceKind,
  type Task,
  type TaskEvent,
  type TaskState,
  WITH_OWNER,
} from '../../../schemas/task.js';
import { DomainError } from '../../errors.js';
import { type Day, dayOf } from '../../lib/day.js';

/** Whatever is not here is refused. A done task opens again only when its check fails later. */
const MOVES: Readonly<Record<TaskState, readonly TaskState[]>> = {
  planned: ['open', 'reported', 'done', 'extended', 'cancelled'],
  open: ['reported', 'done', 'extended', 'cancelled'],
  extended: ['reported', 'done', 'extended', 'cancelled'],
  returned: ['reported', 'done', 'extended', 'cancelled'],
  reported: ['done', 'returned', 'cancelled'],
  done: ['open'],
  cancelled: [],
};

/** Why a step was refused; the words stand in texts/tasks.ts. */
export type TaskRefusal =
  | 'state'
  | 'waits'
  | 'check'
  | 'evidence'
  | 'own_report'
  | 'elsewhere'
  | 'due'
  | 'person'
  | 'snooze'
  | 'no_extension'
  | 'batch_count'
  | 'batch_late'
  | 'batch_gone';

export function refusal(why: TaskRefusal, facts: Record<string, string | number> = {}): DomainError {
  return new DomainError('task_refused', { why, ...facts });
}

interface Move {
  at: Date;
  by: string;
  event: TaskEvent;
  /** Absent: it stays. */
  state?: TaskState;
  dueOn?: Day;
  note?: string;
  /** Further fields of the task after it. */
  set?: Partial<Task>;
  drop?: readonly (keyof Task)[];
}

/** Events after which the ladder of nudges begins anew. */
const FRESH: readonly TaskEvent[] = ['opened', 'returned', 'extended', 'due_changed', 'failed_again'];
const KEPT_EVENTS = 200;

/**
 * The task after an event.
 * @throws DomainError task_refused (state) for a move that is not allowed
 */
export function moved(task: Task, { at, by, event, note, state: to, dueOn = task.dueOn, set, drop = [] }: Move): Task {
  if (to !== undefined && !MOVES[task.state].includes(to)) throw refusal('state', { state: task.state });
  const state = to ?? task.state;
  const after: Task = {
    ...task,
    ...set,
    state,
    dueOn,
    ...(FRESH.includes(event) && { activeFrom: dayOf(at) }),
    history: [
      ...task.history,
      { at, by, event, state, dueOn, ...(note !== undefined && { note: note.slice(0, 300) }) },
    ].slice(-KEPT_EVENTS),
  };
  // what was asked while the work lay with its owner falls with it
  const fallen: (keyof Task)[] = WITH_OWNER.includes(state) || state === 'planned' ? [] : ['extension', 'snooze'];
  for (const key of [...drop, ...fallen]) delete after[key];
  return after;
}

/** What a task still misses of the evidence it asks for. */
export function missingEvidence(asked: readonly EvidenceKind[], given: Evidence): EvidenceKind[] {
  const has: Record<EvidenceKind, boolean> = {
    document: given.documentNo !== undefined,
    photo: (given.photos?.length ?? 0) > 0,
    date: given.on !== undefined,
    note: given.note !== undefined,
  };
  return asked.filter((kind) => !has[kind]);
}

/** Who accepts: the level it was set from, else the level above the owner; the district accepts its own. */
export function acceptingPath({ gridPath, directedFrom }: Pick<Task, 'gridPath' | 'directedFrom'>): string {
  if (directedFrom !== undefined) return directedFrom;
  const ids = gridPath.split('/').filter((id) => id !== '');
  return ids.length < 2 ? gridPath : `/${ids.slice(0, -1).join('/')}/`;
}

/** The id of the node that a path ends in. */
export function lastOf(gridPath: string): string {
  return gridPath.split('/').at(-2) ?? '';
}

/** State and due day as they were at an instant; undefined when the task was not there yet. */
export function standingAt(
  { history, pastPlaces, gridPath, aboutPath }: Pick<Task, 'history' | 'pastPlaces' | 'gridPath' | 'aboutPath'>,
  at: Date,
): (Pick<Task, 'state' | 'dueOn'> & Pick<Task, 'gridPath' | 'aboutPath'>) | undefined {
  const last = history.findLast((event) => event.at < at);
  if (last === undefined) return undefined;
  const place = pastPlaces.find(({ until }) => at <= until) ?? { gridPath, aboutPath };
  return { state: last.state, dueOn: last.dueOn, gridPath: place.gridPath, aboutPath: place.aboutPath };
}
