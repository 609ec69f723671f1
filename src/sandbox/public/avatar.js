import { h } from './dom.js';

/** The last two characters of a person's name on a colour that stays his; a group shows its first two. */
export function avatar(who) {
  if (who === 'bot')
    return h('span', { className: 'avatar', 'aria-hidden': 'true' }, h('img', { src: '/icon.svg', alt: '' }));
  const text = who.kind === 'group' ? who.name.slice(0, 2) : who.name.slice(-2);
  const hue = [...who.id].reduce((sum, c) => sum + c.charCodeAt(0), 0) % 5;
  return h(
    'span',
    { className: who.kind === 'group' ? 'avatar group' : 'avatar', 'data-hue': String(hue), 'aria-hidden': 'true' },
    text,
  );
}
