/** A conversation as text, in the form of golden transcripts: `#` remark, `<` person, `>` bot. */
import { dayOf, timeOf } from '../lib/day.js';
import type { JournalMessage } from './journal.js';

/** One line of the transcript per line of text; what never arrived is left out. */
export function writeTranscript(title: string, messages: JournalMessage[]): string {
  const [first] = messages;
  const started = first === undefined ? '' : `，${dayOf(new Date(first.at))} ${timeOf(new Date(first.at))}`;
  const lines = messages
    .filter((m) => m.dropped === undefined)
    .flatMap((m) =>
      m.text === '[进入应用]' || (m.msgtype === 'event' && m.via === 'kf')
        ? [`# ${m.text.slice(1, -1)}`]
        : m.text.split('\n').map((line) => `${markOf(m)} ${line}`.trimEnd()),
    );
  return `${[`# ${title}${started}`, ...lines].join('\n')}\n`;
}

function markOf(message: JournalMessage): string {
  return message.via === 'user' ? '<' : '>';
}
