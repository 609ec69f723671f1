/** Who gets an app message: touser, toparty, totag (wecom.md 3.2). */
import { allMembers, findMember, membersOfDepartment } from '../directory.js';
import type { SandboxMember } from '../options.js';
import type { World } from '../world.js';
import { ApiError } from './api-error.js';

export interface Recipients {
  members: SandboxMember[];
  invalidUsers: string[];
  invalidParties: string[];
  invalidTags: string[];
}

const USERS_MAX = 1_000;
const PARTIES_MAX = 100;

/**
 * Resolves the lists; invalid userids come back in lower case.
 * @throws ApiError 82001 all empty, 40032/82002/82003 too long, 81013 nobody valid
 */
export function resolveRecipients(world: World, users: string[], parties: string[], tags: string[]): Recipients {
  if (users.includes('@all'))
    return { members: allMembers(world), invalidUsers: [], invalidParties: [], invalidTags: [] };
  if (users.length + parties.length + tags.length === 0)
    throw new ApiError(82001, 'user & party & tag all invalid: empty');
  if (users.length > USERS_MAX) throw new ApiError(40032, `invalid userid list length: at most ${USERS_MAX}`);
  if (parties.length > PARTIES_MAX) throw new ApiError(82002, `invalid party list length: at most ${PARTIES_MAX}`);
  if (tags.length > PARTIES_MAX) throw new ApiError(82003, `invalid tag list length: at most ${PARTIES_MAX}`);
  const members = new Map<string, SandboxMember>();
  const keep = (m: SandboxMember) => members.set(m.userid.toLowerCase(), m);
  const invalidUsers = users.filter((u) => {
    const member = findMember(world, u);
    if (member !== undefined) keep(member);
    return member === undefined;
  });
  const invalidParties = parties.filter((p) => {
    const found = membersOfDepartment(world, Number(p));
    found?.forEach(keep);
    return found === undefined;
  });
  // Tags are not kept here: none is valid.
  if (members.size === 0) throw new ApiError(81013, 'user & party & tag all invalid');
  return {
    members: [...members.values()],
    invalidUsers: invalidUsers.map((u) => u.toLowerCase()),
    invalidParties,
    invalidTags: tags,
  };
}

/** `a|b|c` as a list; undefined or empty is none. @throws ApiError 40058 when it is no text */
export function splitIds(value: unknown, field: string): string[] {
  if (value === undefined) return [];
  if (typeof value !== 'string') throw new ApiError(40058, `invalid param ${field}: expected a string`);
  return value.split('|').filter((id) => id !== '');
}

/** @throws ApiError 40056 no number, 301002 another app's */
export function checkAgent(world: World, agentid: unknown): void {
  if (agentid === undefined) throw new ApiError(41011, 'missing agentid');
  if (typeof agentid !== 'number' || !Number.isInteger(agentid))
    throw new ApiError(40056, 'invalid agentid: expected an integer');
  if (agentid !== world.credentials.agentId)
    throw new ApiError(301002, 'not allow operate another agent with this accesstoken');
}
