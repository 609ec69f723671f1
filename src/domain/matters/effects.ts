/** What a step changes in a matter: fields, clocks, papers; pure. The table of moves has let it pass. */

import type { Matter, Outcome } from '../../../schemas/matter.js';
import type { ClockKind } from '../../../schemas/matter-clock.js';
import type { MatterCommand } from '../../../schemas/matter-command.js';
import type { DOCUMENT_KINDS, LetterKind } from '../../../schemas/matter-document.js';
import { ENDED_STATES, type MatterState, type OutcomeCode } from '../../../schemas/matter-enums.js';
import type { MatterRules, Register } from '../../../schemas/matter-rules.js';
import { addDays, type Day } from '../../lib/day.js';
import { type ClockChange, houseTerm, termsFor } from './clocks.js';
import { EXTENDABLE, isWage } from './judge.js';

export interface Effects {
  set: Partial<Matter>;
  unset?: readonly (keyof Matter)[];
  clocks: readonly ClockChange[];
  /** The written answer to the persons. */
  letter?: LetterKind;
  /** A paper with a number of its own. */
  paper?: { kind: (typeof DOCUMENT_KINDS)[number]; register: Register; fileId?: string | undefined };
}

const INTAKE: readonly ClockKind[] = ['accept', 'answer'];
const INVESTIGATION: readonly ClockKind[] = ['investigate', 'close', 'decide'];
const stop = (...kinds: ClockKind[]): ClockChange => ({ do: 'stop', kinds });
const STOP_ALL: ClockChange = { do: 'stop', kinds: 'all' };
const pause = (kinds: readonly ClockKind[]): ClockChange => ({ do: 'pause', kinds });
const goOn = (kinds: readonly ClockKind[]): ClockChange => ({ do: 'go_on', kinds });

/** @param to the state that the table leads to */
export function effectsOf(
  matter: Matter,
  command: MatterCommand,
  to: MatterState,
  actor: { userid: string; today: Day },
  rules: MatterRules,
): Effects {
  const { today } = actor;
  const own = ownEffects(matter, command, actor, rules);
  const moved = to !== matter.state;
  const [was, is] = [ENDED_STATES.includes(matter.state), ENDED_STATES.includes(to)];
  return {
    ...own,
    unset: [...(own.unset ?? []), ...(was && !is ? (['endedOnState'] as const) : [])],
    set: {
      ...own.set,
      state: to,
      ...(moved && { stateSince: today }),
      ...(is &&
        !was && { endedOnState: today, ends: [...matter.ends, endOf(own.set.outcome ?? matter.outcome, today)] }),
      ...(was && !is && { ends: reopened(matter.ends, today) }),
    },
  };
}

function endOf(outcome: Outcome | undefined, on: Day): Matter['ends'][number] {
  return { on, people: outcome?.people ?? 0, paidFen: outcome?.paidFen ?? 0 };
}

function reopened(ends: Matter['ends'], today: Day): Matter['ends'] {
  return ends.map((end) => (end.until === undefined ? { ...end, until: today } : end));
}

