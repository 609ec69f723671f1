/**
 * A conversation as text, in the form of golden transcripts, so that what was recorded can be played again: `#` remark or
 * stage direction, `<` person, `>` bot; further lines of a message are indented (docs/sandbox.md).
 */
import { dayOf, timeOf } from '../lib/day.js';
import type { JournalMessage } from './journal.js';

/** A longer silence is written down; shorter ones don't matter to the service. */
const SILENCE_MS = 5 * 60_000;

/** `as` whose chat it is, or into which group one looks. */
export type Viewpoint = { as: string } | { look: string };

/** What never arrived is left out. */
export function writeTranscript(title: string, viewpoint: Viewpoint, messages: readonly JournalMessage[]): string {
  const lines = [`# ${title}`, ...Object.entries(viewpoint).map(([word, value]) => stageDirection(word, value))];
  let before = Number.NEGATIVE_INFINITY;
  for (const message of messages) {
    if (message.dropped !== undefined) continue;
    const at = Date.parse(message.at);
    if (at - before >= SILENCE_MS) lines.push(stageDirection('now', `${dayOf(new Date(at))} ${timeOf(new Date(at))}`));
    before = at;
    lines.push(...linesOf(message));
  }
  return `${lines.join('\n')}\n`;
}

export function stageDirection(word: string, value: string): string {
  return `# ${word}: ${value}`;
}

/** A message behind its mark, further lines indented, without spaces at line ends. */
export function markedLines(mark: '<' | '>' | '!', text: string): string[] {
  return text.split('\n').map((line, i) => `${i === 0 ? mark : ' '} ${line}`.trimEnd());
}

function linesOf(message: JournalMessage): string[] {
  if (message.via === 'user') return markedLines('<', saidText(message));
  if (message.via === 'kf' && message.msgtype === 'event') return [`# ${message.text.slice(1, -1)}`];
  return markedLines('>', message.text);
}

/** What a person did so that it can be done again; typed text that looks like a gesture or cannot be seen is quoted. */
function saidText({ msgtype, text, payload }: JournalMessage): string {
  const fields = payload as Record<string, unknown>;
  if (msgtype === 'text') return isPlain(text) ? text : JSON.stringify(text);
  if (msgtype === 'location') return `[位置 ${String(fields.label)} ${Number(fields.lat)},${Number(fields.lng)}]`;
  if (msgtype === 'image' && typeof fields.sample === 'string') return `[图片 ${fields.sample}]`;
  if (msgtype === 'link') return `[链接 ${String(fields.title ?? '')} ${String(fields.url)}]`;
  return text;
}

function isPlain(text: string): boolean {
  return text.trim() === text && text !== '' && !/^["[]|[^\P{C}\n]|\n\n/u.test(text);
}
