/** A body as the messages of a group webhook. Nobody can answer there: choices are shown, not asked. */
import { numberedText } from '../../texts/choices.js';
import { cardText, textNotice } from '../common/card-text.js';
import { WebhookCard } from '../common/template-card.js';
import { markdownMessages, textMessages, type WordsBody } from '../common/words.js';
import { MARKDOWN_MAX_BYTES, type WebhookMessage } from './webhook.js';

/** The messages to one webhook, in order. @param cards false: everything as text */
export function renderForWebhook(body: WordsBody, cards: boolean): WebhookMessage[] {
  switch (body.kind) {
    case 'text':
      return textMessages(body.text, body.mentions);
    case 'markdown':
      return markdownMessages(body.text, MARKDOWN_MAX_BYTES);
    case 'question':
      return textMessages(numberedText(body.text, body.choices));
    case 'card': {
      if (!cards || body.url === undefined || (body.buttons ?? []).length > 0) return textMessages(cardText(body));
      const card = WebhookCard.safeParse(textNotice(body, body.url));
      if (!card.success) return textMessages(cardText(body));
      return [{ msgtype: 'template_card', template_card: card.data }];
    }
  }
}
