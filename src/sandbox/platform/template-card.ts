/** Template cards: parts, limits and which card may hold what (wecom.md 3.4; for robots the tighter ones of 4.2). */
import { z } from 'zod';
import { bytes, distinct, listOf, nonEmpty, refuse, shown, url } from './strict.js';

const KEY_MISSING = 42019;
const KEY_BAD = 42018;
const NAME_MISSING = 42020;
const TASK_ID_BAD = 42014;

/** Suggested display lengths in characters; longer may be cut. */
const APP_CHARS = {
  source: 20,
  title: 36,
  desc: 44,
  emphasis: 14,
  emphasisDesc: 22,
  sub: 160,
  value: 30,
  jump: 18,
  vertical: 38,
  verticalDesc: 160,
};
const ROBOT_CHARS = {
  source: 13,
  title: 26,
  desc: 30,
  emphasis: 10,
  emphasisDesc: 15,
  sub: 112,
  value: 26,
  jump: 13,
  vertical: 26,
  verticalDesc: 112,
};

const kind = (...values: number[]) => z.literal(values);
const key = nonEmpty(KEY_MISSING).and(bytes(1024, KEY_BAD));
const id = nonEmpty().and(bytes(128));
const label = (chars: number) => nonEmpty(NAME_MISSING).and(shown(chars));
const taskId = z
  .string()
  .refine((s) => /^[0-9A-Za-z_\-@]{1,128}$/.test(s), refuse(TASK_ID_BAD, 'task_id: 1 to 128 of 0-9 A-Z a-z _ - @'));
const options = (max: number, chars: number) =>
  listOf(z.strictObject({ id, text: label(chars) }), 1, max).refine(
    distinct((o: { id: string }) => o.id),
    'option ids must differ',
  );

/** `url` or a mini-program, as `type` says. */
const targeted = (o: { type?: number | undefined; url?: string | undefined; appid?: string | undefined }) =>
  (o.type !== 1 || o.url !== undefined) && (o.type !== 2 || o.appid !== undefined);

const link = { url: url().optional(), appid: z.string().optional(), pagepath: z.string().optional() };
const needsTarget = 'type 1 needs url, type 2 needs appid';

/** The parts, with the display lengths of the app or of a robot. */
function parts(chars: typeof APP_CHARS) {
  const title = (max: number, descMax: number) =>
    z.strictObject({ title: shown(max).optional(), desc: shown(descMax).optional() });
  const line = z
    .strictObject({
      type: kind(0, 1, 2, 3).optional(),
      keyname: nonEmpty().and(shown(5)),
      value: shown(chars.value).optional(),
      url: url().optional(),
      media_id: z.string().optional(),
      userid: z.string().optional(),
    })
    .refine((l) => l.type !== 1 || l.url !== undefined, 'type 1 needs url')
    .refine((l) => l.type !== 2 || l.media_id !== undefined, 'type 2 needs media_id')
    .refine((l) => l.type !== 3 || l.userid !== undefined, 'type 3 needs userid');
  return {
    title,
    source: z.strictObject({
      icon_url: url().optional(),
      desc: shown(chars.source).optional(),
      desc_color: kind(0, 1, 2, 3).optional(),
    }),
    actionMenu: z.strictObject({
      desc: z.string().optional(),
      action_list: listOf(z.strictObject({ text: label(10), key }), 1, 3).refine(
        distinct((a: { key: string }) => a.key),
        refuse(KEY_BAD, 'keys must differ'),
      ),
    }),
    emphasis: title(chars.emphasis, chars.emphasisDesc),
    quote: z
      .strictObject({
        type: kind(0, 1, 2).optional(),
        ...link,
        title: z.string().optional(),
        quote_text: z.string().optional(),
      })
      .refine(targeted, needsTarget),
    sub: shown(chars.sub),
    lines: listOf(line, 0, 6),
    verticals: listOf(
      z.strictObject({ title: shown(chars.vertical), desc: shown(chars.verticalDesc).optional() }),
      0,
      4,
    ),
    image: z.strictObject({ url: url(), aspect_ratio: z.number().min(1.3).max(2.25).optional() }),
    imageText: z
      .strictObject({
        type: kind(0, 1, 2).optional(),
        ...link,
        title: z.string().optional(),
        desc: z.string().optional(),
        image_url: url(),
      })
      .refine(targeted, needsTarget),
    jumps: listOf(
      z
        .strictObject({ type: kind(0, 1, 2).optional(), title: label(chars.jump), ...link })
        .refine(targeted, needsTarget),
      0,
      3,
    ),
    action: z.strictObject({ type: kind(0, 1, 2), ...link }).refine(targeted, needsTarget),
    requiredAction: z.strictObject({ type: kind(1, 2), ...link }).refine(targeted, needsTarget),
  };
}

