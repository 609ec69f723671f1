/** Events of the self-built app (wecom.md 2.2) → `InboundBody`. */
import { z } from 'zod';
import type { InboundBody } from '../../../schemas/message.js';
import type { XmlElement } from './xml.js';

const leaf = z.string().default('');
const filled = z.string().min(1);
/** A wrapper element that is '' when it is empty. */
const wrapper = <T extends z.ZodType>(inner: T) =>
  z.union([z.literal('').transform(() => undefined), inner]).optional();

const click = z.object({ EventKey: filled }).transform((e): InboundBody => ({ kind: 'menu', key: e.EventKey }));

const selectedItem = z.object({
  QuestionKey: leaf,
  OptionIds: wrapper(z.object({ OptionId: z.array(z.string()) })),
});

const card = (fromCardMenu: boolean) =>
  z
    .object({
      EventKey: leaf,
      TaskId: leaf,
      CardType: leaf,
      ResponseCode: leaf,
      SelectedItems: wrapper(z.object({ SelectedItem: z.array(selectedItem) })),
    })
    .transform(
      (e): InboundBody => ({
        kind: 'card',
        taskId: e.TaskId,
        key: e.EventKey,
        cardType: e.CardType,
        responseCode: e.ResponseCode,
        selected: (e.SelectedItems?.SelectedItem ?? []).map((item) => ({
          questionKey: item.QuestionKey,
          optionIds: item.OptionIds?.OptionId ?? [],
        })),
        fromCardMenu,
      }),
    );

const kfNudge = z
  .object({ Token: filled, OpenKfId: filled })
  .transform((e): InboundBody => ({ kind: 'kf-nudge', token: e.Token, openKfId: e.OpenKfId }));

const READERS = new Map<string, z.ZodType<InboundBody>>([
  ['click', click],
  ['template_card_event', card(false)],
  ['template_card_menu_event', card(true)],
  ['kf_msg_or_event', kfNudge],
]);

/** Elements that every event has; they are not repeated among its fields. */
const COMMON = new Set(['ToUserName', 'FromUserName', 'CreateTime', 'MsgType', 'AgentID', 'Event', 'EventKey']);

/** An event without a body of its own, or not filled as documented, keeps its name, key and fields. */
export function readEventBody(event: string, xml: XmlElement): InboundBody {
  const read = READERS.get(event)?.safeParse(xml);
  if (read?.success) return read.data;
  const fields = Object.fromEntries(Object.entries(xml).filter(([name]) => !COMMON.has(name)));
  return { kind: 'event', event, key: typeof xml.EventKey === 'string' ? xml.EventKey : '', fields };
}
