import type { OutboundMessage } from '../../schemas/message.js';
import type { Effect, Flows, Talk, TalkContext, TalkInput, TalkState } from '../conversation/index.js';
import { DomainError } from '../errors.js';
import { errorText } from '../texts/errors.js';
import type { Action, ActionContext } from './action.js';

/** Steps of one message; a flow that loops is stopped (style.md 6). */
const MAX_STEPS = 50;

/** An action was refused after it may have written: the transaction is rolled back and played again with the refusal known. */
export class ActionRefused extends Error {
  override readonly name = 'ActionRefused';
  constructor(
    /** Which of the message's calls it was. */
    readonly call: string,
    readonly reason: DomainError,
  ) {
    super(`action refused: ${reason.code}`, { cause: reason });
  }
}

export interface Played {
  state: TalkState;
  timerAt: Date | null;
  effects: Effect[];
  notices: OutboundMessage[];
}

type Call = Extract<Effect, { kind: 'do' }>;
type Result = Extract<TalkInput, { kind: 'result' }>;

/** Carries out what a flow calls. */
export type Answer = (call: Call) => Promise<{ input: Result; notices: readonly OutboundMessage[] }>;

/**
 * Plays one input to its end: the conversation asks, `answer` does, until only the person is awaited.
 * @throws what `answer` throws
 */
export async function play(
  house: { talk: Talk; flows: Flows },
  state: TalkState | null,
  first: TalkInput,
  ctx: TalkContext,
  answer: Answer,
): Promise<Played> {
  const effects: Effect[] = [];
  const notices: OutboundMessage[] = [];
  let input = first;
  let current = state;
  for (let i = 0; i < MAX_STEPS; i++) {
    const step = house.talk(house.flows, current, input, ctx);
    current = step.state;
    const call = step.effects.at(-1);
    if (call?.kind !== 'do') {
      effects.push(...step.effects);
      return { state: step.state, timerAt: step.nextTimerAt, effects, notices };
    }
    effects.push(...step.effects.slice(0, -1));
    const answered = await answer(call);
    notices.push(...answered.notices);
    input = answered.input;
  }
  throw new Error(`conversation did not come to rest after ${MAX_STEPS} steps`);
}

/**
 * Answers by domain services, in the transaction of `ctx`.
 * @param refusals what earlier tries of this message refused, by the place of the call among its calls: sessions that it begins have
 * other names in every try. A new refusal throws `ActionRefused`
 */
export function answerBy(
  actions: ReadonlyMap<string, Action>,
  ctx: ActionContext,
  refusals: ReadonlyMap<string, DomainError>,
): Answer {
  let calls = 0;
  return async ({ call, action, args }) => {
    const place = `${++calls} ${action}`;
    const known = refusals.get(place);
    if (known !== undefined)
      return { input: { kind: 'result', call, ok: false, code: known.code, text: errorText(known) }, notices: [] };
    const found = actions.get(action);
    if (found === undefined) throw new Error(`flow calls an unknown action: ${action}`);
    try {
      const { value, notices = [] } = await found.run(ctx, args);
      return { input: { kind: 'result', call, ok: true, value }, notices };
    } catch (error) {
      if (error instanceof DomainError) throw new ActionRefused(place, error);
      throw error;
    }
  };
}
