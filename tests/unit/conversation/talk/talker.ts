/** One person talking to the engine with the house of the tests behind it; for property tests. */
import {
  type Effect,
  type Flows,
  type Json,
  type JsonObject,
  type TalkContext,
  type TalkInput,
  type TalkState,
  talk,
} from '../../../../src/conversation/index.js';
import { testFlows, testHouse } from '../house.js';

export interface Heard {
  says: Extract<Effect, { kind: 'say' }>[];
  calls: Extract<Effect, { kind: 'do' }>[];
  ends: Extract<Effect, { kind: 'end' }>[];
}

export interface Talker {
  give: (input: TalkInput) => Heard;
  state: () => TalkState | null;
  /** Another talker in the same state. */
  clone: () => Talker;
  wait: (minutes: number) => void;
  flows: Flows;
}

type House = (
  action: string,
  args: JsonObject,
) => { ok: true; value: Json } | { ok: false; code: string; text?: string; fields?: string[] };

const HOUSE: House = testHouse();
const FLOWS = testFlows();

export function makeTalker(
  flows: Flows = FLOWS,
  start: { state: TalkState | null; now: number; n: number } = { state: null, now: 1_281_402_000_000, n: 0 },
  house: House = HOUSE,
): Talker {
  let { state, now, n } = start;
  return {
    flows,
    state: () => state,
    wait: (minutes) => {
      now += minutes * 60_000;
    },
    clone: () => makeTalker(flows, { state: structuredClone(state), now, n }, house),
    give(input) {
      n++;
      const ctx: TalkContext = {
        now: new Date(now),
        today: '2010-08-10',
        id: `m${n}`,
        channel: 'wecom',
        me: { roles: ['inspector'], facts: { name: '甲', cell: { name: '某村' } } },
      };
      const heard: Heard = { says: [], calls: [], ends: [] };
      let next: TalkInput | undefined = input;
      for (let steps = 0; next !== undefined; steps++) {
        if (steps > 60) throw new Error('does not come to rest');
        const step = talk(flows, state, next, ctx);
        // stored and loaded at every step
        state = JSON.parse(JSON.stringify(step.state)) as TalkState;
        next = undefined;
        step.effects.forEach((effect, i) => {
          if (effect.kind === 'say') heard.says.push(effect);
          else if (effect.kind === 'end') heard.ends.push(effect);
          else if (effect.kind === 'do') {
            if (i !== step.effects.length - 1) throw new Error('a call is the last effect');
            heard.calls.push(effect);
            next = { kind: 'result', call: effect.call, ...house(effect.action, effect.args) };
          }
        });
      }
      return heard;
    },
  };
}
