/** Matters for tests without a database: a record in any state, and scopes of invented people. */
import path from 'node:path';
import type { Matter } from '../../schemas/matter.js';
import type { Role, Scope } from '../../schemas/scope.js';
import { loadCalendar } from '../../src/domain/calendar/index.js';
import { loadLetters, loadMatterRules, loadMatterWords, makeLexicon } from '../../src/domain/matters/index.js';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const RULES = loadMatterRules(path.join(ROOT, 'config/matters.yaml'));
export const LEXICON = makeLexicon(loadMatterWords(path.join(ROOT, 'config/matter-words.yaml')));
export const LETTERS = loadLetters(path.join(ROOT, 'templates/letters'));
export const CALENDAR = loadCalendar(path.join(ROOT, 'calendar'));

export const TODAY = '2026-03-02';

/** @param area grid path of the one role */
export function scopeOf(userid: string, role: Role, area = '/d/', more: Partial<Scope> = {}): Scope {
  const roles = [{ role, nodeId: area, gridPath: area }];
  return { userid, staffId: userid, prefixes: [area], roles, certified: true, today: TODAY, ...more };
}

export function matterIn(state: Matter['state'], more: Partial<Matter> = {}): Matter {
  const at = new Date(`${TODAY}T09:00:00+08:00`);
  return {
    _id: 'm1',
    version: 3,
    cellId: 'v11',
    gridPath: '/d/t1/v11/',
    pastCells: [],
    createdAt: at,
    updatedAt: at,
    kind: 'complaint',
    state,
    stateSince: '2026-02-24',
    priority: 'normal',
    channel: 'counter',
    receiptNo: 'HJ260224-00018',
    registerNo: '惠投〔2026〕0001号',
    receivedAt: at,
    receivedOn: '2026-02-24',
    receivedBy: 'co',
    anonymous: false,
    categories: ['M2'],
    evidence: [],
    complainants: 1,
    peopleAtReceipt: 1,
    redFlags: [],
    clocks: [],
    handlers: [],
    recused: [],
    ends: [],
    mergedFrom: [],
    representatives: [],
    escalations: [],
    ...more,
  };
}
