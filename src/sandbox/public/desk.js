/** The desk of customer service, in the operator's drawer: sessions that a person of the bureau takes, writes in and ends. */
import { tell } from './api.js';
import { h } from './dom.js';
import { store } from './store.js';

/** wecom.md 6.8. */
const STATES = ['新来的', '机器人接待', '在排队等人', '工作人员接待', '已结束'];

export function deskSection() {
  const open = store.kf.sessions.filter((session) => session.state !== 4);
  if (store.kf.accounts.length === 0) return '';
  const lines = open.length === 0 ? [h('p', { className: 'hint' }, '现在没有会话')] : open.map(line);
  return h('section', {}, h('h3', {}, '微信客服'), ...lines);
}

function line(session) {
  const { openKfId, externalUserId, state, servicer } = session;
  const name = store.kf.customers.find((c) => c.externalUserId === externalUserId)?.nickname ?? externalUserId;
  const account = store.kf.accounts.find((a) => a.openKfId === openKfId);
  const serving = servicer ?? account?.servicers[0]?.userid;
  const act = (what, text) => tell('kf', { openKfId, servicer: serving, customer: externalUserId, do: what, text });
  const button = (label, what) => h('button', { type: 'button', className: 'plain', onclick: () => act(what) }, label);
  const field = h('input', {
    type: 'text',
    'aria-label': `以工作人员身份回复${name}`,
    placeholder: '以工作人员身份回复',
  });
  const form = h('form', {}, field, h('button', { type: 'submit', className: 'plain' }, '回复'));
  form.addEventListener('submit', (e) => {
    e.preventDefault();
    if (field.value.trim() !== '') act('write', field.value.trim());
    field.value = '';
  });
  return h(
    'div',
    { className: 'desk' },
    h('p', {}, `${name}：${STATES[state]}`),
    h(
      'div',
      { className: 'buttons' },
      state === 3 ? '' : button('接待', 'take'),
      state === 3 ? button('结束', 'end') : '',
    ),
    state === 3 ? form : '',
  );
}
