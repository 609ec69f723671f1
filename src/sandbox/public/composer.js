/** Where the person writes, or sends a photo, a place, a voice; and the app's own menu. */
import { tell } from './api.js';
import { byId, h, icon, toast } from './dom.js';
import { pickPlace } from './place-sheet.js';
import { onChange, store } from './store.js';

const SAMPLES = [
  ['door', '门头'],
  ['licence', '执照'],
  ['site', '工地'],
];
const PHOTO_MAX_BYTES = 10 * 1024 * 1024;

let who;
const drafts = new Map();

export function startComposer() {
  onChange(({ type }) => {
    if (type === 'directory' && who?.kind === 'person')
      byId('composer').querySelector('.app-menu')?.replaceWith(appMenu());
  });
  document.addEventListener('click', (e) => {
    if (e.target.closest('.app-menu') === null) closeSubMenus();
  });
  document.addEventListener('keydown', (e) => {
    if (e.key === 'Escape') closeSubMenus();
  });
}

/** Groups are only read: neither a robot nor an app chat hears what people answer. */
export function showComposer(next) {
  who = next;
  const composer = byId('composer');
  if (who.kind === 'group') {
    composer.replaceChildren(h('p', { className: 'read-only' }, '群里只看不答：这里显示机器人和应用发来的消息'));
    return;
  }
  const tools = toolbox();
  const field = h('textarea', {
    rows: 1,
    placeholder: '发消息',
    'aria-label': '发消息',
    value: drafts.get(who.id) ?? '',
    enterKeyHint: 'send',
  });
  const button = h('button', { type: 'submit', className: 'send', disabled: field.value.trim() === '' }, '发送');
  const grow = () => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight + 2}px`;
    button.disabled = field.value.trim() === '';
    drafts.set(who.id, field.value);
  };
  field.addEventListener('input', grow);
  field.addEventListener('keydown', (e) => {
    if (e.key !== 'Enter' || e.shiftKey || e.isComposing) return;
    e.preventDefault();
    form.requestSubmit();
  });
  const plus = h(
    'button',
    { type: 'button', className: 'icon', 'aria-label': '照片、位置、语音', 'aria-expanded': 'false' },
    icon('plus'),
  );
  plus.addEventListener('click', () => {
    tools.hidden = !tools.hidden;
    plus.setAttribute('aria-expanded', String(!tools.hidden));
  });
  const form = h('form', {}, field, plus, button);
  form.addEventListener('submit', (e) => {
    e.preventDefault();
    const text = field.value.trim();
    if (text === '') return;
    field.value = '';
    grow();
    send({ text });
  });
  composer.replaceChildren(form, tools, who.kind === 'person' ? appMenu() : '');
  if (matchMedia('(min-width: 860px)').matches) field.focus();
}

function send(what) {
  tell('send', { from: who.id, ...what });
}

function toolbox() {
  const files = h('input', { type: 'file', accept: 'image/jpeg,image/png', hidden: true, 'aria-label': '选择照片' });
  files.addEventListener('change', async () => {
    const [file] = files.files;
    files.value = '';
    if (file !== undefined) await sendPhoto(file);
  });
  const tile = (label, inside, onclick) =>
    h('button', { type: 'button', onclick }, h('span', { className: 'tile' }, inside), label);
  return h(
    'div',
    { className: 'tools', hidden: true },
    files,
    tile('照片', icon('photo'), () => files.click()),
    tile('位置', icon('place'), () => pickPlace(store.places, (location) => send({ location }))),
    tile('语音', icon('voice'), () => send({ voice: true })),
    tile('文件', icon('file'), () => send({ file: { name: '花名册.xlsx' } })),
    ...SAMPLES.map(([name, label]) =>
      tile(`样例${label}`, h('img', { src: `/samples/${name}.png`, alt: '' }), () => send({ image: name })),
    ),
  );
}

async function sendPhoto(file) {
  if (file.size > PHOTO_MAX_BYTES) {
    toast('照片超过 10 MB，企业微信不收');
    return;
  }
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  send({ image: url });
}

function appMenu() {
  const buttons = store.menu?.button ?? [];
  if (buttons.length === 0) return h('div', { className: 'app-menu', hidden: true });
  return h('div', { className: 'app-menu', role: 'group', 'aria-label': '应用菜单' }, ...buttons.map(topButton));
}

function topButton(entry) {
  const children = entry.sub_button ?? [];
  if (children.length === 0)
    return h('div', {}, h('button', { type: 'button', onclick: () => press(entry) }, entry.name));
  const sub = h(
    'div',
    { className: 'sub', hidden: true },
    ...children.map((c) => h('button', { type: 'button', onclick: () => press(c) }, c.name)),
  );
  const top = h('button', { type: 'button', 'aria-haspopup': 'true', 'aria-expanded': 'false' }, `≡ ${entry.name}`);
  top.addEventListener('click', () => {
    const open = sub.hidden;
    closeSubMenus();
    sub.hidden = !open;
    top.setAttribute('aria-expanded', String(open));
  });
  return h('div', {}, top, sub);
}

function closeSubMenus() {
  for (const sub of document.querySelectorAll('.app-menu .sub')) {
    sub.hidden = true;
    sub.previousElementSibling.setAttribute('aria-expanded', 'false');
  }
}

function press(entry) {
  closeSubMenus();
  const menu = entry.key ?? entry.name;
  if (entry.type === 'view') window.open(entry.url, '_blank', 'noopener');
  if (entry.type === 'location_select') pickPlace(store.places, (location) => send({ menu, location }));
  else send({ menu });
}
