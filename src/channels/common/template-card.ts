/** Template cards (模板卡片) and every limit of wecom.md 3.4; the webhook's narrower ones of 4.2. */
import { z } from 'zod';
import { bytes, chars, link, mediaId } from './limits.js';

/** Limits in 字 that differ between the app and the webhook. */
interface Widths {
  sourceDesc: number;
  title: number;
  desc: number;
  emphasisTitle: number;
  emphasisDesc: number;
  subTitle: number;
  value: number;
  jumpTitle: number;
  verticalTitle: number;
  verticalDesc: number;
}
const APP: Widths = {
  sourceDesc: 20,
  title: 36,
  desc: 44,
  emphasisTitle: 14,
  emphasisDesc: 22,
  subTitle: 160,
  value: 30,
  jumpTitle: 18,
  verticalTitle: 38,
  verticalDesc: 160,
};
const WEBHOOK: Widths = {
  sourceDesc: 13,
  title: 26,
  desc: 30,
  emphasisTitle: 10,
  emphasisDesc: 15,
  subTitle: 112,
  value: 26,
  jumpTitle: 13,
  verticalTitle: 26,
  verticalDesc: 112,
};

const taskId = z.string().regex(/^[0-9A-Za-z_\-@]{1,128}$/, 'must be 1 to 128 of 0-9 A-Z a-z _ - @');
const key = bytes(1024);
const optionId = bytes(128);
const jump = { url: link.optional(), appid: z.string().min(1).optional(), pagepath: z.string().min(1).optional() };

type Jump = { type?: number | undefined; url?: string | undefined; appid?: string | undefined };
const leadsSomewhere = (at: Jump) =>
  (at.type !== 1 || at.url !== undefined) && (at.type !== 2 || at.appid !== undefined);
const NEEDS_TARGET = { error: 'type 1 needs url, type 2 needs appid' };

const distinct = <T>(of: (item: T) => string | undefined) =>
  [(items: T[]) => new Set(items.map(of)).size === items.length, { error: 'must be distinct' }] as const;

const cardAction = z
  .strictObject({ type: z.union([z.literal(1), z.literal(2)]), ...jump })
  .refine(leadsSomewhere, NEEDS_TARGET);
const options = (max: number, textMax: number) =>
  z
    .array(z.strictObject({ id: optionId, text: chars(textMax) }))
    .min(1)
    .max(max)
    .refine(...distinct<{ id: string }>((option) => option.id));
const submitButton = z.strictObject({ text: chars(10), key });

function commonParts(w: Widths) {
  return {
    source: z
      .strictObject({
        icon_url: link.optional(),
        desc: chars(w.sourceDesc).optional(),
        desc_color: z.int().min(0).max(3).optional(),
      })
      .optional(),
    task_id: taskId.optional(),
  };
}

function noticeParts(w: Widths) {
  const type = z.int().min(0).max(2).optional();
  return {
    ...commonParts(w),
    main_title: z.strictObject({ title: chars(w.title).optional(), desc: chars(w.desc).optional() }).optional(),
    action_menu: z
      .strictObject({
        desc: z.string().optional(),
        action_list: z
          .array(z.strictObject({ text: z.string().min(1), key }))
          .min(1)
          .max(3)
          .refine(...distinct<{ key: string }>((action) => action.key)),
      })
      .optional(),
    quote_area: z
      .strictObject({ type, ...jump, title: z.string().optional(), quote_text: z.string().optional() })
      .refine(leadsSomewhere, NEEDS_TARGET)
      .optional(),
    horizontal_content_list: z
      .array(
        z
          .strictObject({
            keyname: chars(5),
            value: chars(w.value).optional(),
            type: z.int().min(0).max(3).optional(),
            url: link.optional(),
            media_id: mediaId.optional(),
            userid: z.string().min(1).optional(),
          })
          .refine(
            ({ type, ...line }) =>
              (type !== 1 || line.url !== undefined) &&
              (type !== 2 || line.media_id !== undefined) &&
              (type !== 3 || line.userid !== undefined),
            { error: 'type 1 needs url, 2 media_id, 3 userid' },
          ),
      )
      .max(6)
      .optional(),
    jump_list: z
      .array(z.strictObject({ type, ...jump, title: chars(w.jumpTitle) }).refine(leadsSomewhere, NEEDS_TARGET))
      .max(3)
      .optional(),
  };
}

const MENU_NEEDS_TASK = { error: 'action_menu needs task_id', path: ['task_id'] };
const menuHasTask = (card: { action_menu?: unknown; task_id?: string | undefined }) =>
  card.action_menu === undefined || card.task_id !== undefined;

