/** Complaints and reports: the domain put together once, and the guard before groups. */
import * as crypto from 'node:crypto';
import { join } from 'node:path';
import {
  guardSender,
  loadLetters,
  loadMatterRules,
  loadMatterWords,
  type MatterHouse,
  makeLexicon,
} from '../domain/matters/index.js';
import { dayOf } from '../lib/day.js';
import { readKeyRing } from '../lib/seal.js';
import type { Parts } from './parts.js';

export interface MatterFolders {
  /** `matters.yaml`, `matter-words.yaml`. */
  config: string;
  letters: string;
}

interface MatterParts extends Pick<Parts, 'grid' | 'staff' | 'keys' | 'calendar' | 'dataKeys'> {
  randomBytes?: MatterHouse['random'];
}

/** @throws Error when rules, words or letters have faults */
export function wireMatters(
  { grid, staff, keys, calendar, dataKeys, randomBytes = crypto.randomBytes }: MatterParts,
  folders: MatterFolders,
): MatterHouse {
  return {
    grid,
    staff,
    keys,
    identityKeys: readKeyRing(dataKeys, 'identity'),
    calendar,
    rules: loadMatterRules(join(folders.config, 'matters.yaml')),
    words: makeLexicon(loadMatterWords(join(folders.config, 'matter-words.yaml'))),
    letters: loadLetters(folders.letters),
    random: randomBytes,
  };
}

/** The last stop before a group: what holds a protected value becomes a dead letter with an alert. */
export function guardGroups({ grid, matters, clock, transaction }: Parts) {
  const { identityKeys, words } = matters;
  const today = () => dayOf(clock());
  return (send: Parameters<typeof guardSender>[1]) =>
    guardSender({ grid, identityKeys, publicWords: words.publicWords, transactions: transaction, today }, send);
}
