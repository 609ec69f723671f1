/** What people read when a code is not one: what was read, why it does not fit, what would. Never repeats a person's number. */
import type { CodeFault, CodeReason } from '../src/lib/code-result.js';

export type CodeKind = 'uscc' | 'orgCode' | 'regNo' | 'residentId' | 'hmtPermit' | 'mobile' | 'phone' | 'gridCode';

const NAMES: Record<CodeKind, { name: string; size: string; letters: string; example: string }> = {
  uscc: {
    name: '统一社会信用代码',
    size: '18 位',
    letters: '数字和大写字母，没有 I、O、S、V、Z',
    example: '91410108MA0000015Y',
  },
  orgCode: { name: '组织机构代码', size: '8 位加 1 位校验', letters: '数字和大写字母', example: 'MA000001-5' },
  regNo: { name: '工商注册号', size: '15 位', letters: '数字', example: '410108000000012' },
  residentId: { name: '身份证号', size: '18 位', letters: '数字，只有末位可以是 X', example: '41010819000101001X' },
  hmtPermit: { name: '居住证号', size: '18 位', letters: '数字，只有末位可以是 X', example: '81000019000101001X' },
  mobile: { name: '手机号', size: '11 位', letters: '数字', example: '13800138000' },
  phone: { name: '电话', size: '手机 11 位，座机带区号', letters: '数字', example: '13800138000 或 0371-63630000' },
  gridCode: { name: '网格编码', size: '12 位或 14 位', letters: '数字', example: '41010810020100' },
};
/** Kinds whose digits may be repeated to the person. */
const OPEN_KINDS: readonly CodeKind[] = ['uscc', 'orgCode', 'regNo', 'gridCode'];

/** One or two sentences on a fault, e.g. `第 9 位像是字母 O，代码里只有数字 0。`. */
export function sayCodeFault(kind: CodeKind, fault: CodeFault): string {
  const { name, size, letters, example } = NAMES[kind];
  const sentences: Record<CodeReason, () => string> = {
    length: () => `读到 ${fault.length} 位，${name}是 ${size}，如 ${example}。`,
    alphabet: () =>
      fault.found === 'O'
        ? `第 ${fault.at} 位像是字母 O，${name}里只有数字 0。`
        : fault.found === 'I'
          ? `第 ${fault.at} 位像是字母 I，${name}里只有数字 1。`
          : `第 ${fault.at} 位不会是“${fault.found}”，${name}里是${letters}。`,
    check: () =>
      OPEN_KINDS.includes(kind)
        ? `末位对不上：照前面各位应是 ${fault.expected}，读到 ${fault.found}。可能抄错一位，请对照证照再看。`
        : `${name}的末位和前面对不上，可能抄错一位，请对照证件再看。`,
    inner_check: () =>
      `第 17 位对不上：照第 9–16 位应是 ${fault.expected}，读到 ${fault.found}。可能抄错一位，请对照执照再看。`,
    birth_date: () => `${name}第 7–14 位应是出生日期，读到的不是一个已过去的日子。请对照证件再看。`,
    province: () => `${name}前两位应是省份代码，读到的不是。请对照证件再看。`,
    format: () => `读到的不像${name}，${name}如 ${example}。`,
  };
  return sentences[fault.reason]();
}
