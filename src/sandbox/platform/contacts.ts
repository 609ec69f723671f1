/** Read-only calls about the app, its members and addresses (wecom.md 8.1, 9.4). */
import { allMembers, departmentIds, findMember } from '../directory.js';
import { ApiError } from './api-error.js';
import type { Call } from './call.js';
import { checkAgent } from './recipients.js';

export const agentGet: Call = {
  method: 'GET',
  auth: 'token',
  run(world, { query }) {
    checkAgent(world, query.agentid === undefined ? undefined : Number(query.agentid));
    return {
      agentid: world.credentials.agentId,
      name: '两网助手',
      description: '',
      allow_userinfos: { user: allMembers(world).map((m) => ({ userid: m.userid })) },
      allow_partys: { partyid: world.settings.rootScope ? [1] : [2] },
      close: 0,
      redirect_domain: world.settings.trustedDomains?.[0] ?? '',
      report_location_flag: 0,
      isreportenter: 1,
    };
  },
};

export const userGet: Call = {
  method: 'GET',
  auth: 'token',
  run(world, { query }) {
    const { userid } = query;
    if (userid === undefined) throw new ApiError(41009, 'missing userid');
    const member = findMember(world, userid);
    if (member === undefined) throw new ApiError(60111, 'userid not found');
    const department = departmentIds(world).get(member.department ?? '') ?? 1;
    // Apps made after 2022-06-20 read no mobile, e-mail, avatar, gender or address.
    return {
      userid: member.userid,
      name: member.name,
      department: [department],
      main_department: department,
      order: [0],
      position: member.position ?? '',
      is_leader_in_dept: [0],
      direct_leader: [],
      status: 1,
    };
  },
};

export const addresses: Call = { method: 'GET', auth: 'token', run: () => ({ ip_list: ['127.0.0.1', '127.0.0.*'] }) };
