/** Yes and no in the ways people say them, dialect (中, 得劲, 不中), pinyin and pictures included. */
import type { FieldDef } from '../../../schemas/field.js';
import type { Reading } from '../../../schemas/reading.js';
import { settle, unclear } from './bounds.js';
import { excerpt, isBlank, plain } from './clean.js';
import { saysUnknown } from './no-value.js';

const YES = new Set(
  `1 是 对 嗯 恩 昂 哎 唔 好 行 中 可 可以 没错 没问题 没事 没意见 没毛病 得劲 管 成 有 当然 必须 确认 确定 属实 同意 正确 要 需要 会 能 在
  就是 那是 是滴 嗯呢 嗯哪 嗯呐 嗯那 要得 y yes yep yeah ok okay 对头 中中 好嘞 好吧 行吧 妥 √ ✓ ✔ ✅ 👍 👌 🙆 💯 [ok] [强] [好的] [握手] shi shide dui duide hao haode you keyi en
  有有 是这样 是这么回事 没说的 可以可以`.split(/\s+/),
);
const NO = new Set(
  `2 0 不 否 没 没有 无 不是 不对 不用 不要 不行 不中 不可以 不可 不好 不成 不能 不会 不在 不需要 不必 不同意 没得 木有 么有 莫得 冇 还没 还没有 从来没有 从没 没有没有
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
const NOT_DONE = new RegExp(
  `^(?:一个|都|还|也|就|一直|从来|全)*(?:(?:没有?|不)${VERB}(?:过|呢)?|没有?${VERB}过?${THING})$`,
);
const HEDGE = /^(?:应该|好像|可能|大概|也许|估计|似乎|恐怕|我觉得|感觉|印象中|记得)+|(?:吧|大概)$/g;

const DEED = new RegExp(`(${VERB})(?:过|好)?了?$`);
const ANY_DEED = '办做给上建';
const PAUSES = /[ 。.!,~]/g;
const FINE = /^(?:都|也|真|确实)*没(?:有|得|啥|什么)*(?:问题|事儿?|意见|毛病|异议)(?:的|了|啊|呀|哦|呢|吧)*$/;
const TROUBLE = /问题|意见|毛病|异议|困难|纠纷|隐患|情况|有事/;
const AGREES = /确[定认]|对不对|同意|属实|无误|正确|可以|行吗/;
const DENIES = /^(?:现在|目前|还)*(?:没|不|从没|未(?!成年))/;
const ASKING = /^(?:现在|目前|是否|是不是|有没有|有无|能否|能不能|可否|可不可以|已经?)+/;
/** What a thing is, at the end of a question; told back without the rest of it. */
const STATE = /[通亮开够齐灵稳]$/;
const SO = /^(?:都|也|就|还|是|有|很|挺|蛮|确实|能|已经?)*$/;
const NOT_SO = /^(?:都|也|就|还|确实|根本|完全)*(?:没有?|不是|不|未|无)$/;

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
  if (FINE.test(plain(raw).replace(PAUSES, ''))) return readFine(field, raw);
  // what “no” to a denial means nobody can tell; the numbers are plain
  if (DENIES.test(field.label) && /[没不未无冇]/.test(plain(raw))) return unclear('not_yes_no', { read: excerpt(raw) });
  const sure = readYesNo(raw) ?? (DOES.test(plain(raw)) ? 'yes' : readOwnWords(field.label, raw));
  const read = excerpt(raw);
  if (sure !== null) {
    const why = isOfAnother(field.label, raw) ? ('guessed_part' as const) : undefined;
    return settle(field, { value: sure === 'yes', shown: shown(sure), why, facts: { read } });
  }
  const text = plain(raw).replace(/[ 。.!,]/g, '');
  if (isBlank(text) && text !== '?') return unclear('empty');
  if (saysUnknown(raw)) return { kind: 'none' };
  const told = text.replace(/^.{1,4}(?:说|讲)(?:是)?/, '');
  const inner = told.replace(HEDGE, '').replace(HEDGE, '');
  const word = TROUBLE.test(field.label) && FINE.test(inner) ? 'no' : readYesNo(inner);
  const guess = inner !== text && inner !== '' ? word : null;
  if (guess === null) return unclear('not_yes_no', { read });
  const why = told === text ? ('approximate' as const) : ('guessed_part' as const);
  return settle(field, { value: guess === 'yes', shown: shown(guess), why, facts: { read } });
}

/** Something else was done than was asked for: 发工资条 → 签了. */
function isOfAnother(label: string, raw: string): boolean {
  const verb = DEED.exec(plain(raw).replace(PAUSES, ''))?.[1];
  return verb !== undefined && ![...verb].some((char) => label.includes(char) || ANY_DEED.includes(char));
}

/** “No problem”: no where problems are asked for, yes where somebody is to agree, else only perhaps a yes. */
function readFine(field: FieldDef, raw: string): Reading {
  if (TROUBLE.test(field.label)) return settle(field, { value: false, shown: shown('no') });
  const why = AGREES.test(field.label) ? undefined : ('guessed_part' as const);
  return settle(field, { value: true, shown: shown('yes'), why, facts: { read: excerpt(raw) } });
}

/** The words of the question said back: 是否连通 → 不通, 有没有问题 → 有问题, 农民工 → 不是农民工. */
function readOwnWords(label: string, raw: string): 'yes' | 'no' | null {
  const asked = plain(label)
    .replace(/[? ]|(?:了没|没)有$|[吗呢]$/g, '')
    .replace(ASKING, '');
  if (asked === '') return null;
  const state = STATE.exec(asked)?.[0];
  let said = plain(raw)
    .replace(PAUSES, '')
    .replace(/(?:的|了|着呢?|啊|呀|哦|呢|嘞|哩)+$/, '');
  if (state !== undefined && said.endsWith(state)) {
    const topic = asked.slice(0, -state.length);
    if (topic !== '' && said.startsWith(topic)) said = said.slice(topic.length);
    if (NOT_SO.test(said.slice(0, -state.length))) return 'no';
    return SO.test(said.slice(0, -state.length)) ? 'yes' : null;
  }
  if (!said.endsWith(asked)) return null;
  const before = said.slice(0, -asked.length);
  if (NOT_SO.test(before)) return 'no';
  return SO.test(before) ? 'yes' : null;
}

function shown(answer: 'yes' | 'no'): string {
  return answer === 'yes' ? '是' : '否';
}
