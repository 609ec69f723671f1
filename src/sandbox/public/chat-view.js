/** One conversation: its messages, kept in step with the store. */
import { tell } from './api.js';
import { avatar } from './avatar.js';
import { bubble } from './bubble.js';
import { showComposer } from './composer.js';
import { byId, h } from './dom.js';
import { realNow } from './real-time.js';
import { conversation, conversationOf, describe, ENTERED, markRead, onChange, sandboxNow, store } from './store.js';
import { momentText } from './time.js';

const GAP_MS = 5 * 60_000;
const ENTER_AGAIN_MS = 5 * 60_000;
const TYPING_AFTER_MS = 400;

/** Whom one talks to, as the other side sees it; a group is called by its name. */
const TITLES = { person: () => '两网助手', customer: () => store.kf.accounts[0]?.name ?? '微信客服' };

let openId;
let lastAt = 0;
let typingTimer;

export function startChat() {
  onChange(({ type, message }) => {
    if (openId === undefined) return;
    if (type === 'messages' || type === 'directory') openChat(openId);
    else if (message !== undefined && conversationOf(message) === openId) {
      if (type === 'message') append(message);
      else replace(message);
      markRead(openId);
      showTyping();
    }
  });
}

/** @returns false when nobody has this id */
export function openChat(id) {
  const who = id === undefined ? undefined : describe(id);
  const changed = id !== openId;
  openId = id;
  byId('chat').hidden = who === undefined;
  if (who === undefined) return false;
  const person = who.kind !== 'group';
  byId('chat-title').textContent = TITLES[who.kind]?.() ?? who.name;
  byId('chat-subtitle').textContent = person
    ? `我是 ${[who.name, who.detail].filter(Boolean).join(' · ')}`
    : who.detail;
  byId('export').href = `/sandbox/transcript?to=${encodeURIComponent(id)}`;
  byId('messages').classList.toggle('group-chat', !person);
  const list = byId('messages');
  list.setAttribute('aria-busy', 'true');
  list.replaceChildren();
  lastAt = 0;
  for (const message of conversation(id)) append(message);
  list.setAttribute('aria-busy', 'false');
  list.scrollTop = list.scrollHeight;
  markRead(id);
  if (changed) {
    byId('chat-title').focus({ preventScroll: true });
    showComposer(who);
  }
  if (changed && person) enter(who);
  return true;
}

/** Opening the app's chat is an event of its own; the platform repeats it often, this page at most every five minutes. */
function enter({ id, kind }) {
  const key = `entered:${id}`;
  if (realNow() - Number(sessionStorage.getItem(key) ?? 0) < ENTER_AGAIN_MS) return;
  sessionStorage.setItem(key, String(realNow()));
  tell('send', { from: id, event: kind === 'customer' ? 'enter_session' : 'enter_agent' });
}

const isHidden = (message) => ENTERED.test(message.text) && (message.delivery?.errors ?? []).length === 0;

function append(message) {
  if (isHidden(message)) return;
  const list = byId('messages');
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 160;
  const at = Date.parse(message.at);
  list.querySelector('.waiting')?.remove();
  if (Math.abs(at - lastAt) > GAP_MS)
    list.append(h('p', { className: 'when' }, momentText(new Date(at), sandboxNow())));
  lastAt = at;
  const element = bubble(message, describe(openId));
  element.dataset.id = message.id;
  list.append(element);
  if (atEnd || message.via === 'user') toEnd(element);
}

/** Pictures have no height before they are there. */
function toEnd(element) {
  const list = byId('messages');
  const scroll = () => list.scrollTo({ top: list.scrollHeight });
  scroll();
  for (const image of element.querySelectorAll('img')) image.addEventListener('load', scroll, { once: true });
}

function replace(message) {
  const old = byId('messages').querySelector(`[data-id="${message.id}"]`);
  if (old === null) return;
  const element = bubble(message, describe(openId));
  element.dataset.id = message.id;
  old.replaceWith(element);
}

/** Three dots while the last thing the person did is not answered yet. */
function showTyping() {
  clearTimeout(typingTimer);
  byId('messages').querySelector('.waiting')?.remove();
  const last = conversation(openId).at(-1);
  if (last?.via !== 'user' || last.delivery?.state === 'delivered' || last.delivery?.state === 'failed') return;
  typingTimer = setTimeout(() => {
    const dots = h(
      'div',
      { className: 'bubble typing', role: 'img', 'aria-label': '助手正在处理' },
      h('i'),
      h('i'),
      h('i'),
    );
    const element = h('div', { className: 'message waiting' }, avatar('bot'), h('div', { className: 'body' }, dots));
    byId('messages').append(element);
    toEnd(element);
  }, TYPING_AFTER_MS);
}
