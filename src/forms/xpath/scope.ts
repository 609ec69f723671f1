/** What an expression is translated against, and what it can fail with. */
import type { Cel } from './cel.js';

/** What the names in an expression mean where it stands. */
export interface XPathScope {
  /** `${name}`; undefined when there is no such field. */
  ref: (name: string) => Cel | undefined;
  /** The values that a field has in all entries of its list. */
  entries: (name: string) => Cel | undefined;
  /** How many steps up (`..`) the entry of a list is; undefined outside of lists. */
  entryAbove: number | undefined;
  /** `.` */
  self?: Cel;
  /** A bare name: a column of the choices. */
  column?: (name: string) => Cel | undefined;
  /** Labels of the options of a choice, by value. */
  labels: (name: string) => ReadonlyMap<string, string> | undefined;
  /** Something that means a little less here than it does there. */
  note: (code: 'now' | 'once' | 'option', word?: string) => void;
}

/** What cannot be translated. */
export class TranslationFault extends Error {
  override readonly name = 'TranslationFault';
  constructor(
    readonly code: 'function' | 'name' | 'path' | 'arguments' | 'pattern' | 'list',
    readonly word: string,
  ) {
    super(`${code} ${word}`);
  }
}
