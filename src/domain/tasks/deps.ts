import type { NudgeRules } from '../../../schemas/nudge.js';
import type { Task } from '../../../schemas/task.js';
import type { Day } from '../../lib/day.js';
import type { Calendar } from '../../lib/workdays.js';
import type { Tx } from '../../models/transaction.js';
import type { GridReader } from '../grid/index.js';
import type { PlanBook } from '../plans/index.js';
import type { StaffReader } from '../staff/index.js';

/** What the services of tasks need. */
export interface TaskDeps {
  tx: Tx;
  grid: GridReader;
  staff: StaffReader;
  calendar: Calendar;
  rules: NudgeRules;
  plans: PlanBook;
}

/** A due day that moved because the calendar or the plan changed. */
export interface DueMove {
  /** As it is now. */
  task: Task;
  was: Day;
}
