/** Ids of menu items: the question and the choice in letters, digits and `_`, so that a tap a day later says what it meant. */
import type { Picked } from '../../../schemas/message.js';
import { byteLength } from '../../lib/utf8.js';

const PREFIX = 'q';
const PARTING = '__';
/** Of an id (wecom.md 6.6). */
const ID_MAX_BYTES = 128;

/** Null when the ids are too long for an item. */
export function menuIdOf({ taskId, choiceId }: Picked): string | null {
  const id = [PREFIX, escaped(taskId), escaped(choiceId)].join(PARTING);
  return byteLength(id) <= ID_MAX_BYTES ? id : null;
}

/** Null for ids that are not ours: menus of servicers and of the console. */
export function readMenuId(id: string): Picked | null {
  const [, task, choice] = /^q__((?:[A-Za-z0-9]|_[0-9a-f]{2})+)__((?:[A-Za-z0-9]|_[0-9a-f]{2})+)$/.exec(id) ?? [];
  if (task === undefined || choice === undefined) return null;
  return { taskId: unescaped(task), choiceId: unescaped(choice) };
}

/** What is neither letter nor digit becomes `_` and two hex digits for each byte; so `__` never stands inside. */
function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9]/gu, (c) => [...Buffer.from(c)].map((byte) => `_${hex(byte)}`).join(''));
}

function unescaped(text: string): string {
  const bytes = text.match(/_[0-9a-f]{2}|[A-Za-z0-9]/g) ?? [];
  return Buffer.from(bytes.map((b) => (b.length === 1 ? b.charCodeAt(0) : Number.parseInt(b.slice(1), 16)))).toString();
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