function ownEffects(
  matter: Matter,
  command: MatterCommand,
  { userid, today }: { userid: string; today: Day },
  rules: MatterRules,
): Effects {
  const start = (kind: ClockKind): ClockChange => ({
    do: 'start',
    kind,
    terms: termsFor(rules, kind, { kind: matter.kind, isWage: isWage(matter.categories) }),
  });
  const house = (kind: ClockKind, workdays: number): ClockChange => ({
    do: 'start',
    kind,
    terms: [houseTerm(workdays, 'workday')],
  });
  const evidence = (more: readonly string[] = []) => ({ evidence: [...new Set([...matter.evidence, ...more])] });
  const closed = (code: OutcomeCode): Partial<Matter> => ({
    outcome: { code, people: 0, paidFen: 0 },
    closedOn: today,
  });
  switch (command.action) {
    case 'request_supplement': {
      const until = addDays(today, rules.house.supplementDays);
      const set = { supplement: { items: command.items, askedOn: today, until } };
      return { set, clocks: [stop('answer'), pause(['accept'])], letter: 'supplement' };
    }
    case 'supplement':
      return { set: {}, clocks: [goOn(INTAKE)] };
    case 'guide':
      return { set: { guidedTo: command.track }, clocks: [STOP_ALL], letter: 'guide' };
    case 'transfer':
      return {
        set: { transfer: { to: command.to, on: today, reason: command.reason } },
        clocks: [stop('answer'), pause(['accept']), house('object', rules.house.objectWorkdays)],
        letter: 'transfer',
        paper: { kind: 'transfer', register: 'transfer' },
      };
    case 'return_transfer':
      return {
        set: matter.transfer === undefined ? {} : { transfer: { ...matter.transfer, returnedOn: today } },
        clocks: [stop('object'), goOn(['accept'])],
      };
    case 'mediate':
      return { set: {}, clocks: [stop('answer')] };
    case 'settle':
      return { set: { ...evidence(command.evidence), outcome: outcomeOf(command.outcome) }, clocks: [STOP_ALL] };
    case 'refuse':
      return { set: {}, clocks: [STOP_ALL], letter: 'refuse' };
    case 'review':
      return { set: {}, clocks: [start('accept')] };
    case 'file':
      return {
        set: { filedOn: today },
        clocks: [stop(...INTAKE), start('investigate'), start('close'), start('penalty')],
        letter: 'accept',
        paper: { kind: 'filing', register: 'filing' },
      };
    case 'assign':
      return { set: { handlers: renamed(matter.handlers, command.officers, today) }, clocks: [] };
    case 'investigate':
    case 'enforce':
      return { set: {}, clocks: command.action === 'enforce' ? [stop('order')] : [] };
    case 'extend':
      return { set: {}, clocks: [{ do: 'extend', kinds: EXTENDABLE }], letter: 'extension' };
    case 'suspend':
      return { set: {}, clocks: [pause(INVESTIGATION)] };
    case 'resume':
      return { set: {}, clocks: [goOn(INVESTIGATION)] };
    case 'decide':
      return { set: {}, clocks: [stop('investigate'), start('decide')] };
    case 'order': {
      const { length, unit } = command.within;
      return {
        set: {},
        clocks: [stop('decide'), { do: 'start', kind: 'order', terms: [houseTerm(length, unit)] }],
        paper: { kind: command.kind, register: command.kind, fileId: command.fileId },
      };
    }
    case 'correct':
      return { set: evidence(command.evidence), clocks: [stop('decide', 'order')] };
    case 'revoke': {
      const code = command.reason === 'minor_corrected' ? 'corrected' : 'no_violation';
      return { set: { outcome: { code, people: 0, paidFen: 0 } }, clocks: [stop('decide')] };
    }
    case 'crime_transfer':
      return {
        set: { stateBefore: matter.state, transfer: { to: command.to, on: today, reason: 'other_legal_cause' } },
        clocks: [pause([...INVESTIGATION, 'order'])],
        paper: { kind: 'police', register: 'transfer' },
      };
    case 'return_from_police':
      return { set: {}, unset: ['stateBefore'], clocks: [goOn([...INVESTIGATION, 'order'])] };
    case 'close': {
      const outcome = command.outcome === undefined ? matter.outcome : outcomeOf(command.outcome);
      return {
        set: { ...(outcome !== undefined && { outcome }), closedOn: today },
        clocks: [STOP_ALL, house('satisfaction', rules.house.satisfactionWorkdays)],
        letter: 'closing',
      };
    }
    case 'reopen':
      return {
        set: {},
        unset: ['closedOn', 'outcome', 'satisfaction'],
        clocks: [STOP_ALL, start('investigate'), start('close')],
      };
    case 'archive':
      return { set: {}, clocks: [STOP_ALL] };
    case 'withdraw':
      return {
        set: { ...closed('withdrawn'), withdrawal: { on: today, pressed: command.pressed } },
        clocks: [STOP_ALL],
      };
    case 'note_withdrawal':
      return { set: { withdrawal: { on: today, pressed: command.pressed } }, clocks: [] };
    case 'merge':
      return { set: { ...closed('duplicate'), mergedInto: command.into }, clocks: [STOP_ALL] };
    case 'join':
      return { set: { ...closed('joined'), mergedInto: command.into }, clocks: [STOP_ALL] };
    case 'rate':
      return {
        set: { satisfaction: { grade: command.grade, on: today, by: userid } },
        clocks: [stop('satisfaction')],
      };
  }
}

function outcomeOf({
  code,
  people = 0,
  paidFen = 0,
}: {
  code: OutcomeCode;
  people?: number | undefined;
  paidFen?: number | undefined;
}): Outcome {
  return { code, people, paidFen };
}

/** The handlers after officers were named; whoever goes has yesterday as his last day. The first officer leads. */
export function renamed(handlers: Matter['handlers'], officers: readonly string[], today: Day): Matter['handlers'] {
  const duty = (i: number) => (i === 0 ? ('lead' as const) : ('second' as const));
  const stays = (one: Matter['handlers'][number]) =>
    officers.some((userid, i) => userid === one.userid && duty(i) === one.duty);
  const kept = handlers.flatMap((one) => {
    if (one.to !== undefined || stays(one)) return [one];
    // named and replaced on the same day: he never handled it
    return one.from >= today ? [] : [{ ...one, to: addDays(today, -1) }];
  });
  const there = (userid: string, i: number) =>
    kept.some((one) => one.to === undefined && one.userid === userid && one.duty === duty(i));
  const added = officers.flatMap((userid, i) => (there(userid, i) ? [] : [{ userid, duty: duty(i), from: today }]));
  return [...kept, ...added];
}
