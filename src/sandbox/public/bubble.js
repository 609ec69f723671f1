/** One message of a conversation as an element. */
import { tell } from './api.js';
import { avatar } from './avatar.js';
import { newsCard, templateCard, textCard } from './card.js';
import { byId, h, icon, link } from './dom.js';
import { markdown } from './markdown.js';
import { describe } from './store.js';

/** @param who whose conversation it is */
export function bubble(message, who) {
  if (message.dropped !== undefined)
    return h('p', { className: 'system' }, '有一条消息超过每分钟 30 条的限制，没有送达');
  if (message.recalled) return h('p', { className: 'system' }, '助手撤回了一条消息');
  if (message.via === 'kf' && message.msgtype === 'event')
    return h('p', { className: 'system' }, message.text.slice(1, -1));
  const mine = message.via === 'user';
  // a servicer who writes to a customer shows himself
  const servicer = mine ? undefined : describe(message.from);
  return h(
    'div',
    { className: mine ? 'message mine' : 'message', 'data-id': message.id },
    avatar(mine ? who : (servicer ?? 'bot')),
    h('div', { className: 'body' }, content(message, who), ...notes(message)),
  );
}

function content(message, who) {
  const { msgtype, payload, text } = message;
  const body = payload?.[msgtype] ?? payload ?? {};
  const src = `/sandbox/messages/${message.id}/image`;
  switch (msgtype) {
    case 'image':
      return picture(src, message.via === 'user' ? '发出的照片' : '收到的图片');
    case 'msgmenu':
      return menu(body, who);
    case 'template_card':
      return templateCard(message, who.kind === 'person' ? who.id : null);
    case 'textcard':
      return textCard(body);
    case 'news':
    case 'mpnews':
      return newsCard(body.articles ?? []);
    case 'markdown':
    case 'markdown_v2':
      return h('div', { className: 'bubble' }, markdown(body.content ?? '', msgtype === 'markdown_v2'));
    case 'location':
      return h(
        'div',
        { className: 'place' },
        h('div', { className: 'map' }, icon('place')),
        h('p', {}, body.label),
        h('p', {}, `${body.lat}, ${body.lng}`),
      );
    case 'file':
    case 'voice':
    case 'video':
      return h('div', { className: 'bubble' }, message.mediaId ? h('a', { href: src, download: '' }, text) : text);
    case 'text':
      return h('div', { className: 'bubble' }, ...mentions(body), ...withLinks(text));
    default:
      return h('div', { className: 'bubble action' }, actionText(text));
  }
}

/** A menu of customer service: each line can be tapped, also later. */
function menu({ head_content: head = '', list = [], tail_content: tail = '' }, who) {
  const line = ({ click, view, text }) => {
    if (click !== undefined) {
      const press = () => tell('send', { from: who.id, menu: click.id });
      return h('button', { type: 'button', className: 'menu-line', onclick: press }, click.content);
    }
    return view === undefined ? h('span', {}, text?.content ?? '') : link(view.url, view.content);
  };
  return h('div', { className: 'bubble menu' }, ...withLinks(head), ...list.map(line), ...withLinks(tail));
}

/** `[按钮 接收]`, as the journal has it, for people: 点了“接收”. */
export function actionText(text) {
  return text.replace(/^\[(按钮|菜单) (.*)\]$/s, (_, what, name) => `点了${what === '菜单' ? '菜单' : ''}“${name}”`);
}

function picture(src, alt) {
  return h(
    'button',
    { type: 'button', className: 'picture', 'aria-label': `${alt}，点开看大图`, onclick: () => enlarge(src, alt) },
    h('img', { src, alt, loading: 'lazy' }),
  );
}

function enlarge(src, alt) {
  const viewer = byId('viewer');
  viewer.replaceChildren(h('img', { src, alt, onclick: () => viewer.close() }));
  viewer.showModal();
}

function mentions(body) {
  const names = [...(body.mentioned_list ?? []), ...(body.mentioned_mobile_list ?? [])];
  return names.map((n) => h('strong', {}, n === '@all' ? '@所有人 ' : `@${n} `));
}

/** `<a href="…">…</a>` and bare addresses become links; everything else stays text. */
function withLinks(text) {
  const parts = text.split(/(<a\s+href="[^"]*">[^<]*<\/a>|https?:\/\/[^\s，。；！？、）)]+)/g);
  return parts.map((part) => {
    const tag = /^<a\s+href="([^"]*)">([^<]*)<\/a>$/.exec(part);
    if (tag !== null) return link(tag[1], tag[2]);
    return /^https?:\/\//.test(part) ? link(part, part) : part;
  });
}

function notes(message) {
  const { delivery, warnings } = message;
  const found = [];
  if (delivery?.state === 'retrying') found.push(note(`没有应答，正在重试（第 ${delivery.attempts + 1} 次）`));
  if (delivery?.state === 'failed') found.push(note(`未送达：助手没有应答，试了 ${delivery.attempts} 次`, true));
  if (delivery?.state === 'delivered' && delivery.attempts > 1) found.push(note(`试了 ${delivery.attempts} 次才送达`));
  const wrong = (delivery?.errors ?? []).filter((e) => e.startsWith('passive reply'));
  if (wrong.length > 0)
    found.push(note(`助手的回复不合规则，没有显示：${wrong[0].replace(/^passive reply ignored: /, '')}`, true));
  if (warnings?.length > 0) found.push(note(`超过平台的长度，会被截断：${warnings[0]}`));
  return found;
}

function note(text, bad = false) {
  return h('p', { className: bad ? 'note bad' : 'note' }, text);
}
