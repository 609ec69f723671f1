/** What makes cards answerable: task ids, response codes, and updates of cards that people have (wecom.md 3.5). */

import { z } from 'zod';
import { findMember } from '../directory.js';
import { type CardState, cardOf, type JournalMessage, messageChanged, newestCard } from '../journal.js';
import type { World } from '../world.js';
import { ApiError } from './api-error.js';
import type { Call } from './call.js';
import { readableText } from './readable.js';
import { checkAgent } from './recipients.js';
import { checkStrict } from './strict.js';
import { APP_CARD } from './template-card.js';

const CODE_LIFE_MS = 72 * 3_600_000;

/** A task id is unique per app, for ever. @throws ApiError 42014 */
export function takeTaskId(world: World, taskId: string): void {
  if (world.state.taskIds[taskId] === true) throw new ApiError(42014, `invalid task_id: ${taskId} was used before`);
  world.state.taskIds[taskId] = true;
  world.changed();
}

/** A new code for one update of the card; old ones are forgotten. */
export function issueResponseCode(world: World, taskId: string): string {
  const now = world.clock.now().getTime();
  for (const [code, { at }] of Object.entries(world.state.responseCodes)) {
    if (now - at > 2 * CODE_LIFE_MS) delete world.state.responseCodes[code];
  }
  const code = world.random(32).toString('base64url');
  world.state.responseCodes[code] = { taskId, at: now, used: false };
  world.changed();
  return code;
}

/** @returns the task id @throws ApiError 60140 unknown, used, or older than 72 h */
function takeResponseCode(world: World, code: string): string {
  const known = world.state.responseCodes[code];
  if (known === undefined) throw new ApiError(60140, 'invalid response_code');
  if (known.used) throw new ApiError(60140, 'invalid response_code: used already');
  if (world.clock.now().getTime() - known.at > CODE_LIFE_MS)
    throw new ApiError(60140, 'invalid response_code: expired');
  known.used = true;
  world.changed();
  return known.taskId;
}

/** Changes what one person sees of a card. @param change caption of the greyed button, and perhaps a new card */
export function updateCard(
  world: World,
  message: JournalMessage,
  change: { replaced?: string; card?: Record<string, unknown> },
): void {
  const state: CardState = { taskId: String(cardOf(message).task_id), updatedAt: world.clock.now().toISOString() };
  if (change.replaced !== undefined) state.replaced = change.replaced;
  if (change.card !== undefined) {
    // A new card keeps its place in the conversation: later clicks carry the same task id unless it names another.
    state.current = { task_id: state.taskId, ...change.card };
    state.text = readableText('template_card', change.card);
  }
  message.card = state;
  messageChanged(world, message);
}

const Update = z
  .strictObject({
    userids: z.array(z.string()).max(1_000).optional(),
    partyids: z.array(z.int()).max(100).optional(),
    tagids: z.array(z.int()).max(100).optional(),
    atall: z.literal([0, 1]).optional(),
    agentid: z.int(),
    response_code: z.string().min(1),
    enable_id_trans: z.literal([0, 1]).optional(),
    button: z.strictObject({ replace_name: z.string().min(1) }).optional(),
    template_card: z.record(z.string(), z.unknown()).optional(),
  })
  .refine((u) => (u.button === undefined) !== (u.template_card === undefined), 'either button or template_card')
  .refine(
    (u) => u.atall === 1 || [u.userids, u.partyids, u.tagids].some((l) => (l?.length ?? 0) > 0),
    'nobody to update',
  );

/** Checks a replacing card; `replace_text` and a missing task_id belong to updates only. */
export function checkReplacement(
  raw: Record<string, unknown>,
  taskId: string,
): { replaced?: string; card: Record<string, unknown> } {
  const { replace_text, ...rest } = raw;
  if (replace_text !== undefined && typeof replace_text !== 'string')
    throw new ApiError(40058, 'invalid param template_card.replace_text: expected a string');
  const card = { task_id: taskId, ...rest };
  checkStrict(APP_CARD as z.ZodType, card);
  return { card, ...(replace_text === undefined ? {} : { replaced: replace_text }) };
}

/** POST message/update_template_card: for all receivers that are named, once per code. */
export const updateTemplateCard: Call = {
  method: 'POST',
  auth: 'token',
  run(world, { body }) {
    checkAgent(world, body.agentid);
    const { value: update } = checkStrict(Update, body);
    const known = world.state.responseCodes[update.response_code];
    const change =
      update.template_card === undefined
        ? { replaced: update.button?.replace_name ?? '' }
        : checkReplacement(update.template_card, known?.taskId ?? 'x');
    const taskId = takeResponseCode(world, update.response_code);
    const holders = world.state.messages.filter(
      (m) => m.msgtype === 'template_card' && m.via !== 'user' && cardOf(m).task_id === taskId,
    );
    const wanted =
      update.atall === 1 || update.partyids !== undefined ? holders.map((m) => m.to) : (update.userids ?? []);
    const invaliduser: string[] = [];
    for (const userid of new Set(wanted)) {
      const member = findMember(world, userid);
      const card = member === undefined ? undefined : newestCard(world.state, member.userid, taskId);
      if (card === undefined) invaliduser.push(userid.toLowerCase());
      else updateCard(world, card, change);
    }
    return { invaliduser };
  },
};
