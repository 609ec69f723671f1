// grammY conversations: a function that waits; the log that it is replayed from is kept as JSON text.
import { conversations, createConversation } from '@grammyjs/conversations';
import { Bot } from 'grammy';
import { QUESTIONS } from './form.mjs';

export const name = 'grammY conversations, replayed each step';

const ME = { id: 1, is_bot: true, first_name: 'b', username: 'b_bot', can_join_groups: true, can_read_all_group_messages: false };

export async function open() {
  const kept = new Map();
  let record;
  const bot = new Bot('1:x', { botInfo: ME });
  const silent = async () => ({ ok: true, result: { message_id: 1, date: 0, chat: { id: 2, type: 'private' } } });
  bot.api.config.use(silent);
  // a conversation has a context of its own
  const plugin = async (ctx, next) => {
    ctx.api.config.use(silent);
    await next();
  };
  const storage = {
    read: (key) => {
      const text = kept.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    write: (key, value) => void kept.set(key, JSON.stringify(value)),
    delete: (key) => void kept.delete(key),
  };
  bot.use(conversations({ storage, plugins: [plugin] }));
  bot.use(
    createConversation(async (conversation, ctx) => {
      const answers = {};
      for (const { name: field, ask, check } of QUESTIONS) {
        let text;
        do {
          await ctx.reply(ask);
          text = (await conversation.waitFor('message:text')).message.text;
        } while (!check(text));
        answers[field] = text;
      }
      record = answers;
    }, 'form'),
  );
  bot.command('start', (ctx) => ctx.conversation.enter('form'));
  let id = 0;
  let bytes = 0;
  const say = async (text) => {
    id++;
    const chat = { id: 2, type: 'private', first_name: 'u' };
    const entities = text.startsWith('/') ? [{ type: 'bot_command', offset: 0, length: text.length }] : undefined;
    const message = { message_id: id, date: 0, chat, from: { id: 2, is_bot: false, first_name: 'u' }, text, ...(entities && { entities }) };
    await bot.handleUpdate({ update_id: id, message });
    if (kept.size > 0) bytes = Buffer.byteLength([...kept.values()].join(''));
  };
  await say('/start');
  return { say, record: () => record, bytes: () => bytes };
}
