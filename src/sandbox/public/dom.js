/** Makes an element. `props` are properties, `data-*`/`aria-*`/`role` attributes, and `on…` listeners; texts are never HTML. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.includes('-')) element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((c) => c !== undefined && c !== null && c !== ''));
  return element;
}

/** An icon of the page's set. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

export const byId = (id) => document.getElementById(id);

/** An address that may be opened; anything but http(s) is none. */
export function safeUrl(text) {
  return /^https?:\/\//i.test(text ?? '') ? text : undefined;
}

/** A link to another page, opened beside the chat. */
export function link(url, ...children) {
  const href = safeUrl(url);
  return href === undefined
    ? h('span', {}, ...children)
    : h('a', { href, target: '_blank', rel: 'noreferrer noopener' }, ...children);
}

let hideTimer;

/** A short word at the bottom of the screen. */
export function toast(text) {
  byId('toast').textContent = text;
  clearTimeout(hideTimer);
  hideTimer = setTimeout(() => {
    byId('toast').textContent = '';
  }, 3500);
}
