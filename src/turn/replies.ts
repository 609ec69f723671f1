import type { Choice, OutboundBody, PassiveReply } from '../../schemas/message.js';
import type { Effect } from '../conversation/index.js';
import { byteLength } from '../lib/utf8.js';
import { numberedText } from '../texts/choices.js';

/** Longest passive text (wecom.md 1.8). */
const PASSIVE_MAX_BYTES = 2048;
/** More choices than a card has buttons go as numbered text. */
const CARD_MAX_CHOICES = 6;

type Say = Extract<Effect, { kind: 'say' }>;

/**
 * How a turn is answered: inside the HTTP response when it is one text, else by messages of their own. What was said
 * before a question goes into the same message (voice.md rule 11).
 */
export function planReply(
  says: readonly Say[],
  cards: boolean,
): { passive: PassiveReply | null; bodies: OutboundBody[] } {
  if (says.length === 0) return { passive: null, bodies: [] };
  const last = says.at(-1);
  const choices = last?.choices ?? [];
  if (cards && last?.taskId !== undefined && choices.length > 0 && choices.length <= CARD_MAX_CHOICES) {
    const text = says.map((say, i) => (i === says.length - 1 ? say.text : spoken(say))).join('\n\n');
    return {
      passive: null,
      bodies: [
        {
          kind: 'question',
          text,
          choices: choices as Choice[],
          taskId: last.taskId,
          ...(last.multiple === true && { multiple: true }),
        },
      ],
    };
  }
  const text = says.map(spoken).join('\n\n');
  if (byteLength(text) <= PASSIVE_MAX_BYTES) return { passive: { kind: 'text', text }, bodies: [] };
  return { passive: null, bodies: [{ kind: 'text', text }] };
}

/** With its choices as numbered lines. */
export function spoken(say: Say): string {
  return say.choices === undefined ? say.text : numberedText(say.text, say.choices);
}
