/** The calls of customer service (wecom.md 6), with the app's access token. Each is one call, checked before it leaves. */
import { z } from 'zod';
import { KF_SESSION_STATES } from '../../../schemas/kf.js';
import type { AppApi } from '../common/app-api.js';
import { checkLimits } from '../common/limits.js';
import { KfContent, WordsContent } from './content.js';
import type { SessionState } from './desk.js';

/** Own ids of messages; unique per account, so that a repeated call is recognised (95033). */
const msgId = z.string().regex(/^[0-9a-zA-Z_-]{1,32}$/);
const CUSTOMERS_MAX = 100;

interface Session {
  openKfId: string;
  externalUserId: string;
}

export interface KfPage {
  /** As they came; see `readEntry`. */
  entries: unknown[];
  nextCursor: string;
  /** Also with no entries at all. */
  hasMore: boolean;
}

/** What the platform knows of a customer who came or wrote within 48 hours. Not kept anywhere. */
export interface CustomerProfile {
  externalUserId: string;
  nickname: string;
  scene: string;
  sceneParam: string;
}

export interface KfClient {
  /** @param from an empty cursor asks for the last three days; without `token` a stricter limit applies */
  sync(from: { openKfId: string; cursor: string; token?: string; limit: number }): Promise<KfPage>;
  /** Accepted, not delivered: a failure comes as an event. @throws ChannelError 95033 when the id was used before */
  send(to: Session, id: string, content: KfContent): Promise<void>;
  /** One message by the code of an event. */
  sendByCode(code: string, content: WordsContent): Promise<void>;
  session(of: Session): Promise<{ state: SessionState; servicer: string | null }>;
  /** Returns the code for one message about the change, if there is one. `servicer` is needed for `person`. */
  transfer(of: Session, to: SessionState, servicer?: string): Promise<string | null>;
  servicersOnDuty(openKfId: string): Promise<string[]>;
  /** Accounts that the app may manage. */
  accounts(): Promise<{ openKfId: string; name: string }[]>;
  /** At most 100. */
  profiles(externalUserIds: readonly string[]): Promise<CustomerProfile[]>;
}

const nothing = z.unknown();
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const named = (of: Session) => ({ open_kfid: of.openKfId, external_userid: of.externalUserId });

const Page = z.object({
  next_cursor: text,
  has_more: z.number().default(0),
  msg_list: z.array(z.unknown()).default([]),
});
const SessionAnswer = z.object({ service_state: z.int().min(0).max(4), servicer_userid: text });
const Servicers = z.object({
  servicer_list: z.array(z.object({ userid: text, status: z.int().default(1) })).default([]),
});
const Accounts = z.object({
  account_list: z
    .array(z.object({ open_kfid: z.string().min(1), name: text, manage_privilege: z.boolean().default(false) }))
    .default([]),
});
const Profiles = z.object({
  customer_list: z
    .array(
      z.object({
        external_userid: z.string(),
        nickname: text,
        enter_session_context: z.object({ scene: text, scene_param: text }).nullish(),
      }),
    )
    .default([]),
});

export function makeKfClient(api: AppApi): KfClient {
  return {
    async sync({ openKfId, cursor, token, limit }) {
      const answer = await api.call({
        path: '/cgi-bin/kf/sync_msg',
        body: {
          open_kfid: openKfId, // without it messages are missed (wecom.md 10 no. 39)
          limit,
          ...(cursor !== '' && { cursor }),
          ...(token !== undefined && { token }),
        },
        schema: Page,
      });
      return { entries: answer.msg_list, nextCursor: answer.next_cursor, hasMore: answer.has_more === 1 };
    },
    async send(to, id, content) {
      const body = {
        touser: to.externalUserId,
        open_kfid: to.openKfId,
        msgid: checkLimits(msgId, id),
        ...checkLimits(KfContent, content),
      };
      await api.call({ path: '/cgi-bin/kf/send_msg', body, schema: nothing });
    },
    async sendByCode(code, content) {
      const body = { code, ...checkLimits(WordsContent, content) };
      await api.call({ path: '/cgi-bin/kf/send_msg_on_event', body, schema: nothing });
    },
    async session(of) {
      const answer = await api.call({
        path: '/cgi-bin/kf/service_state/get',
        body: named(of),
        schema: SessionAnswer,
      });
      return { state: KF_SESSION_STATES[answer.service_state] ?? 'new', servicer: answer.servicer_userid || null };
    },
    async transfer(of, to, servicer) {
      const answer = await api.call({
        path: '/cgi-bin/kf/service_state/trans',
        body: {
          ...named(of),
          service_state: KF_SESSION_STATES.indexOf(to),
          ...(servicer !== undefined && { servicer_userid: servicer }),
        },
        schema: z.object({ msg_code: text }),
      });
      return answer.msg_code || null;
    },
    async servicersOnDuty(openKfId) {
      const answer = await api.call({
        path: '/cgi-bin/kf/servicer/list',
        query: { open_kfid: openKfId },
        schema: Servicers,
      });
      // departments stand in the list without a userid
      return answer.servicer_list.filter((s) => s.userid !== '' && s.status === 0).map((s) => s.userid);
    },
    async accounts() {
      const answer = await api.call({
        path: '/cgi-bin/kf/account/list',
        body: { offset: 0, limit: 100 },
        schema: Accounts,
      });
      return answer.account_list
        .filter((account) => account.manage_privilege)
        .map(({ open_kfid, name }) => ({ openKfId: open_kfid, name }));
    },
    async profiles(externalUserIds) {
      const answer = await api.call({
        path: '/cgi-bin/kf/customer/batchget',
        body: {
          external_userid_list: checkLimits(z.array(z.string().min(1)).min(1).max(CUSTOMERS_MAX), [...externalUserIds]),
          need_enter_session_context: 1,
        },
        schema: Profiles,
      });
      return answer.customer_list.map((c) => ({
        externalUserId: c.external_userid,
        nickname: c.nickname,
        scene: c.enter_session_context?.scene ?? '',
        sceneParam: c.enter_session_context?.scene_param ?? '',
      }));
    },
  };
}
