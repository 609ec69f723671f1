/** Who is who: members of the corp, groups, and what a caller means by a name. */
import { customerNamed } from './kf/people.js';
import type { SandboxGroup, SandboxMember } from './options.js';
import type { World } from './world.js';

/** userids are compared without regard to case (wecom.md 0.3). */
export function findMember(world: World, userid: string): SandboxMember | undefined {
  const wanted = userid.toLowerCase();
  return allMembers(world).find((m) => m.userid.toLowerCase() === wanted);
}

/** The directory and those who wrote without being in it; all of them are in the app's visible scope. */
export function allMembers(world: World): SandboxMember[] {
  const guests = world.state.guests.map((userid) => ({ userid, name: userid, position: '', department: '' }));
  const known = new Set(world.directory.members.map((m) => m.userid.toLowerCase()));
  return [...world.directory.members, ...guests.filter((g) => !known.has(g.userid.toLowerCase()))];
}

/** Groups of the directory and those the app made itself (their id is the chatid). */
export function allGroups(world: World): SandboxGroup[] {
  const own = Object.entries(world.state.appChats).map(([chatId, chat]) => ({
    key: chatId,
    chatId,
    name: chat.name,
    members: chat.userlist,
  }));
  const known = new Set(world.directory.groups.map((g) => g.chatId));
  return [...world.directory.groups, ...own.filter((g) => !known.has(g.chatId))];
}

/** The member that `text` names: a userid, else the only person of that name. */
export function memberNamed(world: World, text: string): SandboxMember | undefined {
  const byId = findMember(world, text);
  if (byId !== undefined) return byId;
  const byName = allMembers(world).filter((m) => m.name === text);
  return byName.length === 1 ? byName[0] : undefined;
}

/** The conversation that `text` names: a userid or a person's name, a customer; a group's key, chatid or name. */
export function conversationNamed(world: World, text: string): string | undefined {
  const group = allGroups(world).find((g) => g.key === text || g.chatId === text || g.name === text);
  return group?.key ?? memberNamed(world, text)?.userid ?? customerNamed(world, text)?.externalUserId;
}

/** Departments have names here; the platform wants numbers: 1 is the root, the rest in order of first appearance. */
export function departmentIds(world: World): Map<string, number> {
  const names = new Set(allMembers(world).map((m) => m.department ?? ''));
  names.delete('');
  return new Map([...names].map((name, i) => [name, i + 2]));
}

/** Members of a department; department 1 holds everybody. */
export function membersOfDepartment(world: World, id: number): SandboxMember[] | undefined {
  if (id === 1) return allMembers(world);
  const name = [...departmentIds(world)].find(([, n]) => n === id)?.[0];
  return name === undefined ? undefined : allMembers(world).filter((m) => m.department === name);
}
