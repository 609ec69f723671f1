/** Cards as text, and the parts of template cards that the app and the webhook share. */
import type { CardLine, OutboundBody } from '../../../schemas/message.js';
import { numberedText } from '../../texts/choices.js';

export type CardBody = Extract<OutboundBody, { kind: 'card' }>;

/** A card as plain text: title, description, `key：value` lines, address, then its buttons as numbered choices. */
export function cardText(card: CardBody): string {
  return numberedText(joined(card.title, cardDetails(card), card.url), card.buttons ?? []);
}

/** Description and lines, without the title. */
export function cardDetails(card: CardBody): string {
  return joined(card.description, ...(card.lines ?? []).map(({ key, value }) => `${key}：${value}`));
}

function joined(...lines: (string | undefined)[]): string {
  return lines.filter((line) => line !== undefined && line !== '').join('\n');
}

const CARD_LINES_MAX = 6;

/** What template cards of both kinds carry: title, text, and the six lines that the platform shows (wecom.md 3.4). */
export function noticeParts({ title, description = '', lines = [] }: CardBody) {
  return {
    main_title: { title },
    ...(description !== '' && { sub_title_text: description }),
    ...(lines.length > 0 && { horizontal_content_list: lines.slice(0, CARD_LINES_MAX).map(horizontalLine) }),
  };
}

function horizontalLine({ key, value }: CardLine): { keyname: string; value?: string } {
  return value === '' ? { keyname: key } : { keyname: key, value };
}

/** A card without buttons that leads to an address; whether it fits is for the card's schema to say. */
export function textNotice(card: CardBody, url: string) {
  return { card_type: 'text_notice' as const, ...noticeParts(card), card_action: { type: 1 as const, url } };
}
