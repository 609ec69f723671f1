/** What people read in a form that has several languages: Chinese where there is any. */

const CHINESE = /::.*(中文|汉语|简体|zh|chinese)/i;

/** Picks texts (`label`, `hint`, `constraint_message`) out of a row. @param defaultLanguage of the settings */
export function wordsIn(
  cells: ReadonlyMap<string, string>,
  column: string,
  defaultLanguage?: string,
): string | undefined {
  const own = [...cells].filter(([name]) => name === column || name.startsWith(`${column}::`));
  const chosen =
    own.find(([name]) => CHINESE.test(name)) ??
    own.find(([name]) => name === column) ??
    own.find(([name]) => defaultLanguage !== undefined && name === `${column}::${defaultLanguage}`) ??
    own[0];
  return chosen?.[1];
}

const REF = /\$\{\s*([^}]+?)\s*\}/g;

/** Texts with `${name}` become templates. @param cel what stands for a name */
export function templateOf(text: string, cel: (name: string) => string): string {
  return text.replace(REF, (_all, name: string) => `{{${cel(name)}}}`);
}

export function hasRefs(text: string): boolean {
  return text.search(REF) >= 0;
}

/** A text without its `${name}`: what a field is called in lists. */
export function plainWords(text: string): string {
  return text.replace(REF, '…').replace(/\s+/g, ' ').trim();
}
