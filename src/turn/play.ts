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

/**
 * Plays one input to its end: the conversation asks, domain services answer, until only the person is awaited.
 * @param refusals what earlier tries of this transaction refused, by call
 * @throws ActionRefused for a new refusal
 */
export async function play(
  house: { talk: Talk; flows: Flows; actions: ReadonlyMap<string, Action> },
  state: TalkState | null,
  first: TalkInput,
  ctx: TalkContext,
  action: ActionContext,
  refusals: ReadonlyMap<string, DomainError>,
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
    input = await answer(call);
  }
  throw new Error(`conversation did not come to rest after ${MAX_STEPS} steps`);

  async function answer(call: Extract<Effect, { kind: 'do' }>): Promise<TalkInput> {
    const known = refusals.get(call.call);
    if (known !== undefined)
      return { kind: 'result', call: call.call, ok: false, code: known.code, text: errorText(known) };
    const found = house.actions.get(call.action);
    if (found === undefined) throw new Error(`flow calls an unknown action: ${call.action}`);
    try {
      const { value, notices: more } = await found.run(action, call.args);
      notices.push(...(more ?? []));
      return { kind: 'result', call: call.call, ok: true, value };
    } catch (error) {
      if (error instanceof DomainError) throw new ActionRefused(call.call, error);
      throw error;
    }
  }
}
