/** Registers as people keep them in a sheet: one flat row each, with the labels of its columns. */
import { z } from 'zod';
import { GridCode, Mobile, Phone } from './codes.js';
import { EMPLOYER_FIELDS, type KnownEmployer } from './employer.js';
import { type FieldKind, field, fieldsOf } from './field.js';
import { choice, day, decimal, line } from './field-types.js';
import { GROUP_PURPOSE_OPTIONS, OPEN_STATUS_OPTIONS } from './grid.js';
import { ROLE_OPTIONS } from './scope.js';
import { CERTIFICATE_OPTIONS } from './staff.js';

const gridCode = (label: string, help: string) =>
  field(GridCode, { label, kind: 'text', privacy: 'open', help, example: '41010810020100' });

/** The sheet that explains the columns; it is never read. */
export const HELP_SHEET = '填写说明';
export const HELP_COLUMNS = [
  { header: '列名', width: 20 },
  { header: '必填', width: 8 },
  { header: '说明', width: 50 },
  { header: '例子', width: 30 },
  { header: '单位', width: 10 },
  { header: '可选内容', width: 80 },
] as const;
export const REQUIRED_WORD = '必填';
/** The hidden sheet with the lists behind the choices. */
export const OPTIONS_SHEET = '选项';

/** 网格: one row per node. */
export const GridRow = z.object({
  code: gridCode('网格编码', '区、镇街 12 位，村社区 14 位；规划中的可先不填').optional(),
  name: line('名称', 60, { example: '花园口村', help: '区、镇街、村社区的名称' }),
  parentCode: gridCode('上级编码', '上一级的网格编码；区不填').optional(),
  cityCode: line('市局编码', 40, { help: '市局另编的网格号，没有不填' }).optional(),
  aliases: line('别名', 600, { help: '大家还怎么叫它，几个用顿号隔开', example: '花园口村村民委员会' }).optional(),
  status: choice('状态', OPEN_STATUS_OPTIONS, { help: '不填按已启用' }).optional(),
  validFrom: day('启用日期', { help: '不填按今天', example: '2010-08-30' }).optional(),
  bodyName: line('机构名称', 100, { help: '指挥中心、中队或服务站的名称；未设立不填' }).optional(),
  bodyAddress: line('机构地址', 200).optional(),
  bodyPhone: field(Phone, { label: '机构电话', kind: 'phone', privacy: 'open', example: '0371-63630000' }).optional(),
  setUpOn: day('设立日期', { example: '2010-08-20' }).optional(),
  premisesSqm: decimal('用房面积', 0, 100_000, { unit: '平方米', help: '指挥中心应有 30–50 平方米' }).optional(),
  east: line('东至', 100).optional(),
  south: line('南至', 100).optional(),
  west: line('西至', 100).optional(),
  north: line('北至', 100).optional(),
  roads: line('道路', 2_000, { help: '网格里的道路，几条用顿号隔开', example: '长兴路、天河路' }).optional(),
});
export type GridRow = z.infer<typeof GridRow>;

/** 人员: one row per assignment; a person with several has several rows with the same userid and name. */
export const StaffRow = z.object({
  userid: field(
    z
      .string()
      .overwrite((text) => text.trim().toLowerCase())
      .regex(/^[a-z0-9_.@-]{1,64}$/, '只用字母、数字和 _ - @ .，最多 64 个'),
    { label: '账号', kind: 'text', privacy: 'open', help: '企业微信通讯录里的账号', example: 'wangyanshi' },
  ),
  name: line('姓名', 40, { privacy: 'personal', example: '王演示' }),
  mobile: field(Mobile, {
    label: '手机',
    kind: 'mobile',
    privacy: 'personal_high',
    help: '不会导出；不填就不改',
    example: '13800138000',
  }).optional(),
  role: choice('岗位', ROLE_OPTIONS, { help: '没有任职的不填' }).optional(),
  code: gridCode('网格编码', '任职的网格；一个人几处任职就写几行').optional(),
  from: day('任职起', { help: '不填按今天', example: '2010-08-30' }).optional(),
  to: day('任职止', { help: '最后一天；还在任不填' }).optional(),
  certificateKind: choice('证件种类', CERTIFICATE_OPTIONS).optional(),
  certificateNo: line('证件号', 40).optional(),
  certificateFrom: day('发证日期').optional(),
  certificateTo: day('证件有效期至', { help: '长期有效不填' }).optional(),
});
export type StaffRow = z.infer<typeof StaffRow>;

/** Kinds of fields that a cell of a sheet cannot hold. */
const NOT_IN_SHEETS: readonly FieldKind[] = ['photo', 'photos', 'file', 'location'];

/** 单位名录: employers of which a list tells (register, tax, insurance), one row each. */
export const EmployerRow = z.object({
  cell: line('所属网格', 60, { help: '网格编码，或村、社区的名称', example: '41010810020100' }),
  ...(Object.fromEntries(
    Object.entries(EMPLOYER_FIELDS).filter(([, schema]) => {
      const [column] = fieldsOf(z.object({ schema })).fields;
      return column !== undefined && !NOT_IN_SHEETS.includes(column.kind);
    }),
  ) as Pick<typeof EMPLOYER_FIELDS, 'name' | 'unitKind'>),
});
export type EmployerRow = { cell: string } & KnownEmployer;

/** What stands in an exported sheet for a robot that is set; read back it changes nothing. */
export const KEPT_SECRET = '（已设置，不导出）';

/** Stands in place of a robot's address when the group is no longer used. */
export const NO_GROUP = '删除';

/** 群: one row per group of a node. */
export const GroupRow = z.object({
  code: gridCode('网格编码', '群属于哪个网格'),
  purpose: choice('群用途', GROUP_PURPOSE_OPTIONS, { help: '不填按工作群' }).optional(),
  name: line('群名称', 100, { example: '花园口镇两网化工作群' }),
  webhook: line('群机器人地址', 300, {
    privacy: 'secret_1',
    help: `群机器人的 Webhook 地址；不会导出。这个群不用了，填“${NO_GROUP}”`,
    example: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…',
  }).optional(),
  chatId: line('应用群号', 64, { help: '应用建的群的 chatid；和机器人地址填一样' }).optional(),
});
export type GroupRow = z.infer<typeof GroupRow>;
