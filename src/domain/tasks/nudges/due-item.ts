/** What nudges are made of: pieces of work with a date, whichever part of the program they come from. */
import type { NudgeAudience, NudgeRules } from '../../../../schemas/nudge.js';
import type { Day } from '../../../lib/day.js';
import type { Calendar } from '../../../lib/workdays.js';
import type { Tx } from '../../../models/transaction.js';
import type { GridTree } from '../../grid/index.js';
import type { StaffDirectory } from '../../staff/index.js';

/** A step of the ladder of one piece of work. `on` is a working day, but for urgent work. */
export interface Rung {
  /** `-7`, `0`, `+3`, `50%`: with the item and its due day it names the rung for ever. */
  name: string;
  on: Day;
  to: readonly NudgeAudience[];
}

export interface DueItem {
  /** `<source>:<id>` */
  id: string;
  /** Changes whenever the work does; compared again in the transaction that tells of it. */
  stamp: string;
  what: 'work' | 'acceptance' | 'matter';
  /** What groups may read: of a case its number only. */
  groupTitle: string;
  personTitle: string;
  /** Items of one fold and due day are told as one line with their units. */
  fold?: string;
  /** Whose work it is: the group of `unit`, and the line above for the other audiences. */
  ownerPath: string;
  /** The body it is about; named in the line. */
  aboutPath: string;
  /** Lower-cased userid of who is asked today. */
  person?: string;
  /** Since when it stands as it stands: rungs that were passed over before are not counted as gaps. */
  since: Day;
  dueOn: Day;
  /** Of an acceptance: when it was handed in. */
  waitingSince?: Day;
  red: boolean;
  /** Put off by its owner, or followed up by a superior: only those above are told. */
  onlyAbove?: boolean;
  /** 督办, or given back: told in the line. */
  mark?: 'supervised' | 'returned';
  /** Those that have come by today, the oldest first. */
  rungs: readonly Rung[];
}

/** What sources may read; loaded once per sweep. */
export interface NudgeContext {
  tx: Tx;
  now: Date;
  today: Day;
  tree: GridTree;
  staff: StaffDirectory;
  calendar: Calendar;
  rules: NudgeRules;
}

/** A part of the program that has work with dates: tasks, acceptances, cases. */
export interface DueSource {
  /** First part of its items' ids. */
  name: string;
  /** All work that may have to be told now. @param redOnly only what goes out at any hour */
  items(context: NudgeContext, redOnly: boolean): Promise<DueItem[]>;
  /** Stamps of items as the transaction sees them; without those that need not be told any more. */
  stamps(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
