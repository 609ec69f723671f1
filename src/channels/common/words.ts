/** Texts and markdown as the messages that carry them, split where they are too long. Alike for members and groups. */
import type { OutboundBody } from '../../../schemas/message.js';
import { type Markup, splitMarkup } from '../../lib/markdown.js';
import { byteLength } from '../../lib/utf8.js';
import { partMark } from '../../texts/choices.js';
import { TEXT_MAX_BYTES } from './limits.js';

/** Bodies made of words; files and card updates take other calls. */
export type WordsBody = Extract<OutboundBody, { kind: 'text' | 'markdown' | 'question' | 'card' }>;

export interface TextMessage {
  msgtype: 'text';
  text: { content: string; mentioned_list?: string[] };
}

export interface MarkdownMessage {
  msgtype: 'markdown';
  markdown: { content: string };
}

/** Mentions (groups only) stand in the last part. */
export function textMessages(text: string, mentions: readonly string[] = []): TextMessage[] {
  const parts = inParts(text, TEXT_MAX_BYTES, 'text');
  return parts.map((content, i) => ({
    msgtype: 'text',
    text: { content, ...(mentions.length > 0 && i === parts.length - 1 && { mentioned_list: [...mentions] }) },
  }));
}

export function markdownMessages(text: string, maxBytes: number): MarkdownMessage[] {
  return inParts(text, maxBytes, 'markdown').map((content) => ({ msgtype: 'markdown', markdown: { content } }));
}

/** Room for the mark of up to 999 parts and its line end. */
const MARK_BYTES = 20;

/** Several parts end with `（1/3）`. */
function inParts(text: string, maxBytes: number, markup: Markup): string[] {
  if (byteLength(text) <= maxBytes) return [text];
  const parts = splitMarkup(text, maxBytes - MARK_BYTES, markup).filter((part) => part.trim() !== '');
  return parts.map((part, i) => `${part}\n${partMark(i + 1, parts.length)}`);
}
