/**
 * A body as the messages of `message/send` that carry it. Whether a card fits is asked of the card's own schema; what does
 * not fit, and everything when cards are off, becomes text, so that nothing is cut.
 */
import type { Choice, OutboundBody } from '../../../schemas/message.js';
import { numberedText, TICK_SUBMIT, TICK_TITLE } from '../../texts/choices.js';
import { type CardBody, cardDetails, cardText, noticeParts, textNotice } from '../common/card-text.js';
import { AppCard } from '../common/template-card.js';
import { markdownMessages, textMessages, type WordsBody } from '../common/words.js';
import { type AppMessage, MARKDOWN_MAX_BYTES, textcardOf } from './app-message.js';

type QuestionBody = Extract<OutboundBody, { kind: 'question' }>;

/** The messages to one member, in order. @param cards false: the corp shows no template cards */
export function renderForApp(body: WordsBody, cards: boolean): AppMessage[] {
  switch (body.kind) {
    case 'text':
      return textMessages(body.text);
    case 'markdown':
      return markdownMessages(body.text, MARKDOWN_MAX_BYTES);
    case 'question':
      return (cards ? questionCard(body) : null) ?? textMessages(numberedText(body.text, body.choices));
    case 'card':
      return (cards ? (noticeCard(body) ?? olderCard(body)) : null) ?? textMessages(cardText(body));
  }
}

/** The question is the last line (voice.md rule 1); what comes before it stands below the title or goes ahead. */
function questionCard(body: QuestionBody): AppMessage[] | null {
  const text = body.text.trim();
  const lineEnd = text.lastIndexOf('\n');
  const before = text.slice(0, Math.max(lineEnd, 0)).trim();
  const question = text.slice(lineEnd + 1).trim();
  if (question === '') return null;
  const cards = (above: string) =>
    body.multiple === true ? tickCards(body, above, question) : [buttonCard(body, above, question)];
  const whole = fitting(cards(before));
  if (whole !== null) return [whole];
  const alone = before === '' ? null : fitting(cards(''));
  return alone === null ? null : [...textMessages(before), alone];
}

/** The first of these cards that keeps all limits. */
function fitting(cards: readonly AppCard[]): AppMessage | null {
  const card = cards.find((candidate) => AppCard.safeParse(candidate).success);
  return card === undefined ? null : { msgtype: 'template_card', template_card: card };
}

function buttonCard({ taskId, choices }: QuestionBody, before: string, question: string): AppCard {
  return {
    card_type: 'button_interaction',
    task_id: taskId,
    main_title: { title: question },
    ...(before !== '' && { sub_title_text: before }),
    button_list: buttons(choices),
  };
}

function tickCards({ taskId, choices }: QuestionBody, before: string, question: string): AppCard[] {
  const card = (title: string, desc: string): AppCard => ({
    card_type: 'vote_interaction',
    task_id: taskId,
    main_title: { title, ...(desc !== '' && { desc }) },
    checkbox: { question_key: 'choices', mode: 1, option_list: choices.map(({ id, label }) => ({ id, text: label })) },
    submit_button: { text: TICK_SUBMIT, key: 'submit' },
  });
  return [card(question, before), card(TICK_TITLE, before === '' ? question : `${before}\n${question}`)];
}

function buttons(choices: readonly Choice[]): { text: string; key: string }[] {
  return choices.map(({ id, label }) => ({ text: label, key: id }));
}

/** Null when it does not fit, or when it leads nowhere: the platform wants buttons or an address. */
function noticeCard(body: CardBody): AppMessage[] | null {
  const { taskId, url, buttons = [] } = body;
  const card = buttons.length > 0 ? buttonNotice(body, buttons) : url === undefined ? null : textNotice(body, url);
  const message = card === null ? null : fitting([{ ...card, task_id: taskId }]);
  return message === null ? null : [message];
}

function buttonNotice(body: CardBody, choices: readonly Choice[]): AppCard {
  return {
    card_type: 'button_interaction',
    task_id: body.taskId,
    ...noticeParts(body),
    ...(body.url !== undefined && { card_action: { type: 1, url: body.url } }),
    button_list: buttons(choices),
  };
}

/** For a notice that is too long for a card; a textcard has no buttons. */
function olderCard(body: CardBody): AppMessage[] | null {
  if (body.url === undefined || (body.buttons ?? []).length > 0) return null;
  const message = textcardOf(body.title, cardDetails(body), body.url);
  return message === null ? null : [message];
}
