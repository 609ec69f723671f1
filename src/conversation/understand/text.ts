/** Names, addresses, remarks: kept as typed, only cleaned. What looks like a question back is confirmed first. */
import type { FieldDef } from '../../../schemas/field.js';
import type { Reading } from '../../../schemas/reading.js';
import { settle, unclear } from './bounds.js';
import { cleanText, isBlank, MAX_TEXT_LENGTH } from './clean.js';
import { namesOf } from './hedges.js';

const QUESTION =
  /(?:[?？]|[吗]|什么意思|啥意思|怎么填|怎么写|怎么弄|填什么|填啥|写啥|写什么|为啥|为什么|干嘛)[啊呀呢的]?[?？!！。]?$/;
const NAMELESS =
  /^(?:还|暂时|现在)?(?:没有?|无)(?:名字?|店名|名称|招牌|牌子?|字号|起名字?|挂牌子?|挂招牌)(?:的|呢|了)?$/;
const NAMING =
  /^(?:我们?|俺们?|咱们?|本人|这)?(?:个|家|间)?(?:饭店|店|厂|公司|单位|铺子?)?的?(?:名字|店名|全称|名称|名)?(?:叫做|叫作|叫|是)(.{2,})$/u;

export function readText(field: FieldDef, raw: string): Reading {
  const typed = cleanText(raw);
  if (isBlank(typed)) return unclear('empty');
  const max = field.maxLength ?? MAX_TEXT_LENGTH;
  const length = typed.length > max ? [...typed].length : 0;
  if (length > max) return unclear('too_long', { length, max });
  const value = withoutLabel(field, typed);
  if (QUESTION.test(value.slice(-20))) return settle(field, { value, shown: value, why: 'question' });
  if (/名|称/.test(field.label)) {
    if (NAMELESS.test(value)) return { kind: 'none' };
    const name = NAMING.exec(value.slice(0, 100))?.[1];
    if (name !== undefined)
      return settle(field, { value: name, shown: name, why: 'guessed_part', facts: { read: value } });
  }
  return settle(field, { value, shown: value, asTyped: value === typed });
}

/** 单位名称：惠民快餐 → 惠民快餐; only with a colon, and only when the label is the field's own or its end (名称). */
function withoutLabel(field: FieldDef, typed: string): string {
  const parts = /[:：]/.test(typed) ? /^(.{2,20}?) ?[:：] ?(.+)$/su.exec(typed) : null;
  if (parts === null) return typed;
  const [, label = '', value = ''] = parts;
  return namesOf(field).some((name) => name.endsWith(label)) ? value : typed;
}
