import type { MatterRules } from '../../../schemas/matter-rules.js';
import type { KeyRing } from '../../lib/seal.js';
import type { Calendar } from '../../lib/workdays.js';
import type { Tx } from '../../models/transaction.js';
import type { GridReader } from '../grid/index.js';
import type { StaffReader } from '../staff/index.js';
import type { Letters } from './letters.js';
import type { RandomBytes } from './receipt.js';
import type { Lexicon } from './words.js';

/** What the matters domain needs all the time; put together once per process. */
export interface MatterHouse {
  grid: GridReader;
  staff: StaffReader;
  /** Seals what people wrote. */
  keys: KeyRing;
  /** Seals who they are: a ring of its own. */
  identityKeys: KeyRing;
  calendar: Calendar;
  rules: MatterRules;
  words: Lexicon;
  letters: Letters;
  random: RandomBytes;
}

export type MatterDeps = MatterHouse & { tx: Tx };
