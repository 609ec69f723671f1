/**
 * Personal data at the edge (domain.md 10, PROPOSED defaults; the national conventions differ). Values that don't have the
 * expected shape are hidden whole: a mask must never show more than the rule.
 */

/** `case_handler`: who handles the case the number belongs to; `other`: everybody else. */
export type Viewer = 'case_handler' | 'other';

const COMPOUND_SURNAMES =
  /^(欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|令狐|轩辕|呼延|百里|东郭|西门)/;

/** 张三丰 → `张**`, 张三 → `张*`. Compound surnames are kept; a single character is hidden. */
export function maskName(name: string): string {
  const chars = [...name.trim()];
  if (chars.length < 2) return '*';
  const kept = chars.length > 2 && COMPOUND_SURNAMES.test(name.trim()) ? 2 : 1;
  return chars.slice(0, kept).join('') + '*'.repeat(Math.min(chars.length - kept, 3));
}

/** The handler sees area and end (6 + 4, birth date hidden), everybody else the last 4. */
export function maskIdNumber(number: string, viewer: Viewer): string {
  if (!/^\d{17}[\dX]$/.test(number)) return hideButLast(number, number.length > 8 ? 2 : 0);
  return viewer === 'case_handler' ? `${number.slice(0, 6)}********${number.slice(14)}` : hideButLast(number, 4);
}

/** `138****5678`; a landline keeps area code and last 2 digits. */
export function maskPhone(phone: string): string {
  if (/^\d{11}$/.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(7)}`;
  const landline = /^(0\d{2,3})-?(\d{7,8})(?:-\d+)?$/.exec(phone);
  if (landline !== null) return `${landline[1]}-****${landline[2]?.slice(-2)}`;
  return hideButLast(phone, phone.length > 8 ? 2 : 0);
}

/** `**** 6789`. */
export function maskBankCard(number: string): string {
  return /^\d{12,19}$/.test(number) ? `**** ${number.slice(-4)}` : '****';
}

/** An address down to the village or community, else the town, else the district; what follows is `**`. */
export function maskAddress(address: string): string {
  const village = /^.*?(?:村民委员会|居民委员会|社区|村委会|居委会|村)/.exec(address)?.[0];
  const town = /^.*?(?:街道办事处|街道|镇|乡)/.exec(address)?.[0];
  const district = /^.*?(?:区|县)/.exec(address)?.[0];
  return `${village ?? town ?? district ?? ''}**`;
}

/**
 * An employer's name is not personal, but an individual business may carry its owner's: 惠济区张三丰小吃店 → `惠济区张**小吃店`.
 * @param owner the person's name to look for
 */
export function maskOwnerInName(employerName: string, owner: string): string {
  return owner.length < 2 ? employerName : employerName.replaceAll(owner, maskName(owner));
}

/** Digits of one number as people break them up: `138 0013-8000`. */
const broken = (...parts: string[]) => new RegExp(`(?<!\\d)${parts.join('[\\s\\p{Pd}·.]?')}(?!\\d)`, 'gu');
const digits = (n: number) => Array.from({ length: n }, () => '\\d');
const ID_NUMBER = broken(
  '[1-8]',
  ...digits(5),
  '[12]',
  '[089]',
  ...digits(2),
  '[01]',
  ...digits(1),
  '[0-3]',
  ...digits(4),
  '[\\dXx]',
);
const OLD_ID_NUMBER = broken('[1-8]', ...digits(7), '[01]', '\\d', '[0-3]', ...digits(4));
const MOBILE = broken('(?:86)?', '1', '[3-9]', ...digits(9));
const LANDLINE = /(?<!\d)0\d{2,3}[-—– ]?\d{7,8}(?!\d)/gu;
const BANK_CARD = /(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)/gu;

/**
 * A text that a person wrote, with identity numbers, telephone numbers and bank cards masked wherever they stand, also in
 * full-width digits and broken up: what may be stored in clear. The text is otherwise as written.
 */
export function maskNumbersIn(text: string): string {
  const plain = (found: string) => found.replace(/[^\dXx]/g, '').toUpperCase();
  return text
    .replace(/[０-９Ｘｘ]/g, (c) => c.normalize('NFKC'))
    .replace(ID_NUMBER, (found) => maskIdNumber(plain(found), 'other'))
    .replace(BANK_CARD, (found) => maskBankCard(plain(found)))
    .replace(OLD_ID_NUMBER, (found) => hideButLast(plain(found), 4))
    .replace(MOBILE, (found) => maskPhone(plain(found).slice(-11)))
    .replace(LANDLINE, (found) => hideButLast(plain(found), 2));
}

/** The same numbers as digits only: what a text says of persons beside names. */
export function numbersIn(text: string): string[] {
  const plain = text.replace(/[０-９Ｘｘ]/g, (c) => c.normalize('NFKC'));
  const patterns = [ID_NUMBER, OLD_ID_NUMBER, MOBILE, LANDLINE, BANK_CARD];
  return [...new Set(patterns.flatMap((pattern) => plain.match(pattern) ?? []).map((n) => n.replace(/[^\dXx]/g, '')))];
}

function hideButLast(text: string, shown: number): string {
  const chars = [...text];
  return '*'.repeat(Math.max(0, chars.length - shown)) + chars.slice(chars.length - shown).join('');
}
