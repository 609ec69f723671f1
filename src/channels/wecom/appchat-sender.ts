/** Outbox rows for group chats that the app has made (wecom.md 4.1): no cards, no answers. */
import type { OutboxRow, SendPart } from '../../../schemas/outbox.js';
import type { Clock } from '../../lib/clock.js';
import { numberedText } from '../../texts/choices.js';
import { cardDetails, cardText } from '../common/card-text.js';
import type { LoadFile } from '../common/load-file.js';
import { failedBefore, failureOf } from '../common/outcome.js';
import { makeSendFile } from '../common/send-file.js';
import { markdownMessages, textMessages, type WordsBody } from '../common/words.js';
import { type AppchatMessage, MARKDOWN_MAX_BYTES, textcardOf } from './app-message.js';
import type { WecomClient } from './client.js';

/** The messages of a row to one group chat of the app. */
export type AppchatSender = (chatId: string, row: OutboxRow) => readonly SendPart[];

export function makeAppchatSender(deps: { client: WecomClient; loadFile: LoadFile; clock: Clock }): AppchatSender {
  const sendFile = makeSendFile({ ...deps, uploadMedia: deps.client.uploadMedia });
  return (chatId, row) => {
    const { body } = row;
    const send = (message: AppchatMessage) => deps.client.sendAppchat(chatId, message);
    const part =
      (run: () => Promise<void>): SendPart =>
      async () => {
        try {
          await run();
          return { kind: 'sent' };
        } catch (error) {
          return failureOf(error, row, deps.clock());
        }
      };
    if (body.kind === 'card-update') return [async () => failedBefore('no_cards', 'group chats have no cards')];
    if (body.kind === 'image' || body.kind === 'file') return [part(() => sendFile(body, send))];
    return renderForAppchat(body).map((message) => part(() => send(message)));
  };
}

/** The messages to one group chat, in order. */
export function renderForAppchat(body: WordsBody): AppchatMessage[] {
  switch (body.kind) {
    case 'text':
      return textMessages(body.text, body.mentions);
    case 'markdown':
      return markdownMessages(body.text, MARKDOWN_MAX_BYTES);
    case 'question':
      return textMessages(numberedText(body.text, body.choices));
    case 'card': {
      if (body.url === undefined || (body.buttons ?? []).length > 0) return textMessages(cardText(body));
      const card = textcardOf(body.title, cardDetails(body), body.url);
      return card === null ? textMessages(cardText(body)) : [card];
    }
  }
}
