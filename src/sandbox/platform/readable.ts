/** One plain text for every kind of message, so that a program or a transcript can read what a person saw. */
import { cutUtf8 } from '../../lib/utf8.js';

type Fields = Record<string, unknown>;

const TEXT_MAX_BYTES = 2_048;

/** @param payload the body named by `msgtype` */
export function readableText(msgtype: string, payload: Fields): string {
  switch (msgtype) {
    case 'text':
      return cutUtf8(text(payload.content), TEXT_MAX_BYTES);
    case 'markdown':
    case 'markdown_v2':
      return text(payload.content);
    case 'textcard':
      return lines(payload.title, plain(text(payload.description)), payload.url);
    case 'news':
    case 'mpnews':
      return list(payload.articles)
        .map((a) => lines(a.title, a.description ?? a.digest, a.url))
        .join('\n');
    case 'template_card':
      return cardText(payload);
    case 'msgmenu':
      return lines(payload.head_content, ...list(payload.list).map(menuLine), payload.tail_content);
    case 'location':
      return lines('[位置]', payload.name, payload.address);
    case 'link':
      return lines(payload.title, payload.desc, payload.url);
    case 'miniprogram_notice':
      return lines(
        payload.title,
        payload.description,
        ...list(payload.content_item).map((i) => `${text(i.key)}：${text(i.value)}`),
      );
    case 'video':
      return lines('[视频]', payload.title, payload.description);
    default:
      return { image: '[图片]', voice: '[语音]', file: '[文件]' }[msgtype] ?? `[${msgtype}]`;
  }
}

/** Entries of a kf menu as they stand there. */
function menuLine(entry: Fields): string {
  return text(fields(entry[text(entry.type)]).content).replace(/\n+$/, '');
}

/** Title, lines, then everything that can be pressed, numbered from 1. */
export function cardText(card: Fields): string {
  const title = fields(card.main_title);
  const emphasis = fields(card.emphasis_content);
  const quote = fields(card.quote_area);
  const image = fields(card.image_text_area);
  return lines(
    fields(card.source).desc,
    title.title,
    title.desc,
    [emphasis.title, emphasis.desc].map(text).join(' ').trim(),
    card.sub_title_text,
    quote.title,
    quote.quote_text,
    image.title,
    image.desc,
    ...list(card.vertical_content_list).map((v) => lines(v.title, v.desc)),
    ...list(card.horizontal_content_list).map((l) => `${text(l.keyname)}：${text(l.value)}`),
    ...questions(card).map((q) => `${q.title === '' ? '' : `${q.title}：`}${numbered(q.options)}`),
    numbered(buttons(card)),
    ...list(card.jump_list).map((j) => `${text(j.title)}${j.url === undefined ? '' : ` ${text(j.url)}`}`),
  );
}

export interface CardOption {
  id: string;
  label: string;
}

export interface CardQuestion {
  key: string;
  title: string;
  multiple: boolean;
  options: CardOption[];
  /** What is chosen before the person touches it. */
  preset: string[];
}

/** The questions of a card: its checkbox, its lists, or the selection above its buttons. */
export function questions(card: Fields): CardQuestion[] {
  const box = card.checkbox === undefined ? [] : [fields(card.checkbox)];
  const selection = card.button_selection === undefined ? [] : [fields(card.button_selection)];
  return [...box, ...selection, ...list(card.select_list)].map((q) => {
    const options = list(q.option_list);
    const checked = options.filter((o) => o.is_checked === true).map((o) => text(o.id));
    return {
      key: text(q.question_key),
      title: text(q.title),
      multiple: q.mode === 1,
      options: options.map((o) => ({ id: text(o.id), label: text(o.text) })),
      preset: q.selected_id === undefined ? checked : [text(q.selected_id)],
    };
  });
}

/** The callback buttons of a card, the submit button included; `id` is the key. */
export function buttons(card: Fields): CardOption[] {
  const submit = card.submit_button === undefined ? [] : [fields(card.submit_button)];
  return [...list(card.button_list).filter((b) => b.type !== 1), ...submit].map((b) => ({
    id: text(b.key),
    label: text(b.text),
  }));
}

/** The entries of the menu at a card's top right. */
export function menuEntries(card: Fields): CardOption[] {
  return list(fields(card.action_menu).action_list).map((a) => ({ id: text(a.key), label: text(a.text) }));
}

function numbered(options: CardOption[]): string {
  return options.map((o, i) => `${i + 1} ${o.label}`).join('　');
}

/** The HTML subset of textcard descriptions, without its tags. */
function plain(html: string): string {
  return html
    .replace(/<br\s*\/?>|<\/div>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value);
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

function lines(...parts: unknown[]): string {
  return parts
    .map(text)
    .filter((p) => p !== '')
    .join('\n');
}
