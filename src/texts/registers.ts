/** What people read about a file that cannot be imported: where, what was read, what to do. */
import type { Fault, FileFaultCode, RowFaultCode } from '../../schemas/register-faults.js';
import { DomainError, type Facts } from '../errors.js';
import { errorText } from './errors.js';

const TEXT: Record<FileFaultCode | RowFaultCode, (f: Facts) => string> = {
  file_missing: () => '没有找到这个文件，请核对路径。',
  file_kind: (f) => `不认识 ${f['ending'] || '这种'} 文件。请用 .xlsx、.csv 或 .yaml；老的 .xls 请先另存为 .xlsx。`,
  file_too_large: (f) => `文件太大，超过 ${f['maxMb']} MB。请拆成几份分别导入。`,
  file_unreadable: () => '文件打不开，可能没有传完整或不是 Excel 工作簿。请重新另存为 .xlsx 再试。',
  file_encoding: () => '文字编码不认识。请用 Excel 另存为“CSV UTF-8”再试。',
  yaml_syntax: (f) => `第 ${f['line']} 行写法不对。应是一个列表，每条以“- ”开头，缩进对齐。`,
  too_many_rows: (f) => `一次最多导入 ${f['max']} 行，请拆成几份。`,
  no_rows: () => '表里没有数据行。第一行写列名，从第二行起填内容。',
  import_running: () => '同一种表正在导入，请等它完成再试。',
  column_missing: () => '缺这一列。请照模板补上，列名要一样。',
  column_unknown: (f) => `不认识“${f['name']}”这一列。请改成模板里的列名，或删去这一列。`,
  column_twice: () => '这一列出现了两次，请删去一列。',
  required: () => '不能空，请补上。',
  formula: () => '是公式。请复制后“选择性粘贴 → 数值”，换成算好的结果。',
  error_value: () => '是错误值（如 #N/A），请改成实际内容。',
  number_for_code: () => '被 Excel 当成了数字，位数可能丢了。请把这一列设成“文本”格式，再重新填写。',
  scientific: () => '被 Excel 写成了科学计数，位数丢了。请把这一列设成“文本”格式，再重新填写。',
  not_text: () => '应是文字，请改写。',
  not_a_number: () => '应是数字，请改成如 32。',
  not_whole: () => '应是整数，请去掉小数。',
  too_small: (f) => `不能小于 ${f['min']}，请核对。`,
  too_large: (f) => `不能大于 ${f['max']}，请核对。`,
  too_long: (f) => `有 ${f['length']} 个字，最多 ${f['max']} 个，请写短些。`,
  not_an_amount: () => '应是金额，单位元，最多两位小数，如 3500 或 3500.50。',
  not_a_date: () => '应是日期，请写如 2026-03-31。',
  not_a_month: () => '应是月份，请写如 2026-03。',
  not_yes_no: () => '请填 是 或 否。',
  not_an_option: (f) => `不在可选内容里。可填：${f['options']}。`,
  rejected: (f) => (f['message'] ? sentence(String(f['message'])) : '写法不对，请照“填写说明”改。'),
  twice_in_sheet: (f) => `和第 ${f['first']} 行重复，请删去一行。`,
  cell_not_found: (f) => `没有“${f['cell']}”这个网格。请核对，或先导入网格。`,
  cell_ambiguous: (f) => `“${f['cell']}”有几处：${f['options']}。请改填网格编码。`,
  cell_level: (f) => `“${f['cell']}”是镇街或区。单位要落到村或社区，请填三级网格。`,
  parent_not_found: (f) => `没有编码为 ${f['code']} 的上级。请核对，或把上级也写进表里。`,
  person_differs: (f) => `账号 ${f['userid']} 在前面写的是另一个姓名，请改成一致。`,
  role_without_cell: () => '岗位和网格编码要一起填，或都不填。',
  certificate_incomplete: () => '证件种类、证件号、发证日期要一起填，或都不填。',
  group_way: () => '群机器人地址和应用群号填一样，且只填一样。',
  city_unknown: (f) => `没有档案号 ${f['fileNo']} 的单位。请核对，或删去这一行。`,
  city_not_sent: (f) => `档案号 ${f['fileNo']} 的单位没有报过市平台，请核对。`,
  plan_entry: (f) => `${f['path']} 写法不对：${f['message']}`,
  webhook_key: () => '应是群机器人的完整地址，末尾是 key=…。请在群里点机器人，复制它的 Webhook 地址。',
};

