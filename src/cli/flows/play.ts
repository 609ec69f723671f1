/** `flows play`: answers in, a line of JSON out after each. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type JsonObject, openForm } from '../../conversation/index.js';
import { baseOf } from '../../forms/answer-path.js';
import { playForm } from '../../forms/play.js';
import { systemClock } from '../../lib/clock.js';
import { dayOf, isDay } from '../../lib/day.js';
import type { FlowCommand } from '../flows.js';
import { readFlow } from './read-flow.js';

const Answers = z.array(z.strictObject({ field: z.string().min(1), value: z.json() }));
const Values = z.record(z.string(), z.json());

export const playCommand: FlowCommand = async (path, options, print) => {
  if (path === undefined || options.answers === undefined) throw new RangeError('play FLOW --answers ANSWERS.json');
  const today = options.today ?? dayOf(systemClock());
  if (!isDay(today)) throw new RangeError(`--today ${today}: not a day like 2010-08-10`);
  const answers = parseJson(options.answers, Answers);
  const { plan, lines, outer } = await readFlow(path);
  if (plan === undefined) {
    print(JSON.stringify({ error: `${path} has errors`, findings: lines }));
    return 1;
  }
  const me = options.me === undefined ? {} : parseJson(options.me, Values);
  const given = options.given === undefined ? {} : parseJson(options.given, Values);
  const base = baseFrom(options.base) ?? baseOf(answers.map(({ field }) => field));
  const form = openForm(plan, { today, me, checkFacts: {} }, given as JsonObject);
  const playing = playForm(plan, form, answers, { base, outer });
  for (let step = playing.next(); ; step = playing.next()) {
    if (step.done === true) return step.value.unknown ? 1 : 0;
    print(JSON.stringify(step.value));
  }
};

/** @throws Error with the file's name and what is wrong with it */
function parseJson<S extends z.ZodType>(file: string, schema: S): z.output<S> {
  const text = readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\uFEFF/, '');
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : 'no JSON'}`, { cause });
  }
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function baseFrom(text: string | undefined): 0 | 1 | undefined {
  if (text === undefined) return undefined;
  if (text !== '0' && text !== '1') throw new RangeError(`--base ${text}: 0 or 1`);
  return text === '0' ? 0 : 1;
}
