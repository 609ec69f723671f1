/** Turns what `POST /sandbox/send` was given into gestures; liberal in names and shapes. */
import { readFile } from 'node:fs/promises';
import { parseXml } from '../../channels/wecom/xml.js';
import type { Gesture } from '../callback/gesture.js';
import { PUBLIC_FOLDER } from '../page.js';
import { imageType, keepMedia } from '../platform/media.js';
import { type MenuButton, menuButtons } from '../platform/menu.js';
import type { World } from '../world.js';
import { ControlError } from './control-error.js';
import { readTap } from './read-tap.js';

export type Fields = Record<string, unknown>;

const WAYS =
  'give one of: text, image (base64 or "sample"), location {lat,lng,label}, menu (key), card {taskId,key,selected}, event, voice, video, file, link {title,url}, xml';

const SAMPLES = ['door', 'licence', 'site'] as const;
const AMR = Buffer.from('#!AMR\n<sample>', 'latin1');
const MP4 = Buffer.from('\0\0\0\u0018ftypmp42', 'latin1');

/** @throws ControlError 400 when it says nothing that a person could do, 404 for an unknown menu key or card */
export async function readGestures(world: World, from: string, input: Fields): Promise<Gesture[]> {
  if (input.xml !== undefined) return [rawXml(String(input.xml))];
  if (input.card !== undefined) return [readTap(world, from, input)];
  if (input.menu !== undefined) return menuPress(world, input);
  if (input.event !== undefined) return [event(input.event)];
  if (input.image !== undefined) return [await image(world, input.image)];
  if (input.voice !== undefined) return [await voice(world, input.voice)];
  if (input.video !== undefined) return [await video(world, input.video)];
  if (input.file !== undefined) return [await file(world, input.file)];
  if (input.location !== undefined) return [location(input.location)];
  if (input.link !== undefined) return [link(input.link)];
  const text = input.text ?? input.content;
  if (typeof text === 'string' || typeof text === 'number') {
    return [
      {
        msgtype: 'text',
        kind: 'text',
        text: String(text),
        payload: { content: String(text) },
        fields: { Content: String(text) },
      },
    ];
  }
  throw new ControlError(400, 'nothing to send', WAYS);
}

function rawXml(xml: string): Gesture {
  const inner = parseXml(xml);
  const msgtype = String(inner.MsgType ?? 'unknown');
  const kind = msgtype === 'event' ? String(inner.Event ?? 'unknown') : msgtype;
  return { msgtype, kind, text: `[原始 XML：${kind}]`, payload: { xml }, fields: {}, rawXml: xml };
}

function event(value: unknown): Gesture {
  const fields = typeof value === 'string' ? { event: value } : asFields(value, 'event');
  const name = String(fields.event ?? fields.name ?? '');
  if (name === '') throw new ControlError(400, 'the event has no name', 'e.g. {"from":"zhang","event":"enter_agent"}');
  const extra = Object.entries(asFields(fields.fields ?? {}, 'event.fields')).map(([k, v]) => [
    k,
    typeof v === 'object' ? v : String(v),
  ]);
  return {
    msgtype: 'event',
    kind: name,
    text: name === 'enter_agent' ? '[进入应用]' : `[事件 ${name}]`,
    payload: fields,
    fields: { EventKey: String(fields.key ?? ''), ...Object.fromEntries(extra) },
  };
}

function menuPress(world: World, input: Fields): Gesture[] {
  const wanted = String(input.menu);
  const all = menuButtons(world);
  const button = all.find((b) => b.key === wanted) ?? all.find((b) => b.name === wanted);
  if (button === undefined) {
    const keys = all.map((b) => `${b.key ?? b.url} (${b.name})`).join(', ');
    throw new ControlError(
      404,
      `the menu has no key ${wanted}`,
      keys === '' ? 'the bot has not made a menu yet (menu/create)' : `keys: ${keys}`,
    );
  }
  const press = pressOf(button);
  if (button.type !== 'location_select' || input.location === undefined) return [press];
  return [press, location(input.location)];
}

function pressOf(button: MenuButton): Gesture {
  const kind = button.type ?? 'click';
  return {
    msgtype: 'event',
    kind,
    text: `[菜单 ${button.name}]`,
    payload: { menu: button.key ?? button.url, name: button.name },
    fields: { EventKey: button.key ?? button.url ?? '' },
  };
}

