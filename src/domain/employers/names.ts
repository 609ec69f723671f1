/** Names and addresses made plain, so that the same shop is found again however it was written. */

const REGIONS = /^(?:(?:中国|河南省?|郑州市?|惠济区?|市辖区)+)/;
const FORMS =
  /(?:有限责任公司|股份有限公司|有限公司|个体工商户|合伙企业|普通合伙|有限合伙|分公司|总公司|集团|公司|经营部|门市部|服务部|商行|商店|专营店|店铺|店|厂|部|中心)$/;

/**
 * The core of an employer's name: half-width, lower case, without brackets and punctuation, without region in front and legal
 * form behind (郑州市惠济区惠民快餐店（个体工商户） → 惠民快餐). What would become too short stays as it was.
 */
export function plainEmployerName(name: string): string {
  const whole = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{Script=Han}a-z0-9]/gu, '');
  const shortened = (from: string, pattern: RegExp) => {
    const rest = from.replace(pattern, '');
    return [...rest].length >= 2 ? rest : from;
  };
  let core = whole;
  for (let before = ''; before !== core; ) {
    before = core;
    core = shortened(shortened(core, FORMS), REGIONS);
  }
  return core;
}

/** Plain forms of a name and of its short names (separated by 、，/;), each once. */
export function nameKeysOf(name: string, shortName?: string): string[] {
  const names = [name, ...(shortName ?? '').split(/[、，,;；/|]/)];
  return [...new Set(names.map(plainEmployerName).filter((key) => key !== ''))];
}

/** 0 … 1: how much two plain names share (Dice over pairs of characters); one inside the other counts as 0.8 at least. */
export function nameLikeness(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if ([...short].length < 2) return 0;
  const dice = (2 * shared(pairs(a), pairs(b))) / (pairs(a).length + pairs(b).length);
  return [...short].length >= 3 && long.includes(short) ? Math.max(dice, 0.8) : dice;
}

function pairs(text: string): string[] {
  const chars = [...text];
  return chars.slice(1).map((char, i) => `${chars[i]}${char}`);
}

function shared(a: readonly string[], b: readonly string[]): number {
  const rest = [...b];
  return a.filter((pair) => {
    const i = rest.indexOf(pair);
    if (i >= 0) rest.splice(i, 1);
    return i >= 0;
  }).length;
}

/** A road's name as the register of roads groups it: 惠济区 长兴路 → 长兴路. */
export function roadKeyOf(road: string): string {
  const plain = road
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');
  return plain.replace(REGIONS, '') || plain;
}

/** A house number without its decorations: 18号附3 and 18-附3号 are one door. */
export function houseKeyOf(houseNo: string): string {
  return houseNo
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?:号院?|[\s\p{P}])+/gu, ' ')
    .trim();
}

const collator = new Intl.Collator('zh-CN', { numeric: true });

/** Order along a road: 8号, 18号, 18号附3, 102号; doors without a number come last. */
export function compareHouseNo(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  return collator.compare(houseKeyOf(a), houseKeyOf(b));
}
