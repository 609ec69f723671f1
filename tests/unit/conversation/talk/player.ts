/**
 * Plays a transcript against the engine: `<` lines are said, everything else is what came of it. In brackets what is not
 * typed: [tap 1], [old-tap 1], [photo p1], [place 某路], [voice v1], [wait 31m], [open flow], [later flow], [deploy name].
 */
import type {
  Effect,
  Flows,
  JsonObject,
  TalkContext,
  TalkInput,
  TalkState,
} from '../../../../src/conversation/index.js';
import { talk } from '../../../../src/conversation/index.js';

type Said = Extract<Effect, { kind: 'say' }>;
type Call = Extract<Effect, { kind: 'do' }>;

/** What the house answers to a call. */
export type House = (action: string, args: JsonObject) => Omit<Extract<TalkInput, { kind: 'result' }>, 'kind' | 'call'>;

export interface Player {
  say: (line: string) => string[];
  state: () => TalkState | null;
}

const MINUTES: Record<string, number> = { m: 1, h: 60, d: 1440 };

/** @param flowsNow the flows on offer; a [deploy] changes them */
export function makePlayer(flowsNow: (deployed: string | undefined) => Flows, house: House, roles: string[]): Player {
  let state: TalkState | null = null;
  let deployed: string | undefined;
  let now = Date.parse('2010-08-10T09:00:00+08:00');
  let messages = 0;
  const cards: Said[] = [];

  function give(input: TalkInput): string[] {
    const ctx: TalkContext = {
      now: new Date(now),
      today: '2010-08-10',
      id: `m${++messages}`,
      channel: 'wecom',
      me: { roles, facts: { name: '甲', cell: { name: '某村' } } },
    };
    const lines: string[] = [];
    let next: TalkInput | undefined = input;
    while (next !== undefined) {
      const step = talk(flowsNow(deployed), state, next, ctx);
      // what is stored must survive being stored
      state = JSON.parse(JSON.stringify(step.state)) as TalkState;
      next = undefined;
      for (const effect of step.effects) {
        if (effect.kind === 'do')
          next = { kind: 'result', call: effect.call, ...callHouse(effect, lines) } as TalkInput;
        else if (effect.kind === 'say') lines.push(...spoken(effect));
        else if (effect.kind === 'end') lines.push(`! end ${effect.flow} ${effect.outcome}`);
        else lines.push(`! human ${effect.flow ?? ''} ${effect.field ?? ''}`.trimEnd());
      }
    }
    return lines;
  }

  function callHouse(call: Call, lines: string[]) {
    lines.push(`! ${call.action} ${JSON.stringify(call.args)}`);
    return house(call.action, call.args);
  }

  function spoken(effect: Said): string[] {
    if (effect.choices !== undefined) cards.push(effect);
    const choices = effect.choices?.map(({ label }, i) => `${i + 1} ${label}`).join('　');
    return [...effect.text.split('\n'), ...(choices === undefined ? [] : [choices])].map((line) => `> ${line}`);
  }

  function inputOf(said: string): TalkInput {
    const [, what = '', rest = ''] = /^\[(\S+) ?(.*)\]$/.exec(said) ?? [];
    const tap = (card: Said | undefined): TalkInput => {
      const ids = rest.split(',').map((n) => card?.choices?.[Number(n) - 1]?.id ?? 'nothing');
      return { kind: 'pick', taskId: card?.taskId ?? 'foreign@1@1', choiceIds: ids };
    };
    switch (what) {
      case 'tap':
        return tap(cards.at(-1));
      case 'old-tap':
        return tap(cards.at(-2));
      case 'foreign-tap':
        return { kind: 'pick', taskId: 'other@1@1', choiceIds: [rest] };
      case 'photo':
      case 'voice':
      case 'file':
      case 'video':
        return { kind: what, fileId: rest };
      case 'place':
        return { kind: 'location', lat: 34.8, lng: 113.6, label: rest };
      case 'wait':
        now += Number(rest.slice(0, -1)) * (MINUTES[rest.slice(-1)] ?? 0) * 60_000;
        return { kind: 'tick' };
      case 'open':
        return { kind: 'open', flow: rest };
      case 'later':
        return { kind: 'open', flow: rest, when: 'after' };
      case 'menu':
        return { kind: 'open', menu: rest };
      case 'deploy':
        deployed = rest;
        return { kind: 'tick' };
      default:
        return { kind: 'text', text: said.replaceAll('\\n', '\n') };
    }
  }

  return { say: (line) => give(inputOf(line)), state: () => state };
}

/** The whole transcript with the answers of this run. */
export function replay(transcript: string, player: Player): string {
  const out: string[] = [];
  for (const line of transcript.split('\n')) {
    if (line.startsWith('#') || line === '') out.push(line);
    else if (line.startsWith('< ')) out.push(line, ...player.say(line.slice(2)));
  }
  return `${out.join('\n').trimEnd()}\n`;
}
