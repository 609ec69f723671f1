/** Yes and no in the ways people say them, dialect (中, 得劲, 不中), pinyin and pictures included. */
import type { FieldDef } from '../../../schemas/field.js';
import type { Reading } from '../../../schemas/reading.js';
import { settle, unclear } from './bounds.js';
import { excerpt, isBlank, plain } from './clean.js';
import { saysUnknown } from './no-value.js';

const YES = new Set(
  `1 是 对 嗯 恩 昂 哎 唔 好 行 中 可 可以 没错 没问题 没事 没意见 没毛病 得劲 管 成 有 当然 必须 确认 确定 属实 同意 正确 要 需要 会 能 在
  就是 那是 是滴 嗯呢 嗯哪 嗯呐 y yes yep yeah ok okay 对头 中中 好嘞 好吧 行吧 妥 √ ✓ ✔ ✅ 👍 👌 🙆 💯 [ok] [强] [好的] [握手] shi shide dui duide hao haode you keyi en
  有有 是这样 是这么回事 没说的 可以可以`.split(/\s+/),
);
const NO = new Set(
  `2 0 不 否 没 没有 无 不是 不对 不用 不要 不行 不中 不可以 不可 不好 不成 不能 不会 不在 不需要 不必 不同意 没得 木有 么有 冇 还没 还没有 从来没有 从没 没有没有
  算了 算了吧 不了吧 不用吧 免了 错 错了 拒绝 别 没呢 n no nope × x ✗ ✘ ❌ ✖ 👎 🙅 [no] [弱] bu bushi mei meiyou buyong buyao 不正确 不属实 不确认 不得劲`.split(
    /\s+/,
  ),
);
const PARTICLES = /(?:的|滴|啊|呀|呢|哦|噢|哈|嘛|呗|哩|嘞|啦|了|喽|咯|[。.!,~ ])$/;
const STRESS = /^(?:都|也|全|就(?!是)|真的?|确实|肯定|那?当然|那)/;
const VERB = '(?:签订?|交|缴纳?|办理?|发放?|建|给|买|上|做|收|扣|押|欠|拖欠|挂|报|公示|登记|参加|制定)';
const DONE = new RegExp(`^(?:已经|早就|早|全部|全|都)*${VERB}(?:过|好)?了$`);
const DOES = new RegExp(`^(?:都|也|每月都?|一直都?)?${VERB}$`);
const THING = '(?:押金|定金|证件|身份证|合同|劳动合同|社保|保险|工资)';
const NOT_DONE = new RegExp(`^(?:都|还|也|就|一直|从来|全)*(?:(?:没有?|不)${VERB}(?:过|呢)?|没有?${VERB}过?${THING})$`);
const HEDGE = /^(?:应该|好像|可能|大概|也许|估计|似乎|恐怕|我觉得|感觉|印象中|记得)+|(?:吧|大概)$/g;

/** A plain yes or no; null when it is neither, both, hedged or a question. */
export function readYesNo(raw: string): 'yes' | 'no' | null {
  const text = plain(raw).replace(/ /g, '');
  if (text.length > 20 || /[?吗]$/.test(text)) return null;
  return decide(text) ?? decideTogether(plain(raw));
}

function decide(text: string): 'yes' | 'no' | null {
  let core = text;
  for (let left = 8; left > 0; left--) {
    if (YES.has(core) || DONE.test(core)) return 'yes';
    if (NO.has(core) || NOT_DONE.test(core)) return 'no';
    const next = [undoubled(core), core.replace(PARTICLES, ''), core.replace(STRESS, '')].find((word) => word !== core);
    if (next === undefined || next === '') return null;
    core = next;
  }
  return null;
}

/** 对对对 → 对, 是滴是滴 → 是滴. */
function undoubled(word: string): string {
  const half = word.slice(0, word.length / 2);
  if (word.length > 1 && word === word.charAt(0).repeat(word.length)) return word.charAt(0);
  return word.length > 1 && word === half + half ? half : word;
}

/** 是的，签了 / 嗯 有: several words that all say the same. */
function decideTogether(text: string): 'yes' | 'no' | null {
  const parts = text.split(/[ ,，。.!、]+/).filter((part) => part !== '');
  if (parts.length < 2 || parts.length > 4) return null;
  const said = new Set(parts.map((part) => (/^[\d]+$/.test(part) ? null : decide(part))));
  const [only = null] = said;
  return said.size === 1 ? only : null;
}

/** Reads a yes-no field; hedged answers (应该有) come back to be confirmed. */
export function readYesNoField(field: FieldDef, raw: string): Reading {
  const sure = readYesNo(raw) ?? (DOES.test(plain(raw)) ? 'yes' : null);
  if (sure !== null) return settle(field, { value: sure === 'yes', shown: shown(sure) });
  const read = excerpt(raw);
  const text = plain(raw).replace(/[ 。.!,]/g, '');
  if (isBlank(text) && text !== '?') return unclear('empty');
  if (saysUnknown(raw)) return { kind: 'none' };
  const told = text.replace(/^.{1,4}(?:说|讲)(?:是)?/, '');
  const inner = told.replace(HEDGE, '').replace(HEDGE, '');
  const guess = inner !== text && inner !== '' ? readYesNo(inner) : null;
  if (guess === null) return unclear('not_yes_no', { read });
  const why = told === text ? ('approximate' as const) : ('guessed_part' as const);
  return settle(field, { value: guess === 'yes', shown: shown(guess), why, facts: { read } });
}

function shown(answer: 'yes' | 'no'): string {
  return answer === 'yes' ? '是' : '否';
}
