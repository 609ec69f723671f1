/** Accounts, customers and servicers of customer service. */
import type { SandboxKfAccount } from '../options.js';
import type { World } from '../world.js';
import type { KfCustomer } from './state.js';

export function kfAccounts(world: World): SandboxKfAccount[] {
  return world.directory.kf?.accounts ?? [];
}

export function findAccount(world: World, openKfId: string): SandboxKfAccount | undefined {
  return kfAccounts(world).find((account) => account.openKfId === openKfId);
}

/** The directory's customers and those who wrote without being in it. */
export function kfCustomers(world: World): KfCustomer[] {
  const listed = world.directory.kf?.customers ?? [];
  const known = new Set(listed.map((c) => c.externalUserId));
  return [...listed, ...world.state.kf.guests.filter((g) => !known.has(g.externalUserId))];
}

/** By id, else the only one of that name. */
export function customerNamed(world: World, text: string): KfCustomer | undefined {
  const all = kfCustomers(world);
  const byId = all.find((c) => c.externalUserId === text);
  if (byId !== undefined) return byId;
  const byName = all.filter((c) => c.nickname === text);
  return byName.length === 1 ? byName[0] : undefined;
}

/** userid → 0 on duty (接待中), 1 not. */
export function servicersOf(world: World, openKfId: string): Record<string, 0 | 1> {
  const { servicers } = world.state.kf;
  servicers[openKfId] ??= Object.fromEntries((world.directory.kf?.servicers ?? []).map((userid) => [userid, 0]));
  return servicers[openKfId];
}

/** The servicer as the list spells him. */
export function findServicer(world: World, openKfId: string, userid: string): string | undefined {
  return Object.keys(servicersOf(world, openKfId)).find((id) => id.toLowerCase() === userid.toLowerCase());
}

export function servicerName(world: World, userid: string): string {
  return world.directory.members.find((m) => m.userid.toLowerCase() === userid.toLowerCase())?.name ?? userid;
}
