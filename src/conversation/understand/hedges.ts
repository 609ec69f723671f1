/** Words around an answer: fillers that say nothing (嗯, 就是, 一共) and hedges that make it uncertain (大概, 左右). */

import { plain } from './clean.js';

const HEDGE_LEAD =
  /^(?:差不多|大概|大约|大致|估计|估摸着?|约莫|应该|可能|好像|也许|或许|似乎|恐怕|记得|印象中|将近|接近|快(?=\d|[一二三四五六七八九十])|算是|约|近)/;
const HEDGE_TAIL = /(?:左右|上下|的样子|样子|差不多|大概|吧|\?)$/;
const FILLER_LEAD =
  /^(?:嗯+|恩|哦|噢|啊|呃|额|哎|那个|这个(?![月周星礼])|就是|就|是|为|有|一共|总共|共计|合计|总计|共有|共|目前|现在|全部|正好|刚好|恰好|加起来|平均|人均|我们|我|咱们|咱|俺们|俺|你好|(?:厂里|店里|公司|厂|店|单位)(?=[有共是一总\d])|这(?=[有共一是])|这儿|这里|[:=,])/;
const FILLER_TAIL = /(?:的|了|啊|呀|呢|哦|噢|哈|嘛|呗|哩|嘞|[。.!,~])$/;

export interface Peeled {
  core: string;
  hedged: boolean;
}

/** Takes the words around the core off, one by one, from a text that is already `plain`. */
export function peel(text: string, lead?: RegExp): Peeled {
  let core = text;
  let hedged = false;
  for (let left = core.length; left > 0; left--) {
    const hedge = HEDGE_LEAD.exec(core) ?? HEDGE_TAIL.exec(core);
    const filler = hedge ?? lead?.exec(core) ?? FILLER_LEAD.exec(core) ?? FILLER_TAIL.exec(core);
    if (filler === null || filler[0] === '' || filler[0] === core) break;
    if (hedge !== null) hedged = true;
    core = (filler.index === 0 ? core.slice(filler[0].length) : core.slice(0, filler.index)).trim();
  }
  return { core, hedged };
}

/** Amounts that only say “more”, “less” or “some”. */
export const VAGUE_AMOUNT =
  /\d\+|起$|出头|几|数十|数百|若干|多|不到|不足|以上|以下|以内|至少|至多|最多|最少|超过|起码|不止|上百|上千|上万|成百|好些|不少|余[人个名户元块]|百把|万把|个把/;

const plainNames = new WeakMap<object, readonly string[]>();

/** `namesOf`, made plain, once per field. */
export function plainNamesOf(field: { label: string; synonyms?: readonly string[] }): readonly string[] {
  const known = plainNames.get(field);
  if (known !== undefined) return known;
  const made = namesOf(field).map(plain);
  plainNames.set(field, made);
  return made;
}

/** The words of a field by which people call it, longest first. */
export function namesOf(field: { label: string; synonyms?: readonly string[] }): string[] {
  const names = [field.label, field.label.replace(/[（(].*$/, ''), ...(field.synonyms ?? [])];
  return [...new Set(names)].filter((name) => name !== '').sort((a, b) => b.length - a.length);
}
