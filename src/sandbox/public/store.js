import { get } from './api.js';
import { realNow } from './real-time.js';

/** What the page knows. Views subscribe; nothing here touches the document. */
export const store = {
  members: [],
  groups: [],
  places: [],
  menu: null,
  /** Customer service: accounts with who serves there, people in WeChat, their sessions. */
  kf: { accounts: [], customers: [], sessions: [] },
  /** By conversation, each in order of arrival. */
  conversations: new Map(),
  /** Milliseconds that the sandbox clock is ahead of this machine; while it is frozen, where it stands. */
  clock: { offsetMs: 0, frozenAt: undefined, local: '', nextWorkday: '' },
  faults: [],
};

const listeners = new Set();

/** @param listener gets `{type, message?}` after each change */
export function onChange(listener) {
  listeners.add(listener);
}

function changed(event) {
  for (const listener of listeners) listener(event);
}

export function sandboxNow() {
  const { frozenAt, offsetMs } = store.clock;
  return new Date(frozenAt ?? realNow() + offsetMs);
}

function add(message) {
  const id = conversationOf(message);
  const list = store.conversations.get(id);
  if (list === undefined) store.conversations.set(id, [message]);
  else if (number(message.id) > number(list.at(-1).id)) list.push(message);
}

async function loadDirectory() {
  const [directory, kf] = await Promise.all([get('directory'), get('kf')]);
  Object.assign(store, directory, { kf });
  changed({ type: 'directory' });
}

async function loadSessions() {
  store.kf = await get('kf');
  changed({ type: 'kf' });
}

async function loadMessages() {
  const all = await get('messages?both=1&limit=3000');
  store.conversations.clear();
  for (const message of all) add(message);
  changed({ type: 'messages' });
}

async function loadFaults() {
  store.faults = await get('faults');
  changed({ type: 'faults' });
}

/** Listens first, then loads, so that nothing falls between; after a broken connection everything is loaded anew. */
export function start() {
  const source = new EventSource('/sandbox/events');
  const on = (name, handle) => source.addEventListener(name, (e) => handle(JSON.parse(e.data)));
  source.addEventListener('open', () => Promise.all([loadDirectory(), loadMessages(), loadFaults()]).catch(() => {}));
  source.addEventListener('error', () => changed({ type: 'offline' }));
  on('message', (message) => {
    add(message);
    changed({ type: 'message', message });
  });
  on('update', (message) => {
    const list = conversation(conversationOf(message));
    const at = list.findLastIndex((m) => m.id === message.id);
    if (at !== -1) list[at] = message;
    changed({ type: 'update', message });
  });
  on('clock', (reading) => {
    const at = Date.parse(reading.now);
    const { frozen, local, nextWorkday } = reading;
    store.clock = { offsetMs: at - realNow(), frozenAt: frozen ? at : undefined, local, nextWorkday };
    changed({ type: 'clock' });
  });
  on('cleared', () => {
    store.conversations.clear();
    changed({ type: 'messages' });
  });
  on('directory', () => loadDirectory().catch(() => {}));
  on('menu', () => loadDirectory().catch(() => {}));
  on('kf', () => loadSessions().catch(() => {}));
  on('faults', () => loadFaults().catch(() => {}));
}

/** The conversation a message belongs to: the person's, or the group's. */
export const conversationOf = (m) => (m.via === 'user' ? m.from : m.to);

export const isShown = (m) => m.dropped === undefined && !ENTERED.test(m.text);

/** Coming in is an event that nobody sees. */
export const ENTERED = /^\[进入(?:应用|客服.*)\]$/;

/** Messages of one conversation, in order. */
export function conversation(id) {
  return store.conversations.get(id) ?? [];
}

const number = (id) => Number(id.slice(1));
const key = (id) => `read:${id}`;

/** How many messages arrived since the person looked. */
export function unread(id) {
  const read = Number(localStorage.getItem(key(id)) ?? 0);
  return conversation(id).filter((m) => m.via !== 'user' && isShown(m) && number(m.id) > read).length;
}

export function markRead(id) {
  const last = conversation(id).at(-1);
  if (last !== undefined) localStorage.setItem(key(id), String(number(last.id)));
}

/** Who or what a conversation is. */
export function describe(id) {
  const group = store.groups.find((g) => g.key === id);
  if (group !== undefined) return { kind: 'group', id, name: group.name, detail: `${group.members.length} 人` };
  const customer = store.kf.customers.find((c) => c.externalUserId === id);
  if (customer !== undefined) return { kind: 'customer', id, name: customer.nickname, detail: '微信里的群众' };
  const member = store.members.find((m) => m.userid === id);
  if (member === undefined) return undefined;
  const detail = [member.department, member.position].filter(Boolean).join(' · ');
  return { kind: 'person', id, name: member.name, detail };
}
