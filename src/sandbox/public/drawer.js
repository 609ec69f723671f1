/** The operator's drawer: clock, faults, what went wrong. */
import { get, post, tell } from './api.js';
import { deskSection } from './desk.js';
import { byId, h, icon, toast } from './dom.js';
import { onChange, sandboxNow, store } from './store.js';
import { clockTime, dayText, fullText } from './time.js';

/** Faults that can be set with one tap; the rest by program, see docs/sandbox.md. */
const FAULTS = [
  ['机器人的应答丢一次', { call: 'callback', times: 1, drop: true }],
  ['同一条消息送两次', { call: 'callback', times: 1, reEncryptDuplicate: true }],
  ['发消息：系统繁忙一次', { call: 'message/send', times: 1, errcode: -1, errmsg: 'system busy' }],
  ['群机器人：超频一次', { call: 'webhook/send', times: 1, errcode: 45009, errmsg: 'api freq out of limit' }],
  ['令牌提前失效', { call: '*', times: 1, expireTokens: true }],
  ['接口慢 3 秒', { call: '*', times: 5, delayMs: 3000 }],
];

const EFFECTS = [
  'errcode',
  'status',
  'html',
  'drop',
  'dropAfter',
  'lost',
  'delayMs',
  'expireTokens',
  'reEncryptDuplicate',
  'answer',
];

export function startDrawer() {
  const drawer = byId('drawer');
  byId('open-drawer').addEventListener('click', () => {
    render();
    drawer.showModal();
  });
  for (const dialog of document.querySelectorAll('dialog')) {
    dialog.addEventListener('click', (e) => {
      if (e.target === dialog) dialog.close();
    });
  }
  onChange(({ type }) => {
    if (drawer.open && ['clock', 'faults', 'kf'].includes(type)) render();
  });
  setInterval(showClock, 1000);
  onChange(({ type }) => {
    if (type === 'clock') showClock();
  });
}

function showClock() {
  const text = fullText(sandboxNow());
  byId('clock').textContent = store.clock.frozenAt === undefined ? text : `${text}（停）`;
  const now = byId('drawer-now');
  if (now !== null) now.textContent = text;
}

function render() {
  const close = h(
    'button',
    { type: 'button', className: 'icon', 'aria-label': '关闭', onclick: () => byId('drawer').close() },
    icon('close'),
  );
  const problems = h('ul', { className: 'log' });
  byId('drawer').replaceChildren(
    h(
      'header',
      { className: 'bar' },
      h('div', { className: 'bar-text' }, h('h2', { id: 'drawer-title' }, '操作台')),
      close,
    ),
    clockSection(),
    deskSection(),
    faultSection(),
    h(
      'section',
      {},
      h('h3', {}, '最近的问题'),
      h('div', { className: 'buttons' }, button('校验回调地址', verify), button('清空聊天记录', clear, 'danger')),
      problems,
    ),
  );
  showClock();
  showProblems(problems).catch(() => {});
}

function button(text, onclick, extra = '') {
  return h('button', { type: 'button', className: `plain ${extra}`.trim(), onclick }, text);
}

function clockSection() {
  const move = (body) => () => tell('clock', body);
  const nextWorkday = () => tell('clock', { now: `${store.clock.nextWorkday} 08:30` });
  const frozen = store.clock.frozenAt !== undefined;
  const field = h('input', {
    type: 'datetime-local',
    'aria-label': '把时间设为',
    value: `${dayText(sandboxNow())}T${clockTime(sandboxNow())}`,
  });
  const form = h('form', {}, field, h('button', { type: 'submit', className: 'plain' }, '设定'));
  form.addEventListener('submit', (e) => {
    e.preventDefault();
    tell('clock', { now: field.value });
  });
  return h(
    'section',
    {},
    h('h3', {}, '沙盒时间'),
    h('p', { className: 'now', id: 'drawer-now' }),
    h(
      'div',
      { className: 'buttons' },
      button('现在', () => tell('clock', { now: 'real' })),
      button('+1 小时', move({ advance: '1h' })),
      button('+1 天', move({ advance: '1d' })),
      button('下个工作日 08:30', nextWorkday),
      button(frozen ? '继续走' : '停住', move({ freeze: !frozen })),
    ),
    form,
  );
}

function faultSection() {
  const active = store.faults.filter((f) => f.times === undefined || f.struck < f.times);
  const describe = (f) =>
    `${f.call}：${EFFECTS.filter((e) => f[e] !== undefined)
      .map((e) => (f[e] === true ? e : `${e} ${JSON.stringify(f[e])}`))
      .join('，')}，已发生 ${f.struck}${f.times === undefined ? '' : `/${f.times}`} 次`;
  return h(
    'section',
    {},
    h('h3', {}, '制造故障'),
    h('div', { className: 'buttons' }, ...FAULTS.map(([text, rule]) => button(text, () => tell('faults', rule)))),
    active.length === 0
      ? h('p', { className: 'hint' }, '没有等着发生的故障')
      : h(
          'ul',
          { className: 'log' },
          ...active.map((f) =>
            h(
              'li',
              {},
              describe(f),
              button('删除', () => tell(`faults/${f.id}`, {}, 'DELETE')),
            ),
          ),
        ),
  );
}

async function verify() {
  const { ok, problem, durationMs } = await post('verify-url');
  toast(ok ? `回调地址正常，${durationMs} 毫秒` : `回调地址不通过：${problem}`);
}

function clear() {
  if (confirm('清空所有人的聊天记录？')) tell('messages', {}, 'DELETE');
}

async function showProblems(list) {
  const [deliveries, calls] = await Promise.all([get('deliveries?failed=1&limit=20'), get('calls?failed=1&limit=20')]);
  const rows = [
    ...deliveries.map((d) => [d.at, `${d.from} 的 ${d.kind}：${d.errors.at(-1)}`]),
    ...calls.map((c) => [c.at, `${c.call}：${c.errcode ?? ''} ${c.errmsg}`]),
  ].sort((a, b) => (a[0] < b[0] ? 1 : -1));
  if (rows.length === 0) list.append(h('li', {}, '没有'));
  else
    list.append(
      ...rows
        .slice(0, 20)
        .map(([at, text]) =>
          h('li', {}, h('span', { className: 'bad' }, text), h('span', {}, clockTime(new Date(at)))),
        ),
    );
}