function location(value: unknown): Gesture {
  const f = asFields(value, 'location');
  const lat = Number(f.lat ?? f.latitude);
  const lng = Number(f.lng ?? f.lon ?? f.longitude);
  if (!Number.isFinite(lat) || !Number.isFinite(lng) || Math.abs(lat) > 90 || Math.abs(lng) > 180)
    throw new ControlError(
      400,
      'the location has no valid lat and lng',
      'e.g. {"location":{"lat":34.8676,"lng":113.617,"label":"…"}}',
    );
  const label = String(f.label ?? f.name ?? f.address ?? '');
  return {
    msgtype: 'location',
    kind: 'location',
    text: `[位置 ${label}]`,
    payload: { lat, lng, label },
    fields: { Location_X: lat, Location_Y: lng, Scale: Number(f.scale ?? 16), Label: label, AppType: 'wxwork' },
  };
}

function link(value: unknown): Gesture {
  const f = typeof value === 'string' ? { url: value } : asFields(value, 'link');
  const [title, url] = [String(f.title ?? f.url ?? ''), String(f.url ?? '')];
  const fields = {
    Title: title,
    Description: String(f.description ?? ''),
    Url: url,
    PicUrl: String(f.picUrl ?? ''),
  };
  return { msgtype: 'link', kind: 'link', text: `[链接 ${title}]`, payload: f, fields };
}

async function image(world: World, value: unknown): Promise<Gesture> {
  const name = value === true || value === 'sample' ? 'door' : value;
  const sample = SAMPLES.find((s) => s === name);
  const bytes = sample === undefined ? decode(value, 'image') : await readFile(`${PUBLIC_FOLDER}samples/${sample}.png`);
  const contentType = imageType(bytes);
  if (contentType === undefined)
    throw new ControlError(
      400,
      'the image is neither JPG nor PNG',
      `base64 of a JPG or PNG, or one of ${SAMPLES.join(', ')}`,
    );
  const mediaId = await keepMedia(world, 'image', 'corp', {
    fileName: contentType === 'image/png' ? 'photo.png' : 'photo.jpg',
    contentType,
    bytes,
  });
  return {
    msgtype: 'image',
    kind: 'image',
    text: '[图片]',
    payload: { mediaId, ...(sample === undefined ? {} : { sample }) },
    fields: { PicUrl: `${world.baseUrl}/sandbox/media/${mediaId}`, MediaId: mediaId },
    mediaId,
  };
}

async function voice(world: World, value: unknown): Promise<Gesture> {
  const bytes = value === true || value === 'sample' ? AMR : decode(value, 'voice');
  const mediaId = await keepMedia(world, 'voice', 'corp', { fileName: 'voice.amr', contentType: 'audio/amr', bytes });
  return {
    msgtype: 'voice',
    kind: 'voice',
    text: '[语音]',
    payload: { mediaId },
    fields: { MediaId: mediaId, Format: 'amr' },
    mediaId,
  };
}

async function video(world: World, value: unknown): Promise<Gesture> {
  const bytes = value === true || value === 'sample' ? MP4 : decode(value, 'video');
  const mediaId = await keepMedia(world, 'video', 'corp', { fileName: 'video.mp4', contentType: 'video/mp4', bytes });
  return {
    msgtype: 'video',
    kind: 'video',
    text: '[视频]',
    payload: { mediaId },
    fields: { MediaId: mediaId, ThumbMediaId: mediaId },
    mediaId,
  };
}

/** Not documented for self-built apps; if it arrives, then probably like this (wecom.md 2.1). */
async function file(world: World, value: unknown): Promise<Gesture> {
  const f = typeof value === 'object' && value !== null ? (value as Fields) : { base64: value };
  const fileName = String(f.name ?? '文件.txt');
  const bytes = f.base64 === true || f.base64 === undefined ? Buffer.from(fileName) : decode(f.base64, 'file');
  const mediaId = await keepMedia(world, 'file', 'corp', { fileName, contentType: 'application/octet-stream', bytes });
  return {
    msgtype: 'file',
    kind: 'file',
    text: `[文件 ${fileName}]`,
    payload: { mediaId, fileName },
    fields: { MediaId: mediaId, FileName: fileName },
    mediaId,
  };
}

/** Base64, with or without `data:…;base64,`, or an object that holds it. */
function decode(value: unknown, what: string): Buffer {
  const raw = typeof value === 'object' && value !== null ? (value as Fields).base64 : value;
  const text = typeof raw === 'string' ? raw.replace(/^data:[^,]*,/, '').replace(/\s/g, '') : '';
  if (text === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text))
    throw new ControlError(400, `${what} is not base64`, `base64 text, or "sample"`);
  return Buffer.from(text, 'base64');
}

export function asFields(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new ControlError(400, `${what} must be an object`, WAYS);
}
