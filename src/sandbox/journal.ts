/** Everything that was said, in order: what people sent, and what arrived in their chats and groups. */
import type { SandboxState } from './state.js';
import type { World } from './world.js';

type Via = 'user' | 'passive' | 'send' | 'webhook' | 'appchat' | 'kf';

/** What a person sees of a template card now, after updates. */
export interface CardState {
  taskId: string;
  /** Caption of the greyed button (update_button, `replace_text`). */
  replaced?: string;
  /** The card that took its place, and its readable text. */
  current?: unknown;
  text?: string;
  updatedAt: string;
}

export interface JournalMessage {
  /** `m<number>`, rising; never used twice, also not after a restart. */
  id: string;
  at: string;
  /** The conversation: a userid or a group's key; of what people sent: `bot`. */
  to: string;
  /** A userid, or `bot`. */
  from: string;
  via: Via;
  msgtype: string;
  /** Always readable: a card as title, lines and numbered buttons. */
  text: string;
  payload: unknown;
  /** Bytes of the picture or file, see `GET /sandbox/messages/:id/image`. */
  mediaId?: string;
  /** The platform's id, for the recall. */
  msgid?: string;
  /** What the platform would cut or may not show in full. */
  warnings?: string[];
  /** Never reached the person: more than the platform lets through, or reported as not delivered. */
  dropped?: 'frequency' | 'undelivered';
  recalled?: true;
  card?: CardState;
  /** How the callback fared, for what people sent. */
  delivery?: { state: 'pending' | 'retrying' | 'delivered' | 'failed'; attempts: number; errors: string[] };
}

const MAX_MESSAGES = 20_000;

type Draft = Omit<JournalMessage, 'id' | 'at'>;

/** Writes a message down and tells the listeners. */
export function addMessage(world: World, draft: Draft): JournalMessage {
  const { state } = world;
  state.lastMessage += 1;
  const message = { id: `m${state.lastMessage}`, at: world.clock.now().toISOString(), ...draft };
  state.messages.push(message);
  if (state.messages.length > MAX_MESSAGES) state.messages.splice(0, state.messages.length - MAX_MESSAGES);
  world.changed();
  world.publish({ type: 'message', message });
  return message;
}

/** To be called after a message was changed in place. */
export function messageChanged(world: World, message: JournalMessage): void {
  world.changed();
  world.publish({ type: 'update', message });
}

export interface MessageQuery {
  /** Conversation: userid or group key. */
  to?: string | undefined;
  /** Also what the person sent. */
  both?: boolean | undefined;
  /** A message id (later ones only) or an instant (from then on). */
  since?: string | Date | undefined;
  type?: string | undefined;
  via?: string | undefined;
  limit: number;
}

/** With `since` the first `limit` messages after it, else the last ones; in order of arrival. */
export function findMessages(state: SandboxState, query: MessageQuery): JournalMessage[] {
  const { since } = query;
  // Ids rise, so what came after one is at the end: a long journal is not read for its last lines.
  const after = typeof since === 'string' ? Number(since.slice(1)) : 0;
  const start = after === 0 ? 0 : state.messages.findLastIndex((m) => Number(m.id.slice(1)) <= after) + 1;
  const found = state.messages
    .slice(start)
    .filter(
      (m) =>
        (query.to === undefined || m.to === query.to || (query.both === true && m.from === query.to)) &&
        (query.both === true || m.via !== 'user') &&
        (query.type === undefined || m.msgtype === query.type) &&
        (query.via === undefined || m.via === query.via) &&
        (!(since instanceof Date) || m.at >= since.toISOString()),
    );
  return since === undefined ? found.slice(-query.limit) : found.slice(0, query.limit);
}

export function messageById(state: SandboxState, id: string): JournalMessage | undefined {
  return state.messages.find((m) => m.id === id);
}

/** The newest card with this task id in a person's chat. */
export function newestCard(state: SandboxState, userid: string, taskId: string): JournalMessage | undefined {
  return state.messages.findLast(
    (m) => m.to === userid && m.msgtype === 'template_card' && cardOf(m).task_id === taskId,
  );
}

/** The template card a person sees now: the one that was sent or the one that replaced it. */
export function cardOf(message: JournalMessage): Record<string, unknown> {
  if (message.card?.current !== undefined) return message.card.current as Record<string, unknown>;
  return (message.payload as { template_card?: Record<string, unknown> }).template_card ?? {};
}
