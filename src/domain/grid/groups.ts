import type { GridNode, GroupChat, GroupPurpose } from '../../../schemas/grid.js';
import { type KeyRing, seal, unseal } from '../../lib/seal.js';

/** A group as it is told by hand: the key of its robot, or the id of an app chat. */
export interface NewGroup {
  purpose: GroupPurpose;
  name: string;
  way: OpenGroupWay;
}

/** The way to a group in clear. Never logged, exported or audited. */
export type OpenGroupWay = { kind: 'webhook'; key: string } | { kind: 'appchat'; chatId: string };

/** The groups of a node after one was set; the one before for the same purpose goes. For `changeNode`. */
export function groupsWith(
  keys: KeyRing,
  groups: readonly GroupChat[],
  input: NewGroup,
  newId: () => string,
): GroupChat[] {
  const before = groups.find(({ purpose }) => purpose === input.purpose);
  const id = before?.id ?? newId();
  const group = { id, purpose: input.purpose, name: input.name, way: sealWay(keys, id, input.way, before) };
  return [...groups.filter((other) => other !== before), group].sort((a, b) => (a.purpose < b.purpose ? -1 : 1));
}

/** How to reach a group of a node; null when it has none for the purpose. */
export function wayToGroup(
  keys: KeyRing,
  node: GridNode,
  purpose: GroupPurpose = 'work',
): (OpenGroupWay & { name: string }) | null {
  const group = node.groups.find((other) => other.purpose === purpose);
  return group === undefined ? null : { ...openWay(keys, group), name: group.name };
}

const place = (id: string) => ({ collection: 'grid_nodes', id, field: 'webhookKey' }) as const;

function openWay(keys: KeyRing, { id, way }: GroupChat): OpenGroupWay {
  return way.kind === 'appchat' ? way : { kind: 'webhook', key: unseal(keys, way.sealedKey, place(id)) };
}

/** An unchanged key keeps its seal, so that nothing is written. */
function sealWay(keys: KeyRing, id: string, way: OpenGroupWay, before: GroupChat | undefined): GroupChat['way'] {
  if (way.kind === 'appchat') return way;
  const known = before === undefined ? null : openWay(keys, before);
  if (before !== undefined && known?.kind === 'webhook' && known.key === way.key) return before.way;
  return { kind: 'webhook', sealedKey: seal(keys, way.key, place(id)) };
}