const menuNeedsTask = (card: { action_menu?: unknown; task_id?: string | undefined }) =>
  card.action_menu === undefined || card.task_id !== undefined;
const menuWithoutTask = refuse(TASK_ID_BAD, 'action_menu needs task_id');

/** Cards that only tell; the two kinds that a robot has too. */
function notices(chars: typeof APP_CHARS) {
  const p = parts(chars);
  const shared = {
    source: p.source.optional(),
    action_menu: p.actionMenu.optional(),
    task_id: taskId.optional(),
    quote_area: p.quote.optional(),
    horizontal_content_list: p.lines.optional(),
    jump_list: p.jumps.optional(),
    card_action: p.requiredAction,
  };
  const text = z
    .strictObject({
      card_type: z.literal('text_notice'),
      main_title: p.title(chars.title, chars.desc).optional(),
      emphasis_content: p.emphasis.optional(),
      sub_title_text: p.sub.optional(),
      ...shared,
    })
    .refine(
      (c) => Boolean(c.main_title?.title) || Boolean(c.sub_title_text),
      'main_title.title or sub_title_text is required',
    )
    .refine(menuNeedsTask, menuWithoutTask);
  const news = z
    .strictObject({
      card_type: z.literal('news_notice'),
      main_title: p.title(chars.title, chars.desc),
      card_image: p.image.optional(),
      image_text_area: p.imageText.optional(),
      vertical_content_list: p.verticals.optional(),
      ...shared,
    })
    .refine(
      (c) => c.card_image !== undefined || c.image_text_area !== undefined,
      'card_image or image_text_area is required',
    )
    .refine(menuNeedsTask, menuWithoutTask);
  return [text, news] as const;
}

/** Cards that ask: only the app has them. */
function questions() {
  const p = parts(APP_CHARS);
  const button = z
    .strictObject({
      type: kind(0, 1).optional(),
      text: label(10),
      style: kind(1, 2, 3, 4).optional(),
      key: bytes(1024, KEY_BAD).optional(),
      url: url().optional(),
    })
    .refine((b) => b.type === 1 || (b.key ?? '') !== '', refuse(KEY_MISSING, 'a callback button needs a key'))
    .refine((b) => b.type !== 1 || b.url !== undefined, 'type 1 needs url');
  const submit = z.strictObject({ text: label(10), key });
  const buttons = z.strictObject({
    card_type: z.literal('button_interaction'),
    task_id: taskId,
    source: p.source.optional(),
    action_menu: p.actionMenu.optional(),
    main_title: p.title(APP_CHARS.title, APP_CHARS.desc),
    quote_area: p.quote.optional(),
    sub_title_text: p.sub.optional(),
    horizontal_content_list: p.lines.optional(),
    card_action: p.action.optional(),
    button_selection: z
      .strictObject({
        question_key: nonEmpty().and(bytes(1024)),
        title: shown(13).optional(),
        option_list: options(10, 16),
        selected_id: z.string().optional(),
      })
      .optional(),
    button_list: listOf(button, 1, 6).refine(
      distinct((b: { key?: string | undefined }) => b.key),
      refuse(KEY_BAD, 'keys must differ'),
    ),
  });
  const vote = z.strictObject({
    card_type: z.literal('vote_interaction'),
    task_id: taskId,
    source: p.source.optional(),
    main_title: p.title(16, 160),
    checkbox: z.strictObject({
      question_key: nonEmpty().and(bytes(1024)),
      mode: kind(0, 1).optional(),
      disable: z.boolean().optional(),
      option_list: listOf(z.strictObject({ id, text: label(17), is_checked: z.boolean().optional() }), 1, 20).refine(
        distinct((o: { id: string }) => o.id),
        'option ids must differ',
      ),
    }),
    submit_button: submit,
  });
  const multiple = z.strictObject({
    card_type: z.literal('multiple_interaction'),
    task_id: taskId,
    source: p.source.optional(),
    main_title: p.title(APP_CHARS.title, 160),
    select_list: listOf(
      z.strictObject({
        question_key: nonEmpty().and(bytes(1024)),
        title: shown(13).optional(),
        disable: z.boolean().optional(),
        selected_id: z.string().optional(),
        option_list: options(10, 16),
      }),
      1,
      3,
    ).refine(
      distinct((s: { question_key: string }) => s.question_key),
      'question keys must differ',
    ),
    submit_button: submit,
  });
  return [buttons, vote, multiple] as const;
}

export const APP_CARD = z.discriminatedUnion('card_type', [...notices(APP_CHARS), ...questions()]);
export const ROBOT_CARD = z.discriminatedUnion('card_type', [...notices(ROBOT_CHARS)]);
