/** One person on the stage of the sandbox: says something, hears what came of it, moves the clock. */
import { gestureOf } from '../../sandbox/script.js';
import { markedLines } from '../../sandbox/transcript.js';
import type { Heard, SandboxControls } from './client.js';

export interface Stage {
  readonly as: string;
  /** Speaks as somebody else from here on. */
  become(person: string): void;
  /** A text or a gesture in brackets, as transcripts have them. @returns the lines of the bot */
  say(text: string): Promise<string[]>;
  /** Moves the clock. @returns how it stands then, `2026-11-24 09:46`, and what arrived */
  wait(to: Record<string, string>): Promise<{ now: string; heard: string[] }>;
  /** What arrived in a group, or at another person, since the last look. */
  look(at: string): Promise<string[]>;
}

/** To the minute, as transcripts write it. @param now ISO 8601 with the offset of Shanghai */
export function minuteOf(now: string): string {
  return now.slice(0, 16).replace('T', ' ');
}

/** @param person userid or name; a customer of customer service by nickname */
export async function openStage(sandbox: SandboxControls, person: string): Promise<Stage> {
  const begin = await sandbox.last();
  const seen = new Map<string, string>();
  let as = person;

  async function heard(at: string): Promise<string[]> {
    const messages: readonly Heard[] = await sandbox.heard(at, seen.get(at) ?? begin);
    const last = messages.at(-1);
    if (last !== undefined) seen.set(at, last.id);
    return messages.flatMap(({ text }) => markedLines('>', text));
  }

  return {
    get as() {
      return as;
    },
    become(next) {
      as = next;
    },
    async say(text) {
      const { stale: _old, ...gesture } = gestureOf(text, [`< ${text}`]);
      const { from, errors } = await sandbox.send({ from: as, ...gesture });
      return [...(await heard(from)), ...errors.map((error) => `! ${error}`)];
    },
    async wait(to) {
      const { now } = await sandbox.moveClock(to);
      return { now: minuteOf(now), heard: await heard(as) };
    },
    look: heard,
  };
}
