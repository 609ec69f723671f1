/** POST /sandbox/send from a customer of customer service: text, pictures, places, taps on menus, coming in, taking back. */
import { findMessages, type JournalMessage } from '../journal.js';
import { enterAsCustomer, type KfPerformed, recallAsCustomer, writeAsCustomer } from '../kf/customer-acts.js';
import { customerNamed, kfAccounts } from '../kf/people.js';
import type { KfCustomer } from '../kf/state.js';
import type { World } from '../world.js';
import { ControlError } from './control-error.js';
import { asFields, type Fields, readGestures } from './read-gesture.js';

/** Ids of WeChat customers as the platform gives them. */
const EXTERNAL_ID = /^w[mo][\w-]{3,62}$/;

/** The customer whom `from` names; an id that nobody has becomes a customer. Undefined when it does not look like one. */
export function customerOf(world: World, from: string): KfCustomer | undefined {
  const known = customerNamed(world, from);
  if (known !== undefined || !EXTERNAL_ID.test(from) || kfAccounts(world).length === 0) return known;
  const guest = { externalUserId: from, nickname: from };
  world.state.kf.guests.push(guest);
  world.changed();
  world.publish({ type: 'directory' });
  return guest;
}

/** What the fields say, ready to be done. @throws ControlError 400 or 404 before anything is done */
export async function readCustomerAct(
  world: World,
  { externalUserId }: KfCustomer,
  item: Fields,
): Promise<() => KfPerformed> {
  const who = { openKfId: accountOf(world, item), externalUserId };
  if (item.recall !== undefined) {
    const msgId = ownMessage(world, externalUserId, item.recall);
    return () => recallAsCustomer(world, who, msgId);
  }
  if (item.event !== undefined) {
    const event = typeof item.event === 'string' ? { event: item.event } : asFields(item.event, 'event');
    if (event.event !== 'enter_session')
      throw new ControlError(400, `customers cause no event ${String(event.event)}`, 'event: "enter_session"');
    const scene = {
      scene: String(item.scene ?? event.scene ?? ''),
      sceneParam: String(item.sceneParam ?? item.scene_param ?? event.sceneParam ?? ''),
    };
    return () => enterAsCustomer(world, who, scene);
  }
  const wantedId = item.menu_id ?? item.menuId;
  const tapped = item.menu === undefined ? undefined : tappedItem(world, externalUserId, String(item.menu));
  const input = tapped === undefined ? item : { text: tapped.label };
  const [gesture] = await readGestures(world, externalUserId, input);
  if (gesture === undefined || gesture.msgtype === 'event')
    throw new ControlError(
      400,
      'customers cannot do that',
      'text, menu, image, voice, video, file, location, link, event, recall',
    );
  const menuId = tapped?.id ?? (wantedId === undefined ? undefined : String(wantedId));
  return () => writeAsCustomer(world, who, gesture, menuId);
}

/** `account` (or `openKfId`): id or name; without it the first one. */
export function accountOf(world: World, item: Fields): string {
  const accounts = kfAccounts(world);
  const wanted = item.account ?? item.openKfId;
  const found =
    wanted === undefined
      ? accounts[0]
      : accounts.find((a) => a.openKfId === String(wanted) || a.name === String(wanted));
  if (found === undefined)
    throw new ControlError(
      404,
      wanted === undefined ? 'there is no customer-service account' : `there is no account ${String(wanted)}`,
      `accounts: ${accounts.map((a) => `${a.openKfId} (${a.name})`).join(', ') || 'none in the directory'}`,
    );
  return found.openKfId;
}

interface MenuItem {
  id: string;
  label: string;
}

/** By id in any menu there; by caption or number in the newest. */
function tappedItem(world: World, externalUserId: string, wanted: string): MenuItem {
  const menus = findMessages(world.state, { to: externalUserId, type: 'msgmenu', via: 'kf', limit: 50 }).map(clicksOf);
  const newest = menus.at(-1) ?? [];
  const item =
    menus.flat().findLast((i) => i.id === wanted) ??
    newest.find((i) => i.label === wanted || i.label.replace(/^\d+ /, '') === wanted) ??
    (/^\d+$/.test(wanted) ? newest[Number(wanted) - 1] : undefined);
  if (item !== undefined) return item;
  const there = newest.map((i) => i.label).join(', ');
  throw new ControlError(
    404,
    `the menu has no ${wanted}`,
    there === '' ? 'no menu has arrived there yet' : `newest menu: ${there}`,
  );
}

function clicksOf({ payload }: JournalMessage): MenuItem[] {
  const { msgmenu } = payload as { msgmenu: { list: { type: string; click?: { id?: string; content: string } }[] } };
  return msgmenu.list.flatMap(({ click }) =>
    click === undefined ? [] : [{ id: click.id ?? '', label: click.content }],
  );
}

/** `true` takes back the last message; else its journal id (`m12`) or the platform's. */
function ownMessage(world: World, externalUserId: string, wanted: unknown): string {
  const own = world.state.messages.filter(
    (m) => m.from === externalUserId && m.msgid !== undefined && m.msgtype !== 'event',
  );
  const found = wanted === true ? own.at(-1) : own.find((m) => m.id === wanted || m.msgid === wanted);
  if (found?.msgid === undefined)
    throw new ControlError(
      404,
      'there is no such message to take back',
      'recall: true (the last one), or a message id',
    );
  return found.msgid;
}
