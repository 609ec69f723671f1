/** Faults on demand: what a rule looks like, and which one strikes. */
import { z } from 'zod';
import type { World } from './world.js';

/**
 * `call`: `message/send`, `gettoken`, … , `callback` (to the bot), or `*` for every API call.
 * Effects: `errcode`/`errmsg` answers with that error; `answer` is merged into a success; `status` answers with that HTTP
 * status; `html` with a page of HTML; `drop` cuts the connection (of a callback: its answer is lost), `dropAfter` does so
 * after the call took effect; `lost`: a callback never reaches the bot; `delayMs` waits first; `expireTokens` ends all
 * access tokens first; `reEncryptDuplicate` delivers a callback a second time, encrypted anew. Of customer service: `failType`
 * takes a message and reports later that it did not arrive, `emptyPage` and `replay` change what sync_msg answers.
 */
const Rule = z.strictObject({
  call: z
    .string()
    .min(1)
    .transform((call) => call.replace(/^\/?cgi-bin\//, '')),
  /** How often it strikes; without it until deleted. */
  times: z.int().min(1).optional(),
  /** 0 … 1, default 1. */
  probability: z.number().min(0).max(1).optional(),
  /** Strikes only when the request (JSON body or callback XML) holds this text. */
  match: z.string().optional(),
  errcode: z.int().optional(),
  errmsg: z.string().optional(),
  answer: z.record(z.string(), z.unknown()).optional(),
  status: z.int().min(100).max(599).optional(),
  html: z.boolean().optional(),
  drop: z.boolean().optional(),
  dropAfter: z.boolean().optional(),
  lost: z.boolean().optional(),
  delayMs: z.int().min(0).max(600_000).optional(),
  expireTokens: z.boolean().optional(),
  reEncryptDuplicate: z.boolean().optional(),
  failType: z.int().min(0).max(13).optional(),
  emptyPage: z.boolean().optional(),
  replay: z.boolean().optional(),
});

const NO_EFFECT = new Set(['call', 'times', 'probability', 'match', 'errmsg']);

export const FaultRules = z.array(
  Rule.refine((rule) => Object.keys(rule).some((key) => !NO_EFFECT.has(key)), 'a rule without an effect'),
);
export type FaultRule = z.infer<typeof Rule>;
export type Fault = FaultRule & { id: string; struck: number };

/** Adds rules to those in force. */
export function addFaults(world: World, rules: FaultRule[]): Fault[] {
  const added = rules.map((rule) => ({ ...rule, id: world.newId(), struck: 0 }));
  world.faults.push(...added);
  world.publish({ type: 'faults' });
  return added;
}

/** The first rule that strikes this call, counted and used up; undefined when none does. */
export function strike(world: World, call: string, request: string): Fault | undefined {
  const fault = world.faults.find(
    (f) =>
      (f.call === call || (f.call === '*' && call !== 'callback')) &&
      (f.times === undefined || f.struck < f.times) &&
      (f.match === undefined || request.includes(f.match)) &&
      (f.probability === undefined || chance(world) < f.probability),
  );
  if (fault === undefined) return undefined;
  fault.struck += 1;
  world.publish({ type: 'faults' });
  return fault;
}

/** A number of [0, 1). */
function chance(world: World): number {
  return world.random(4).readUInt32BE() / 2 ** 32;
}
