/**
 * How long what is kept (domain.md 10), and removing it. Numbers, states, counts and days stay, so that old digests can be
 * reckoned again; who it was and what was written goes. What was written in a filed case belongs to its file.
 */

import type { Matter } from '../../../schemas/matter.js';
import type { MatterRules } from '../../../schemas/matter-rules.js';
import { addDays, addMonths, type Day } from '../../lib/day.js';
import { matterBatch, removeEventNotes, replaceMatter } from '../../models/matter.js';
import { removeDocumentTexts } from '../../models/matter-document.js';
import { removeIdentities, removeMissesBefore, removeProtected, removeTokens } from '../../models/matter-identity.js';
import { removeOriginals } from '../../models/matter-redaction.js';
import { removeIdleSessions } from '../../models/session.js';
import { audit } from '../audit/index.js';
import type { MatterDeps } from './deps.js';

const ENDED = ['guided', 'transferred', 'refused', 'closed', 'archived'];
const DAY_MS = 86_400_000;

/** When the raw text and the token go, and when everything that is personal goes; absent while the matter is open. */
export function keepUntil(
  { state, endedOnState, filedOn }: Pick<Matter, 'state' | 'endedOnState' | 'filedOn'>,
  rules: MatterRules['retention'],
): { rawText?: Day; strip?: Day } {
  if (endedOnState === undefined || !ENDED.includes(state)) return {};
  const years = filedOn === undefined ? rules.refusedYears : rules.closedFileYears;
  return { rawText: addDays(endedOnState, rules.rawTextDays), strip: addMonths(endedOnState, years * 12) };
}

export interface Removed {
  stripped: number;
  rawTexts: number;
  /** More is due than one portion holds. */
  more: boolean;
}

/** Removes what is due on a day, one portion of matters. A job calls it again while there is more. */
export async function applyRetention(deps: MatterDeps, today: Day, limit = 100): Promise<Removed> {
  const { tx, rules } = deps;
  removeMissesBefore(tx, new Date(tx.now.getTime() - DAY_MS));
  removeIdleSessions(tx, new Date(tx.now.getTime() - rules.retention.draftDays * DAY_MS));
  const { refusedYears, closedFileYears, rawTextDays } = rules.retention;
  const endedBefore = (day: Day) => ({ endedOnState: { $lt: day } });
  const due = {
    state: { $in: ENDED },
    $or: [
      {
        strippedOn: { $exists: false },
        filedOn: { $exists: false },
        ...endedBefore(addMonths(today, -12 * refusedYears)),
      },
      {
        strippedOn: { $exists: false },
        filedOn: { $exists: true },
        ...endedBefore(addMonths(today, -12 * closedFileYears)),
      },
      { rawTextRemovedOn: { $exists: false }, ...endedBefore(addDays(today, -rawTextDays)) },
    ],
  };
  const matters = await matterBatch(tx, due, '', limit);
  let stripped = 0;
  for (const matter of matters) {
    const { strip } = keepUntil(matter, rules.retention);
    const all = strip !== undefined && strip < today;
    if (all) stripped++;
    remove(deps, matter, all, today);
  }
  return { stripped, rawTexts: matters.length - stripped, more: matters.length === limit };
}

function remove({ tx }: MatterDeps, matter: Matter, all: boolean, today: Day): void {
  const { facts, demands, hiredBy, ...rest } = matter;
  const keepsText = matter.filedOn !== undefined && !all;
  const texts = { ...(facts && { facts }), ...(demands && { demands }), ...(hiredBy && { hiredBy }) };
  replaceMatter(tx, matter, {
    ...rest,
    ...(keepsText && texts),
    ...(all && { strippedOn: today, evidence: [], representatives: [] }),
    rawTextRemovedOn: matter.rawTextRemovedOn ?? today,
    updatedAt: tx.now,
  });
  removeTokens(tx, matter._id);
  if (!keepsText) removeOriginals(tx, matter._id);
  if (all || matter.kind === 'complaint') removeProtected(tx, matter._id);
  if (all) {
    removeIdentities(tx, matter._id);
    removeEventNotes(tx, matter._id);
    removeDocumentTexts(tx, matter._id);
  }
  const changes = { what: all ? 'all_personal' : keepsText ? 'token' : 'raw_text_and_token' };
  audit(tx, { actor: 'sys', action: 'matter.retention', object: { kind: 'matter', id: matter._id }, changes });
}
