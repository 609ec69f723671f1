/** POST message/recall: within 24 hours, for all receivers (wecom.md 3.6). */
import { z } from 'zod';
import { messageChanged } from '../journal.js';
import { ApiError } from './api-error.js';
import type { Call } from './call.js';
import { checkStrict } from './strict.js';

const LIMIT_MS = 24 * 3_600_000;

export const messageRecall: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { body }) {
    const { value } = checkStrict(z.strictObject({ msgid: z.string().min(1) }), body);
    const copies = world.state.messages.filter((m) => m.msgid === value.msgid && m.via === 'send');
    const [first] = copies;
    if (first === undefined) throw new ApiError(40058, 'invalid msgid');
    if (world.clock.now().getTime() - Date.parse(first.at) > LIMIT_MS)
      throw new ApiError(42052, 'recall too late: 24 hours');
    for (const copy of copies) {
      copy.recalled = true;
      messageChanged(world, copy);
    }
    return {};
  },
};
