/** The first screen: recent conversations, people by department, groups. */
import { avatar } from './avatar.js';
import { actionText } from './bubble.js';
import { byId, h } from './dom.js';
import { conversation, describe, isShown, onChange, sandboxNow, store, unread } from './store.js';
import { momentText } from './time.js';

const TITLES = { recent: '消息', people: '通讯录', groups: '群聊' };
let tab;
let currentId;

export function startList() {
  for (const button of document.querySelectorAll('.tabs button'))
    button.addEventListener('click', () => show(button.dataset.tab));
  byId('search').addEventListener('input', render);
  onChange(({ type }) => {
    if (type !== 'faults') schedule();
  });
}

/** Marks the open conversation. */
export function setCurrent(id) {
  currentId = id;
  render();
}

function show(name) {
  tab = name;
  byId('search').value = '';
  render();
  byId('list').scrollTop = 0;
}

let scheduled = false;
function schedule() {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    render();
  });
}

function render() {
  tab ??= store.conversations.size > 0 ? 'recent' : store.members.length > 0 ? 'people' : undefined;
  if (tab === undefined) return;
  const wanted = byId('search').value.trim();
  byId('list-title').textContent = TITLES[tab];
  const waiting = totals();
  for (const button of document.querySelectorAll('.tabs button')) {
    button.setAttribute('aria-current', String(button.dataset.tab === tab));
    button.querySelector('.badge')?.remove();
    const count = waiting[button.dataset.tab] ?? 0;
    if (count > 0) button.append(badge(count));
  }
  const people = store.members.map((m) => describe(m.userid));
  const customers = store.kf.customers.map((c) => describe(c.externalUserId));
  const groups = store.groups.map((g) => describe(g.key));
  const sections =
    wanted !== ''
      ? found([...people, ...customers, ...groups], wanted)
      : {
          recent: () => recent([...people, ...customers], groups),
          people: () => [...byDepartment(people), ['微信里的群众（找客服投诉举报）', customers]],
          groups: () => [['', groups]],
        }[tab]();
  const filled = sections.filter(([, rows]) => rows.length > 0);
  byId('list').replaceChildren(...(filled.length === 0 ? [nothing(wanted)] : filled.map(section)));
}

const recent = (people, groups) => {
  const last = new Map();
  for (const [id, list] of store.conversations) {
    const message = list.findLast(isShown);
    if (message !== undefined) last.set(id, message);
  }
  const rows = [...people, ...groups].filter((w) => last.has(w.id));
  rows.sort((a, b) => Number(last.get(b.id).id.slice(1)) - Number(last.get(a.id).id.slice(1)));
  return [['', rows]];
};

function byDepartment(people) {
  const departments = new Map();
  for (const [i, who] of people.entries()) {
    const name = store.members[i].department || '其他';
    departments.set(name, [...(departments.get(name) ?? []), who]);
  }
  return [...departments];
}

function found(all, wanted) {
  return [
    ['搜索结果', all.filter((w) => `${w.name} ${w.detail} ${w.id}`.toLowerCase().includes(wanted.toLowerCase()))],
  ];
}

function nothing(wanted) {
  if (wanted !== '') return h('p', { className: 'nothing' }, `没有找到“${wanted}”`);
  if (tab !== 'recent') return h('p', { className: 'nothing' }, '还没有导入人员和群聊');
  return h(
    'div',
    { className: 'nothing' },
    h('p', {}, '还没有消息。先选一个人，以他的身份聊天。'),
    h('button', { type: 'button', className: 'plain primary', onclick: () => show('people') }, '打开通讯录'),
  );
}

function section([title, rows]) {
  return h(
    'section',
    {},
    title === '' ? '' : h('h3', {}, title),
    h('ul', {}, ...rows.map((who) => h('li', {}, row(who)))),
  );
}

function row(who) {
  const last = conversation(who.id).findLast(isShown);
  const count = who.id === currentId ? 0 : unread(who.id);
  return h(
    'a',
    { className: 'row', href: `#/${encodeURIComponent(who.id)}`, 'aria-current': String(who.id === currentId) },
    avatar(who),
    h(
      'span',
      { className: 'row-main' },
      h('span', { className: 'row-name' }, who.name),
      h('span', { className: 'row-last' }, tab === 'recent' && last ? preview(last) : who.detail),
    ),
    h(
      'span',
      { className: 'row-side' },
      tab === 'recent' && last ? momentText(new Date(last.at), sandboxNow()) : '',
      count > 0 ? badge(count) : '',
    ),
  );
}

function preview(message) {
  return `${message.via === 'user' ? '我：' : ''}${actionText(message.text).split('\n')[0]}`;
}

function badge(count) {
  return h(
    'span',
    { className: 'badge' },
    h('span', { 'aria-label': `${count} 条未读` }, count > 99 ? '99+' : String(count)),
  );
}

function totals() {
  const sum = (ids) => ids.filter((id) => id !== currentId).reduce((n, id) => n + unread(id), 0);
  const groups = sum(store.groups.map((g) => g.key));
  const customers = sum(store.kf.customers.map((c) => c.externalUserId));
  return { recent: sum(store.members.map((m) => m.userid)) + customers + groups, groups };
}
