/** Template cards and text cards as WeCom shows them. */
import { post } from './api.js';
import { byId, h, icon, link, safeUrl } from './dom.js';

/** @param message the journal's message; `userid` is null where nothing can be pressed (groups) */
export function templateCard(message, userid) {
  const card = message.card?.current ?? message.payload.template_card ?? {};
  const replaced = message.card?.replaced;
  const press = userid === null ? undefined : (key, selected) => pressOn(userid, card, key, selected);
  const inside = h(
    'div',
    { className: 'card-in' },
    source(card, press),
    ...texts(card),
    ...questions(card, replaced, message.id),
    buttons(card, replaced, press),
  );
  return h(
    'article',
    { className: 'card', 'aria-label': card.main_title?.title ?? '卡片', 'data-task': card.task_id },
    cover(card),
    inside,
    jumps(card),
  );
}

export function textCard(body) {
  const description = new DOMParser().parseFromString(body.description.replace(/<br\s*\/?>/gi, '\n'), 'text/html');
  return h(
    'article',
    { className: 'card' },
    h(
      'div',
      { className: 'card-in' },
      h('h4', {}, body.title),
      h('p', { className: 'desc' }, description.body.textContent),
    ),
    jump(body.btntxt ?? '详情', body.url),
  );
}

export function newsCard(articles) {
  return h(
    'article',
    { className: 'card' },
    ...articles.map((a) =>
      h(
        'div',
        { className: 'card-in' },
        link(a.url, h('h4', {}, a.title)),
        a.description ? h('p', { className: 'desc' }, a.description) : '',
      ),
    ),
  );
}

function cover(card) {
  const url = safeUrl(card.card_image?.url);
  return url === undefined ? '' : h('img', { className: 'cover', src: url, alt: '' });
}

function source(card, press) {
  const menu = card.action_menu?.action_list ?? [];
  if (!card.source?.desc && menu.length === 0) return '';
  const more = h(
    'button',
    { type: 'button', className: 'icon', 'aria-label': '更多操作', onclick: () => openMenu(menu, press) },
    icon('more'),
  );
  return h(
    'p',
    { className: 'source', 'data-color': String(card.source?.desc_color ?? 0) },
    card.source?.desc ?? '',
    menu.length > 0 && press ? more : '',
  );
}

function openMenu(entries, press) {
  const sheet = byId('sheet');
  const choose = (key) => () => {
    sheet.close();
    press(key);
  };
  sheet.replaceChildren(
    h(
      'div',
      { className: 'card-menu' },
      ...entries.map((e) => h('button', { type: 'button', onclick: choose(e.key) }, e.text)),
      h('button', { type: 'button', onclick: () => sheet.close() }, '取消'),
    ),
  );
  sheet.showModal();
}

function texts(card) {
  const { main_title: title = {}, emphasis_content: emphasis, quote_area: quote, image_text_area: area } = card;
  return [
    title.title ? h('h4', {}, title.title) : '',
    title.desc ? h('p', { className: 'desc' }, title.desc) : '',
    emphasis?.title
      ? h('p', { className: 'emphasis' }, emphasis.title, emphasis.desc ? h('small', {}, emphasis.desc) : '')
      : '',
    card.sub_title_text ? h('p', { className: 'desc' }, card.sub_title_text) : '',
    quote?.title || quote?.quote_text
      ? h('div', { className: 'quote' }, link(quote.url, quote.title ?? ''), ' ', quote.quote_text ?? '')
      : '',
    area?.title ? h('div', { className: 'quote' }, link(area.url, area.title), ' ', area.desc ?? '') : '',
    ...(card.vertical_content_list ?? []).map((v) =>
      h('div', {}, v.title, v.desc ? h('p', { className: 'desc' }, v.desc) : ''),
    ),
    card.horizontal_content_list?.length > 0
      ? h(
          'dl',
          {},
          card.horizontal_content_list.flatMap((l) => [
            h('dt', {}, l.keyname),
            h('dd', {}, l.type === 1 ? link(l.url, l.value ?? l.url) : (l.value ?? '')),
          ]),
        )
      : '',
  ];
}

/** Checkbox, selection and lists; their choice is read when a button is pressed. */
function questions(card, replaced, id) {
  const disabled = replaced !== undefined;
  const box = card.checkbox;
  const name = `q-${card.task_id}-${id}`;
  const options = (box?.option_list ?? []).map((o) =>
    h(
      'label',
      { className: 'option' },
      h('input', {
        type: box.mode === 1 ? 'checkbox' : 'radio',
        name,
        value: o.id,
        checked: o.is_checked === true,
        disabled,
        'data-question': box.question_key,
      }),
      o.text,
    ),
  );
  const lists = [...(card.button_selection ? [card.button_selection] : []), ...(card.select_list ?? [])].map((s) =>
    h(
      'fieldset',
      {},
      s.title ? h('legend', {}, s.title) : '',
      h(
        'select',
        {
          disabled: disabled || s.disable === true,
          'data-question': s.question_key,
          'aria-label': s.title ?? '请选择',
        },
        ...(s.selected_id ? [] : [h('option', { value: '' }, '请选择')]),
        ...s.option_list.map((o) => h('option', { value: o.id, selected: o.id === s.selected_id }, o.text)),
      ),
    ),
  );
  return [options.length > 0 ? h('fieldset', {}, ...options) : '', ...lists];
}

function chosen(article) {
  const selected = {};
  for (const field of article.querySelectorAll('[data-question]')) {
    const taken = field.tagName === 'SELECT' ? field.value !== '' : field.checked;
    const { question } = field.dataset;
    if (taken) selected[question] = [...(selected[question] ?? []), field.value];
  }
  return selected;
}

function buttons(card, replaced, press) {
  if (replaced !== undefined)
    return h('div', { className: 'buttons' }, h('button', { type: 'button', disabled: true }, replaced || '已处理'));
  const all = [...(card.button_list ?? []), ...(card.submit_button ? [{ ...card.submit_button, style: 1 }] : [])];
  if (all.length === 0) return '';
  return h(
    'div',
    { className: 'buttons' },
    ...all.map((b) => {
      if (b.type === 1) return link(b.url, b.text);
      const onclick = async (e) => {
        const article = e.currentTarget.closest('.card');
        const siblings = article.querySelectorAll('.buttons button');
        for (const s of siblings) Object.assign(s, { disabled: true });
        e.currentTarget.dataset.busy = '';
        try {
          await press(b.key, chosen(article));
        } finally {
          for (const s of siblings) Object.assign(s, { disabled: false });
          e.target.removeAttribute('data-busy');
        }
      };
      return h(
        'button',
        { type: 'button', 'data-style': String(b.style ?? 2), disabled: press === undefined, onclick },
        b.text,
      );
    }),
  );
}

function jumps(card) {
  const list = card.jump_list ?? [];
  if (list.length > 0) return h('div', {}, ...list.map((j) => jump(j.title, j.url)));
  return card.card_action?.url ? jump('查看详情', card.card_action.url) : '';
}

function jump(title, url) {
  const element = link(url, title);
  element.className = 'jump';
  return element;
}

function pressOn(userid, card, key, selected) {
  return post('send', {
    from: userid,
    card: { taskId: card.task_id, key, ...(selected === undefined ? {} : { selected }) },
  }).catch(() => {});
}
