/** The calls of the self-built app (wecom.md 3, 4.1, 7, 9.4). Each is one call, checked before it leaves. */
import { z } from 'zod';
import type { AppApi } from '../common/app-api.js';
import type { UploadFile } from '../common/http-call.js';
import { checkLimits } from '../common/limits.js';
import { type DownloadedMedia, getMedia, type MediaType, uploadMedia } from '../common/media.js';
import { AppchatMessage, AppMessage } from './app-message.js';
import { AppMenu } from './menu.js';

const USERS_MAX = 1000;

/** The platform took the message; `refused` names the receivers who will not get it, userids in lower case. */
interface SentMessage {
  msgId: string | null;
  responseCode: string | null;
  refused: string[];
}

export interface WecomClient {
  /**
   * @param duplicateWindowSeconds drop the request when an identical one came within these seconds (at most 14400)
   * @throws ChannelError `invalid_message` when a limit is passed, errcode 81013 when nobody may get it
   */
  sendMessage(userids: readonly string[], message: AppMessage, duplicateWindowSeconds?: number): Promise<SentMessage>;
  /** Greys the card of a response code, once usable within 72 h. Returns the userids that were refused. */
  updateTemplateCard(update: {
    userids: readonly string[];
    responseCode: string;
    replaceName: string;
  }): Promise<string[]>;
  /** Within 24 h. */
  recallMessage(msgId: string): Promise<void>;
  /** Returns the media id, good for 3 days. */
  uploadMedia(type: MediaType, file: UploadFile): Promise<string>;
  getMedia(mediaId: string, maxBytes: number): Promise<DownloadedMedia>;
  createMenu(menu: AppMenu): Promise<void>;
  getMenu(): Promise<unknown>;
  deleteMenu(): Promise<void>;
  /** For the self-test: shows 60020 and 301002 (wecom.md 11.2). */
  getAgent(): Promise<{ name: string; closed: boolean }>;
  /** Addresses from which callbacks come, as CIDR or ranges of the platform's own notation. */
  getCallbackIps(): Promise<string[]>;
  /** To a group that the app has made. */
  sendAppchat(chatId: string, message: AppchatMessage): Promise<void>;
}

const pipeList = z
  .string()
  .default('')
  .transform((list) => list.split('|').filter((id) => id !== ''));
const SendAnswer = z.object({
  msgid: z.string().optional(),
  response_code: z.string().optional(),
  invaliduser: pipeList,
  invalidparty: pipeList,
  invalidtag: pipeList,
  unlicenseduser: pipeList,
});
const nothing = z.unknown();

export function makeWecomClient(api: AppApi, agentId: number): WecomClient {
  const menuQuery = { agentid: String(agentId) };
  return {
    async sendMessage(userids, message, duplicateWindowSeconds) {
      const touser = checkLimits(z.array(z.string().min(1)).min(1).max(USERS_MAX), [...userids]).join('|');
      const checked = checkLimits(AppMessage, message);
      const answer = await api.call({
        path: '/cgi-bin/message/send',
        body: {
          touser,
          agentid: agentId,
          ...checked,
          ...(duplicateWindowSeconds !== undefined && {
            enable_duplicate_check: 1,
            duplicate_check_interval: duplicateWindowSeconds,
          }),
        },
        schema: SendAnswer,
      });
      const { invaliduser, invalidparty, invalidtag, unlicenseduser } = answer;
      return {
        msgId: answer.msgid ?? null,
        responseCode: answer.response_code ?? null,
        refused: [...invaliduser, ...invalidparty, ...invalidtag, ...unlicenseduser],
      };
    },
    async updateTemplateCard({ userids, responseCode, replaceName }) {
      const answer = await api.call({
        path: '/cgi-bin/message/update_template_card',
        body: {
          userids: checkLimits(z.array(z.string().min(1)).min(1).max(USERS_MAX), [...userids]),
          agentid: agentId,
          response_code: responseCode,
          button: { replace_name: replaceName },
        },
        schema: z.object({ invaliduser: z.array(z.string()).default([]) }),
      });
      return answer.invaliduser;
    },
    async recallMessage(msgId) {
      await api.call({ path: '/cgi-bin/message/recall', body: { msgid: msgId }, schema: nothing });
    },
    uploadMedia: (type, file) => uploadMedia(api, type, file),
    getMedia: (id, maxBytes) => getMedia(api, id, maxBytes),
    async createMenu(menu) {
      const body = checkLimits(AppMenu, menu);
      await api.call({ path: '/cgi-bin/menu/create', query: menuQuery, body, schema: nothing });
    },
    async getMenu() {
      const answer = await api.call({
        path: '/cgi-bin/menu/get',
        query: menuQuery,
        schema: z.object({ button: z.array(z.unknown()) }),
      });
      return { button: answer.button };
    },
    async deleteMenu() {
      await api.call({ path: '/cgi-bin/menu/delete', query: menuQuery, schema: nothing });
    },
    async getAgent() {
      const schema = z.object({ name: z.string().default(''), close: z.number().default(0) });
      const agent = await api.call({ path: '/cgi-bin/agent/get', query: menuQuery, schema });
      return { name: agent.name, closed: agent.close === 1 };
    },
    async getCallbackIps() {
      const schema = z.object({ ip_list: z.array(z.string()) });
      return (await api.call({ path: '/cgi-bin/getcallbackip', schema })).ip_list;
    },
    async sendAppchat(chatId, message) {
      const body = { chatid: chatId, ...checkLimits(AppchatMessage, message), safe: 0 };
      await api.call({ path: '/cgi-bin/appchat/send', body, schema: nothing });
    },
  };
}
