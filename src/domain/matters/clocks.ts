/**
 * Legal clocks; pure. A due date is always reckoned from start, pauses and extension, by every profile; nobody edits it
 * (domain.md 6). The legal one is the chosen profile's, the internal one the earliest of all.
 */
import type { ClockDue, ClockKind, ClockTerm, MatterClock } from '../../../schemas/matter-clock.js';
import type { MatterKind } from '../../../schemas/matter-enums.js';
import type { MatterRules } from '../../../schemas/matter-rules.js';
import { addDays, type Day } from '../../lib/day.js';
import { type Calendar, dueOn, type Period, type ReckonedDay } from '../../lib/workdays.js';

export type Counting = Pick<MatterRules, 'profile' | 'counting'>;

/** The profile of time limits that a document or the house sets; no law has another for them. */
const HOUSE = 'HOUSE';

/**
 * The last day of a term; undefined while a pause that stops it still lasts. `provisional`: a year without a confirmed
 * calendar was touched.
 */
export function dueOf(
  calendar: Calendar,
  term: ClockTerm,
  run: Pick<MatterClock, 'startOn' | 'pauses' | 'extendedOn'>,
  counting: MatterRules['counting'],
): ReckonedDay | undefined {
  const period = ({ length, unit }: Pick<ClockTerm, 'length' | 'unit'>, start: Day): Period => ({
    start,
    count: length,
    unit,
    pauses: run.pauses.map(({ from, to }) => ({ from, ...(to !== undefined && { to }) })),
    countPauseStart: counting.pauseStart,
    countPauseEnd: counting.pauseEnd,
  });
  const first = dueOn(calendar, period(term, run.startOn));
  if (first === undefined || run.extendedOn === undefined || term.extension === undefined) return plain(first);
  const start = term.extension.from === 'unmoved' ? first.unmoved : first.day;
  const second = dueOn(calendar, period(term.extension, start));
  return second && { day: second.day, provisional: first.provisional || second.provisional };
}

function plain(due: ReckonedDay | undefined): ReckonedDay | undefined {
  return due && { day: due.day, provisional: due.provisional };
}

/** The clock with its due dates as the calendar now gives them. A stopped clock keeps the dates it had. */
export function reckon(calendar: Calendar, clock: MatterClock, rules: Counting): MatterClock {
  if (clock.stoppedOn !== undefined) return clock;
  const dues: ClockDue[] = clock.terms.map((term) => {
    const due = dueOf(calendar, term, clock, rules.counting);
    return {
      profile: term.profile,
      ...(due !== undefined && { due: due.day }),
      provisional: due?.provisional ?? false,
    };
  });
  const legal = dues.find(({ profile }) => profile === rules.profile || profile === HOUSE)?.due;
  const internal = dues.flatMap(({ due }) => due ?? []).sort()[0];
  const { legalDue: _, internalDue: __, ...rest } = clock;
  return {
    ...rest,
    dues,
    ...(legal !== undefined && { legalDue: legal }),
    ...(internal !== undefined && { internalDue: internal }),
    provisional: dues.some(({ provisional }) => provisional),
  };
}

/** The reckoned clock, remembering up to when the dates held that it had before. */
export function remembered(before: MatterClock, after: MatterClock, today: Day): MatterClock {
  const { internalDue: internal, legalDue: legal } = before;
  const same = after.internalDue === internal && after.legalDue === legal;
  const until = addDays(today, -1);
  // a clock that starts, or changes twice on one day, had no date before that held for a day
  if (same || before.dues.length === 0 || before.startOn > until || before.was.at(-1)?.until === until) return after;
  const entry = { until, ...(legal !== undefined && { legal }), ...(internal !== undefined && { internal }) };
  return { ...after, was: [...before.was, entry] };
}

/** What the profiles give for a kind of clock in a matter; empty when none speaks of it. */
export function termsFor(
  rules: Pick<MatterRules, 'profiles'>,
  kind: ClockKind,
  matter: { kind: MatterKind; isWage: boolean },
): ClockTerm[] {
  return rules.profiles.flatMap(({ id, clocks }) =>
    clocks
      .filter(
        (c) => c.kind === kind && (c.for?.includes(matter.kind) ?? true) && (c.wageOnly !== true || matter.isWage),
      )
      .map(({ length, unit, extension }) => ({ profile: id, length, unit, ...(extension && { extension }) })),
  );
}

/** A time limit that a document or the house sets. */
export function houseTerm(length: number, unit: ClockTerm['unit']): ClockTerm {
  return { profile: HOUSE, length, unit };
}

export function startedClock(kind: ClockKind, startOn: Day, terms: ClockTerm[]): MatterClock {
  return { kind, startOn, terms, pauses: [], dues: [], provisional: false, was: [] };
}

/** What happens to clocks of some kinds; those that have stopped are left alone. Reckon them afterwards. */
export type ClockChange =
  | { do: 'stop' | 'pause' | 'go_on' | 'extend'; kinds: readonly ClockKind[] | 'all' }
  | { do: 'start'; kind: ClockKind; terms: ClockTerm[] };

export function changedClocks(clocks: readonly MatterClock[], changes: readonly ClockChange[], on: Day): MatterClock[] {
  let all = [...clocks];
  for (const change of changes) {
    if (change.do === 'start') {
      if (change.terms.length > 0) all.push(startedClock(change.kind, on, change.terms));
      continue;
    }
    const { do: what, kinds } = change;
    all = all.map((clock) =>
      clock.stoppedOn === undefined && (kinds === 'all' || kinds.includes(clock.kind))
        ? changed(clock, what, on)
        : clock,
    );
  }
  return all;
}

function changed(clock: MatterClock, what: 'stop' | 'pause' | 'go_on' | 'extend', on: Day): MatterClock {
  const lasting = clock.pauses.some(({ to }) => to === undefined);
  switch (what) {
    case 'stop':
      return { ...clock, stoppedOn: on };
    case 'extend':
      return { ...clock, extendedOn: on };
    case 'pause':
      return lasting ? clock : { ...clock, pauses: [...clock.pauses, { from: on }] };
    case 'go_on':
      return { ...clock, pauses: clock.pauses.map((pause) => ({ ...pause, to: pause.to ?? on })) };
  }
}

export function isRunning(clock: MatterClock): boolean {
  return clock.stoppedOn === undefined;
}

/** Clocks that tell whether work is done in time; calls and objections are not counted as a matter's due date. */
const SIDE_CLOCKS: readonly ClockKind[] = ['object', 'satisfaction', 'penalty'];

/** What is due next in a matter: the earliest internal and the earliest legal date of the running clocks. */
export function nextDue(clocks: readonly MatterClock[]): { dueOn?: Day; legalDueOn?: Day } {
  const running = clocks.filter((clock) => isRunning(clock) && !SIDE_CLOCKS.includes(clock.kind));
  const earliest = (days: (Day | undefined)[]) => days.flatMap((day) => day ?? []).sort()[0];
  const internal = earliest(running.map(({ internalDue }) => internalDue));
  const legal = earliest(running.map(({ legalDue }) => legalDue));
  return { ...(internal !== undefined && { dueOn: internal }), ...(legal !== undefined && { legalDueOn: legal }) };
}
