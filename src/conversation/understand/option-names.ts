/** What an option can be called, made plain once per option: label, its core without brackets, synonyms, value, sounds. */
import type { Option } from '../../../schemas/field.js';
import { type Pinyin, toPinyin } from '../../lib/pinyin.js';
import { plain } from './clean.js';

export interface NamedOption {
  option: Option;
  value: string;
  /** Label first. */
  names: readonly string[];
}

const named = new WeakMap<Option, NamedOption>();
const sounds = new WeakMap<Option, readonly NameSound[]>();

/** Punctuation and spaces off, 其它 as 其他. */
export function bare(text: string): string {
  return plain(text)
    .replace(/[\s"'“”‘’「」『』【】[\]《》〈〉()（）。.,，、;；:：!！?…~]/g, '')
    .replaceAll('其它', '其他');
}

export function nameOption(option: Option): NamedOption {
  const known = named.get(option);
  if (known !== undefined) return known;
  const core = option.label.replace(/[（(].*$/s, '');
  const names = [option.label, core, ...(option.synonyms ?? [])].map(bare).filter((name) => name !== '');
  const made = { option, value: bare(option.value), names: [...new Set(names)] };
  named.set(option, made);
  return made;
}

/** How one name sounds; `syllables` are its beginnings that end with a syllable (`ge`, `geti`, `getihu`). */
export interface NameSound extends Pinyin {
  syllables: ReadonlySet<string>;
}

/** Sounds of the names, in their order. */
export function soundsOf({ option, names }: NamedOption): readonly NameSound[] {
  const known = sounds.get(option);
  if (known !== undefined) return known;
  const made = names.map((name) => {
    const beginnings = Array.from({ length: Math.min(name.length, 12) }, (_, i) => toPinyin(name.slice(0, i + 1)).full);
    return { ...toPinyin(name), syllables: new Set(beginnings) };
  });
  sounds.set(option, made);
  return made;
}
