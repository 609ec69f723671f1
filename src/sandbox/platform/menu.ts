/** The app's menu: menu/create, get, delete (wecom.md 3.9). */
import { z } from 'zod';
import { byteLength } from '../../lib/utf8.js';
import type { World } from '../world.js';
import { ApiError } from './api-error.js';
import type { Call } from './call.js';
import { checkAgent } from './recipients.js';
import { bytes, checkStrict, listOf, nonEmpty, refuse } from './strict.js';

const KEYED = [
  'click',
  'scancode_push',
  'scancode_waitmsg',
  'pic_sysphoto',
  'pic_photo_or_album',
  'pic_weixin',
  'location_select',
] as const;

const TOP = { count: 40016, type: 40017, name: 40018, key: 40019, url: 40020, nameBytes: 16 };
const SUB = { count: 40023, type: 40024, name: 40025, key: 40026, url: 40027, nameBytes: 40 };

const label = (codes: typeof TOP) =>
  nonEmpty(41102).refine(
    (s) => byteLength(s) <= codes.nameBytes,
    refuse(codes.name, `name: at most ${codes.nameBytes} bytes`),
  );

function leaf(codes: typeof TOP) {
  const fields = {
    name: label(codes),
    type: z
      .string()
      .refine((t) => [...KEYED, 'view', 'view_miniprogram'].includes(t), refuse(codes.type, 'unknown button type')),
    key: bytes(128, codes.key).optional(),
    url: bytes(1024, codes.url).optional(),
    pagepath: z.string().optional(),
    appid: z.string().optional(),
    sub_button: z.array(z.never()).max(0).optional(),
  };
  return z
    .strictObject(fields)
    .refine(
      (b) => !(KEYED as readonly string[]).includes(b.type) || (b.key ?? '') !== '',
      refuse(codes.key, 'key is required'),
    )
    .refine((b) => b.type !== 'view' || /^https?:\/\//.test(b.url ?? ''), refuse(codes.url, 'url is required'))
    .refine(
      (b) => b.type !== 'view_miniprogram' || (b.appid !== undefined && b.pagepath !== undefined),
      refuse(codes.type, 'appid and pagepath are required'),
    );
}

const parent = z.strictObject({ name: label(TOP), sub_button: listOf(leaf(SUB), 1, 5, SUB.count) });
const isParent = (b: unknown) => ((b as { sub_button?: unknown[] } | null)?.sub_button?.length ?? 0) > 0;

export interface MenuButton {
  name: string;
  type?: string;
  key?: string;
  url?: string;
  sub_button?: MenuButton[];
}

function checkQuery(world: World, query: Record<string, string>): void {
  checkAgent(world, query.agentid === undefined ? undefined : Number(query.agentid));
}

export const menuCreate: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { query, body }) {
    checkQuery(world, query);
    const { value } = checkStrict(z.strictObject({ button: listOf(z.unknown(), 1, 3, TOP.count) }), body);
    for (const button of value.button) checkStrict<unknown>(isParent(button) ? parent : leaf(TOP), button);
    world.state.menu = value;
    world.changed();
    world.publish({ type: 'menu' });
    return {};
  },
};

export const menuGet: Call = {
  method: 'GET',
  auth: 'token',
  run(world, { query }) {
    checkQuery(world, query);
    if (world.state.menu === null) throw new ApiError(46003, 'menu no exist');
    return world.state.menu as object;
  },
};

export const menuDelete: Call = {
  method: 'GET',
  auth: 'token',
  run(world, { query }) {
    checkQuery(world, query);
    world.state.menu = null;
    world.changed();
    world.publish({ type: 'menu' });
    return {};
  },
};

/** The buttons that can be pressed, sub-buttons included. */
export function menuButtons(world: World): MenuButton[] {
  const top = (world.state.menu as { button?: MenuButton[] } | null)?.button ?? [];
  return top.flatMap((b) => (isParent(b) ? (b.sub_button ?? []) : [b]));
}