/** A fault in one line: `第 5 行“网格编码”：不能空，请补上。` */
export function faultLine({ row, column, code, facts }: Fault): string {
  const text = isOurs(code) ? TEXT[code](facts) : errorText(new DomainError(code, facts));
  const where = (row > 0 ? `第 ${row} 行` : '') + (column === undefined ? '' : `“${column}”`);
  return where === '' ? text : `${where}：${text}`;
}

function isOurs(code: Fault['code']): code is FileFaultCode | RowFaultCode {
  return Object.hasOwn(TEXT, code);
}

function sentence(text: string): string {
  return /[。！？]$/.test(text) ? text : `${text}。`;
}

/** What became of an import, in one or two lines. */
export function importLine(report: {
  ok: boolean;
  rows: number;
  added: number;
  changed: number;
  unchanged: number;
  faults: readonly unknown[];
}): string {
  if (report.ok) {
    const counts = `新增 ${report.added}，更新 ${report.changed}，没有变化 ${report.unchanged}`;
    const left = report.faults.length === 0 ? '' : `导入期间网格有变动，下面 ${report.faults.length} 行没有写入：`;
    return `已导入 ${report.rows} 行：${counts}。${left}`;
  }
  return `没有导入，原有内容一点没变。请改好下面 ${report.faults.length} 处再试：`;
}

/** One line that is written over while an import runs. */
export function progressLine({ phase, rows, of }: { phase: 'reading' | 'writing'; rows: number; of?: number }): string {
  if (phase === 'reading' || of === undefined) return `正在读取和检查：${rows} 行`;
  const percent = Math.floor((rows / of) * 100);
  const done = Math.floor(percent / 5);
  return `正在写入：[${'#'.repeat(done)}${'-'.repeat(20 - done)}] ${percent}%，${rows}/${of} 行`;
}

export function exportLine(title: string, rows: number, path: string): string {
  return `已导出${title} ${rows} 行：${path}`;
}

export function templateLine(title: string, path: string): string {
  return `已生成${title}的空表：${path}。第二张表是填写说明。`;
}

export const REGISTERS_HELP = `导入、导出台账，或生成空表。

  import   台账 文件    导入；有一处不对就一行都不导入
  export   台账 文件    导出
  template 台账 文件    生成带说明的空表

台账：grid 网格，staff 人员，groups 群，employers 单位名录。
文件用 .xlsx、.csv 或 .yaml。

例子
  template grid 网格空表.xlsx
  import grid 网格.xlsx
  import employers 单位名录.csv
  export staff 人员.xlsx`;

/** A fault of a plan of borders; `row` counts its changes. */
export function planFaultLine(fault: Fault): string {
  const text = faultLine({ ...fault, row: 0 });
  return fault.row === 0 ? text : `第 ${fault.row} 项调整：${text}`;
}

export function redrawLine(number: number, names: readonly string[]): string {
  return `第 ${number} 项调整完成：${names.join('、')}。单位、人员已随之划转。`;
}

export const REDRAW_HELP = `调整网格边界：拆分、合并、改属。有一项不对就一项都不做。

  redraw 方案.yaml

方案里每项写撤销哪些网格（from）、新设哪些（into）。单位按道路划到新网格，
没有对上道路的归第一个；人员先在各新网格都任职，之后再调整。

- from: [41010810120300]          # 一拆二
  into:
    - { name: 纪公庙东, code: 41010810120301, parent: 410108101000, roads: [古荥大街] }
    - { name: 纪公庙西, code: 41010810120302, parent: 410108101000, roads: [纪公庙路] }
- from: [41010810120100, 41010810120200]   # 二合一
  into:
    - { name: 程马村, code: 41010810160100, parent: 410108101000 }`;