function notices(w: Widths) {
  const textNotice = z
    .strictObject({
      card_type: z.literal('text_notice'),
      ...noticeParts(w),
      emphasis_content: z
        .strictObject({ title: chars(w.emphasisTitle).optional(), desc: chars(w.emphasisDesc).optional() })
        .optional(),
      sub_title_text: chars(w.subTitle).optional(),
      card_action: cardAction,
    })
    .refine(menuHasTask, MENU_NEEDS_TASK)
    .refine((card) => card.main_title?.title !== undefined || card.sub_title_text !== undefined, {
      error: 'needs main_title.title or sub_title_text',
    });
  const newsNotice = z
    .strictObject({
      card_type: z.literal('news_notice'),
      ...noticeParts(w),
      card_image: z.strictObject({ url: link, aspect_ratio: z.number().min(1.3).max(2.25).optional() }).optional(),
      image_text_area: z
        .strictObject({
          type: z.int().min(0).max(2).optional(),
          ...jump,
          title: z.string().optional(),
          desc: z.string().optional(),
          image_url: link,
        })
        .refine(leadsSomewhere, NEEDS_TARGET)
        .optional(),
      vertical_content_list: z
        .array(z.strictObject({ title: chars(w.verticalTitle), desc: chars(w.verticalDesc).optional() }))
        .max(4)
        .optional(),
      card_action: cardAction,
    })
    .refine(menuHasTask, MENU_NEEDS_TASK)
    .refine((card) => card.card_image !== undefined || card.image_text_area !== undefined, {
      error: 'needs card_image or image_text_area',
    });
  return [textNotice, newsNotice] as const;
}

const { jump_list: _none, ...buttonParts } = noticeParts(APP);
const buttonInteraction = z.strictObject({
  card_type: z.literal('button_interaction'),
  ...buttonParts,
  task_id: taskId,
  sub_title_text: chars(APP.subTitle).optional(),
  card_action: cardAction.optional(),
  button_selection: z
    .strictObject({
      question_key: key,
      title: z.string().optional(),
      option_list: options(10, 16),
      selected_id: optionId.optional(),
    })
    .optional(),
  button_list: z
    .array(
      z
        .strictObject({
          type: z.int().min(0).max(1).optional(),
          text: chars(10),
          style: z.int().min(1).max(4).optional(),
          key: key.optional(),
          url: link.optional(),
        })
        .refine((button) => (button.type === 1 ? button.url : button.key) !== undefined, {
          error: 'needs a key, or with type 1 a url',
        }),
    )
    .min(1)
    .max(6)
    .refine(
      (buttons) => {
        const keys = buttons.flatMap((button) => button.key ?? []);
        return new Set(keys).size === keys.length;
      },
      { error: 'must have distinct keys' },
    ),
});

const questionTitle = (titleMax: number) =>
  z.strictObject({ title: chars(titleMax).optional(), desc: chars(160).optional() }).optional();

const voteInteraction = z.strictObject({
  card_type: z.literal('vote_interaction'),
  ...commonParts(APP),
  task_id: taskId,
  main_title: questionTitle(16),
  checkbox: z.strictObject({
    question_key: key,
    mode: z.int().min(0).max(1).optional(),
    option_list: z
      .array(z.strictObject({ id: optionId, text: chars(17), is_checked: z.boolean().optional() }))
      .min(1)
      .max(20)
      .refine(...distinct<{ id: string }>((option) => option.id)),
  }),
  submit_button: submitButton,
});

const multipleInteraction = z.strictObject({
  card_type: z.literal('multiple_interaction'),
  ...commonParts(APP),
  task_id: taskId,
  main_title: questionTitle(APP.title),
  select_list: z
    .array(
      z.strictObject({
        question_key: key,
        title: z.string().optional(),
        selected_id: optionId.optional(),
        option_list: options(10, 16),
      }),
    )
    .min(1)
    .max(3),
  submit_button: submitButton,
});

/** Cards of `message/send`. */
export const AppCard = z.discriminatedUnion('card_type', [
  ...notices(APP),
  buttonInteraction,
  voteInteraction,
  multipleInteraction,
]);
export type AppCard = z.infer<typeof AppCard>;

/** Cards of the group webhook: two types only, with tighter limits. */
export const WebhookCard = z.discriminatedUnion('card_type', [...notices(WEBHOOK)]);
export type WebhookCard = z.infer<typeof WebhookCard>;
