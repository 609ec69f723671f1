/** What people are told about tasks, as the texts are written from it. Plain shapes; nothing of it is stored. */
import type { Day } from '../src/lib/day.js';

export interface NudgeLine {
  what: 'work' | 'acceptance' | 'matter';
  title: string;
  dueOn: Day;
  /** Working days since the due day; 0 on it and before. */
  late: number;
  /** How many are open. */
  open: number;
  /** The bodies it is about; empty for the group's own. */
  units: { name: string; count: number }[];
  /** Of all bodies of the area that have this to do. */
  done?: number;
  of?: number;
  /** Of acceptances: working days since the first was handed in. */
  waited?: number;
  mark?: 'supervised' | 'returned';
}

export interface TaskNudge {
  /** Whose group it is; absent for a person. */
  unit?: string;
  today: Day;
  red: boolean;
  lines: NudgeLine[];
}

/** What somebody must be told of a task at once, by direct message. */
export interface TaskNotice {
  kind:
    | 'reported'
    | 'accepted'
    | 'returned'
    | 'extension_asked'
    | 'extended'
    | 'extension_refused'
    | 'assigned'
    | 'handed_over'
    | 'handed_on'
    | 'due_moved'
    | 'cancelled';
  taskId: string;
  title: string;
  /** The body it is about. */
  unit: string;
  dueOn: Day;
  /** The due day before it moved. */
  was?: Day;
  /** The later day that is asked for. */
  askedFor?: Day;
  /** Lower-cased userids. */
  to: string[];
  note?: string;
}
