/** Running checks over whole records. */
import type { z } from 'zod';
import type { CheckContext, RecordCheck } from './field.js';

type Get = (path: string) => unknown;

/** Reads dotted paths of a record. */
export function reading(record: unknown): Get {
  return (path) =>
    path
      .split('.')
      .reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), record);
}

/** The checks that a whole record fails; those that lack a value they read, or a value of the context, hold. */
export function failedChecks(checks: readonly RecordCheck[], record: unknown, ctx: CheckContext): RecordCheck[] {
  const get = reading(record);
  return checks.filter((check) => check.reads.every((path) => get(path) !== undefined) && !check.holds(get, ctx));
}

/** The same checks for a record that lies inside another: `total` becomes `labourUse.total`. */
export function under(prefix: string, checks: readonly RecordCheck[]): RecordCheck[] {
  const inside =
    (get: Get): Get =>
    (path) =>
      get(prefix + path);
  return checks.map((check) => ({
    ...check,
    reads: check.reads.map((path) => prefix + path),
    ...(check.mendedBy !== undefined && { mendedBy: check.mendedBy.map((path) => prefix + path) }),
    holds: (get, ctx) => check.holds(inside(get), ctx),
    say: (get, ctx) => check.say(inside(get), ctx),
  }));
}

/** A schema does not know the day, so it holds no date to be in the future; services check again with the day. */
const WITHOUT_TODAY: CheckContext = { today: '9999-12-31' };

/** For `superRefine`: hard checks that fail become issues at the field to blame. */
export function refuseHard(checks: readonly RecordCheck[]) {
  const hard = checks.filter((check) => check.level === 'hard');
  return (record: unknown, ctx: z.RefinementCtx): void => {
    for (const check of failedChecks(hard, record, WITHOUT_TODAY)) {
      const path = check.reads[0]?.split('.') ?? [];
      const message = check.say(reading(record), WITHOUT_TODAY);
      ctx.addIssue({ code: 'custom', path, message, params: { check: check.code }, input: undefined });
    }
  };
}
