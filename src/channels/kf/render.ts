/**
 * A body as the messages to a customer that carry it. Menus where they fit, else numbered text; never more than two
 * messages, for only five may go until the customer writes again (wecom.md 6.6).
 */
import type { Choice } from '../../../schemas/message.js';
import { plainText } from '../../lib/markdown.js';
import { cutUtf8 } from '../../lib/utf8.js';
import { numberedLabels, numberedText, OPEN_LINK } from '../../texts/choices.js';
import { cardDetails, cardText } from '../common/card-text.js';
import { TEXT_MAX_BYTES } from '../common/limits.js';
import { textMessages, type WordsBody } from '../common/words.js';
import { MenuContent, type WordsContent } from './content.js';
import { menuIdOf } from './menu-id.js';

const MESSAGES_MAX = 2;
/** Of a text and of the mark of its part. */
const PART_BYTES = TEXT_MAX_BYTES - 64;

/** @param max 1 for what goes by a code, which allows one message */
export function renderForCustomer(body: WordsBody, max = MESSAGES_MAX): WordsContent[] {
  switch (body.kind) {
    case 'text':
      return texts(body.text, max);
    case 'markdown':
      return texts(plainText(body.text), max);
    case 'question': {
      const { text, choices, taskId, multiple } = body;
      const menu = multiple === true ? null : menuOf(text, taskId, choices);
      return menu === null ? texts(numberedText(text, choices), max) : [menu];
    }
    case 'card': {
      const text = [body.title, cardDetails(body)].filter((part) => part !== '').join('\n');
      const menu = menuOf(text, body.taskId, body.buttons ?? [], body.url);
      return menu === null ? texts(cardText(body), max) : [menu];
    }
  }
}

/** Null when it does not keep the limits of a menu: every choice must be there. */
function menuOf(text: string, taskId: string, choices: readonly Choice[], url?: string): MenuContent | null {
  const labels = numberedLabels(choices);
  const clicks = choices.map(({ id }, i) => ({
    type: 'click',
    click: { id: menuIdOf({ taskId, choiceId: id }) ?? '', content: labels[i] },
  }));
  const views = url === undefined ? [] : [{ type: 'view', view: { url, content: OPEN_LINK } }];
  const candidate = { msgtype: 'msgmenu', msgmenu: { head_content: text, list: [...clicks, ...views] } };
  return MenuContent.safeParse(candidate).data ?? null;
}

function texts(text: string, max: number): WordsContent[] {
  const whole = textMessages(text);
  if (whole.length <= max) return whole;
  return textMessages(`${cutUtf8(text, max * PART_BYTES - 16)}…`);
}
