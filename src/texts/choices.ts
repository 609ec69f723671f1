/** Questions with choices as people read them in a plain message, and the few words of a card. */
import type { Choice } from '../../schemas/message.js';

/** Characters that stand on about two lines of a phone. */
const ONE_LINE_MAX_CHARS = 36;

/** Title of a card with tick boxes whose question is too long for a title, and its button. */
export const TICK_TITLE = '请选择';
export const TICK_SUBMIT = '提交';

/** The choices as they are read and typed: `1 企业`. */
export function numberedLabels(choices: readonly Choice[]): string[] {
  return choices.map((choice, i) => `${i + 1} ${choice.label}`);
}

/** A link below a text. */
export const OPEN_LINK = '点开查看';

/** The text, then `1 企业　2 个体工商户` (voice.md rule 3); long choices stand one on a line. */
export function numberedText(text: string, choices: readonly Choice[]): string {
  const items = numberedLabels(choices);
  const line = items.join('　');
  const list = [...line].length <= ONE_LINE_MAX_CHARS && !line.includes('\n') ? line : items.join('\n');
  return [text, list].filter((part) => part !== '').join('\n');
}

/** The last line of a message that was split: which part of how many. */
export function partMark(part: number, of: number): string {
  return `（${part}/${of}）`;
}
