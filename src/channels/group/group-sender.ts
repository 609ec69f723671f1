/** Sends outbox rows to a body's group: by its webhook, or by the app where the app has made the group. */
import type { OutboxRow, SendOutcome, SendPart } from '../../../schemas/outbox.js';
import type { Clock } from '../../lib/clock.js';
import { checkSize } from '../common/check-size.js';
import { type LoadFile, loadOrFail } from '../common/load-file.js';
import { makeMediaCache } from '../common/media-cache.js';
import { failedBefore, failureOf } from '../common/outcome.js';
import { isPicture } from '../common/picture.js';
import { renderForWebhook } from './render.js';
import {
  FILE_MAX_BYTES,
  PICTURE_MAX_BYTES,
  pictureMessage,
  type WebhookClient,
  type WebhookMessage,
} from './webhook.js';

export type GroupWay = { kind: 'webhook'; key: string } | { kind: 'appchat'; chatId: string };

export interface GroupSenderDeps {
  webhook: WebhookClient;
  /** The messages of a row to a group chat of the app. */
  appchat: (chatId: string, row: OutboxRow) => readonly SendPart[];
  loadFile: LoadFile;
  clock: Clock;
  cards: boolean;
}

/** The messages of a row, given the way to the group it is for: null when that has none. */
export type GroupSender = (row: OutboxRow, way: GroupWay | null) => readonly SendPart[];

export function makeGroupSender(deps: GroupSenderDeps): GroupSender {
  const uploads = makeMediaCache<string>(deps.clock);

  return (row, way) => {
    if (row.target.kind !== 'group')
      return [async () => failedBefore('wrong_target', `${row.target.kind} is no group`)];
    if (way === null) {
      const { nodeId } = row.target;
      return [async () => failedBefore('no_group', `grid node ${nodeId} has no group chat; set it at its body`)];
    }
    return way.kind === 'appchat' ? deps.appchat(way.chatId, row) : byWebhook(way.key, row);
  };

  function byWebhook(key: string, row: OutboxRow): readonly SendPart[] {
    const { body } = row;
    const part = (message: () => Promise<WebhookMessage> | WebhookMessage) => async (): Promise<SendOutcome> => {
      try {
        await deps.webhook.send(key, await message());
        return { kind: 'sent' };
      } catch (error) {
        return failureOf(error, row, deps.clock());
      }
    };
    if (body.kind === 'card-update') return [async () => failedBefore('no_cards', 'a webhook updates no cards')];
    if (body.kind !== 'image' && body.kind !== 'file')
      return renderForWebhook(body, deps.cards).map((message) => part(() => message));
    return [
      part(async () => {
        const file = await loadOrFail(deps.loadFile, body);
        if (body.kind === 'image' && isPicture(file.bytes) && file.bytes.byteLength <= PICTURE_MAX_BYTES)
          return pictureMessage(file.bytes);
        checkSize(file, FILE_MAX_BYTES);
        const cacheKey = JSON.stringify([key, body]);
        const mediaId = await uploads.get(cacheKey, () => deps.webhook.uploadFile(key, file));
        return { msgtype: 'file', file: { media_id: mediaId } };
      }),
    ];
  }
}
