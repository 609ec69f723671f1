/** Group chats made by the app: appchat/create, update, get, send (wecom.md 4.1). */
import { z } from 'zod';
import { findMember } from '../directory.js';
import { addMessage } from '../journal.js';
import { withinLimit } from '../limits.js';
import type { AppChat } from '../state.js';
import type { World } from '../world.js';
import { ApiError } from './api-error.js';
import type { Call } from './call.js';
import { checkMedia } from './media.js';
import { checkMessage } from './message-types.js';
import { readableText } from './readable.js';
import { checkStrict, refuse } from './strict.js';

const MEMBERS_MIN = 2;
const MEMBERS_MAX = 2_000;

const name = z.string().refine((s) => [...s].length <= 50, refuse(86004, 'name: at most 50 characters'));
const chatId = z
  .string()
  .refine((s) => /^[0-9A-Za-z]{1,32}$/.test(s), refuse(86001, 'chatid: 1 to 32 letters and digits'));
const Create = z.strictObject({
  name: name.optional(),
  owner: z.string().optional(),
  userlist: z.array(z.string()),
  chatid: chatId.optional(),
});
const Update = z.strictObject({
  chatid: z.string(),
  name: name.optional(),
  owner: z.string().optional(),
  add_user_list: z.array(z.string()).optional(),
  del_user_list: z.array(z.string()).optional(),
});

/** A group of the app: made by appchat/create, or of the directory with a chatId. @throws ApiError 86003 */
function chatOf(world: World, id: string): AppChat {
  const own = world.state.appChats[id];
  if (own !== undefined) return own;
  const group = world.directory.groups.find((g) => g.chatId === id);
  if (group === undefined) throw new ApiError(86003, `chatid ${id} does not exist`);
  return { name: group.name, owner: group.members[0] ?? '', userlist: group.members };
}

function checkScope(world: World): void {
  if (!world.settings.rootScope)
    throw new ApiError(48002, 'api forbidden: the app must be visible to the root department');
}

/** userids as the directory spells them. @throws ApiError 86216 */
function known(world: World, userids: string[]): string[] {
  return [...new Set(userids)].map((id) => {
    const member = findMember(world, id);
    if (member === undefined) throw new ApiError(86216, `invalid member ${id}`);
    return member.userid;
  });
}

function checkChat(chat: AppChat): AppChat {
  if (chat.userlist.length < MEMBERS_MIN || chat.userlist.length > MEMBERS_MAX)
    throw new ApiError(86006, `a group has ${MEMBERS_MIN} to ${MEMBERS_MAX} members`);
  if (!chat.userlist.includes(chat.owner)) throw new ApiError(86207, 'the owner must be in the userlist');
  return chat;
}

export const appchatCreate: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { body }) {
    checkScope(world);
    const { value } = checkStrict(Create, body);
    const userlist = known(world, value.userlist);
    const owner =
      value.owner === undefined ? (userlist[0] ?? '') : (findMember(world, value.owner)?.userid ?? value.owner);
    const chat = checkChat({ name: value.name ?? '群聊', owner, userlist });
    const id = value.chatid ?? `wr${world.random(12).toString('hex')}`;
    if (world.state.appChats[id] !== undefined || world.directory.groups.some((g) => g.chatId === id))
      throw new ApiError(86215, 'chatid exists already');
    if (!withinLimit(world, 'chatCreate', '')) throw new ApiError(45009, 'api freq out of limit: 1000 groups a day');
    world.state.appChats[id] = chat;
    world.changed();
    world.publish({ type: 'directory' });
    return { chatid: id };
  },
};

export const appchatUpdate: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { body }) {
    checkScope(world);
    const { value } = checkStrict(Update, body);
    const old = chatOf(world, value.chatid);
    const gone = new Set(value.del_user_list ?? []);
    const userlist = [
      ...new Set([...old.userlist.filter((id) => !gone.has(id)), ...known(world, value.add_user_list ?? [])]),
    ];
    const chat = checkChat({ name: value.name ?? old.name, owner: value.owner ?? old.owner, userlist });
    if (!withinLimit(world, 'chatUpdate', '')) throw new ApiError(45009, 'api freq out of limit: 1000 changes an hour');
    const listed = world.directory.groups.find((g) => g.chatId === value.chatid);
    if (listed === undefined) world.state.appChats[value.chatid] = chat;
    else Object.assign(listed, { name: chat.name, members: chat.userlist });
    world.changed();
    world.publish({ type: 'directory' });
    return {};
  },
};

export const appchatGet: Call = {
  method: 'GET',
  auth: 'token',
  run(world, { query }) {
    checkScope(world);
    const id = query.chatid;
    if (id === undefined) throw new ApiError(86201, 'chatid missing');
    return { chat_info: { chatid: id, ...chatOf(world, id), chat_type: 0 } };
  },
};

export const appchatSend: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { body }) {
    checkScope(world);
    const { chatid } = body;
    if (typeof chatid !== 'string') throw new ApiError(86201, 'chatid missing');
    const chat = chatOf(world, chatid);
    checkStrict(z.object({ safe: z.literal([0, 1]).optional() }), body);
    const message = checkMessage('chat', body, ['chatid', 'safe']);
    checkMedia(world, message, 'corp');
    const { msgtype } = message;
    const mediaId = message.body.media_id;
    // Beyond 200 a minute a member gets nothing; one full member is enough to show it here.
    const arrives = chat.userlist.map((userid) => withinLimit(world, 'chatMember', userid)).every(Boolean);
    addMessage(world, {
      to: world.directory.groups.find((g) => g.chatId === chatid)?.key ?? chatid,
      from: 'bot',
      via: 'appchat',
      msgtype,
      text: readableText(msgtype, message.body),
      payload: { msgtype, [msgtype]: message.body },
      ...(typeof mediaId === 'string' ? { mediaId } : {}),
      ...(message.notes.length > 0 ? { warnings: message.notes } : {}),
      ...(arrives ? {} : { dropped: 'frequency' }),
    });
    return {};
  },
};
