/**
 * The three-level grid (domain.md section 3): district 区, town 镇/街道, village 村/社区. A node keeps its id for ever; its name
 * and codes are attributes with history. Split and merged nodes are new nodes that name their predecessors.
 */
import { z } from 'zod';
import { GRID_SCHEME } from './codes.js';
import { DayText as day } from './day.js';
import { type FieldKind, field, type Option } from './field.js';
import { sealed } from './sealed.js';

export const GridLevelNumber = z.literal([1, 2, 3]);
export type GridLevelNumber = z.infer<typeof GridLevelNumber>;
/** Level numbers mean something only within a scheme (domain.md fact 3). */
const GridLevel = z.object({ scheme: z.literal(GRID_SCHEME), level: GridLevelNumber });

/** The body of a level: 指挥中心, 中队, 服务站. */
const BODY_KINDS = ['command_centre', 'squadron', 'service_station'] as const;
type BodyKind = (typeof BODY_KINDS)[number];

/** Bodies as people name them. The plan itself calls the level-3 body by four names; they are one kind (domain.md fact 5). */
export const BODY_OPTIONS: readonly (Option & { value: BodyKind; level: GridLevelNumber })[] = [
  {
    value: 'command_centre',
    level: 1,
    label: '指挥中心',
    synonyms: ['两网化管理指挥中心', '网格管理指挥中心', '劳动保障监察两网化管理指挥中心'],
  },
  { value: 'squadron', level: 2, label: '劳动保障监察中队', synonyms: ['监察中队', '中队'] },
  {
    value: 'service_station',
    level: 3,
    label: '网格化服务站',
    synonyms: ['劳动保障监察网格化服务站', '网格服务站', '服务站', '工作站'],
  },
];

const NODE_STATUSES = ['planned', 'active', 'retired'] as const;
/** What can be said of a node by hand; retired ones come from redrawing. */
export const OPEN_STATUS_OPTIONS: readonly (Option & { value: 'planned' | 'active' })[] = [
  { value: 'active', label: '已启用', synonyms: ['启用', '正常'] },
  { value: 'planned', label: '规划中', synonyms: ['规划', '筹建'] },
];

/** A group of a body is for the daily work or, at the district, for the leaders. */
const GROUP_PURPOSES = ['work', 'leaders'] as const;
export type GroupPurpose = (typeof GROUP_PURPOSES)[number];
export const GROUP_PURPOSE_OPTIONS: readonly (Option & { value: GroupPurpose })[] = [
  { value: 'work', label: '工作群', synonyms: ['工作'] },
  { value: 'leaders', label: '领导群', synonyms: ['领导', '领导小组群'] },
];

const id = z.string().min(1).max(40);

/** A value with the days it held, both included. The row without `to` holds now. */
const dated = <S extends z.ZodType>(value: S) => z.object({ value, from: day, to: day.optional() });

/** How a message reaches a group: a robot's webhook, whose key is a secret and kept sealed, or an app chat. */
const GroupWay = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhook'), sealedKey: sealed<'webhookKey'>() }),
  z.object({ kind: z.literal('appchat'), chatId: z.string() }),
]);

export const GroupChat = z.object({
  /** Its own, because successors of a node go on with the same group. */
  id,
  purpose: z.enum(GROUP_PURPOSES),
  name: z.string().min(1).max(100),
  way: GroupWay,
});
export type GroupChat = z.infer<typeof GroupChat>;

const Body = z.object({
  kind: z.enum(BODY_KINDS),
  name: z.string().max(100),
  /** Public office address and telephone. */
  address: z.string().max(200).optional(),
  phone: z.string().max(30).optional(),
  setUpOn: day.optional(),
  /** S10, S12. */
  premisesSqm: z.number().min(0).optional(),
});

/** 四至 in words. */
const Boundary = z.object({
  east: z.string().max(100).optional(),
  south: z.string().max(100).optional(),
  west: z.string().max(100).optional(),
  north: z.string().max(100).optional(),
});

/** Everything of a node is public but the way to its groups. */
const open = <S extends z.ZodType>(schema: S, label: string, kind: FieldKind = 'text') =>
  field(schema, { label, kind, privacy: 'open' });

const CODE_SYSTEMS = ['area', 'city'] as const;

export const GridNode = z.object({
  _id: id,
  level: GridLevel,
  parentId: id.nullable(),
  /** `/<district id>/<town id>/<village id>/`, its own id last. Never changes. */
  gridPath: z.string().regex(/^\/([^/]+\/)+$/),
  name: open(z.string().min(1).max(60), '名称'),
  names: z.array(dated(z.string().min(1).max(60))).min(1),
  /** Other names that are searched: the committee's full name, what people say. */
  aliases: open(z.array(z.string().min(1).max(60)), '别名'),
  /** Code in force, 12 or 14 digits (domain.md 3.1); unique. A planned node may have none. */
  code: open(z.string(), '网格编码').optional(),
  /** The city bureau's own code, in whatever format it uses (S19); unique. */
  cityCode: open(z.string(), '市局编码').optional(),
  /** All codes it ever had; old ones stay searchable. */
  codes: z.array(dated(z.string()).extend({ system: z.enum(CODE_SYSTEMS) })),
  body: Body.optional(),
  groups: z.array(GroupChat),
  boundary: Boundary.optional(),
  roads: open(z.array(z.string().min(1).max(60)), '道路'),
  status: open(z.enum(NODE_STATUSES), '状态', 'choice'),
  /** First and last day in force. */
  validFrom: open(day, '启用日期', 'date'),
  validTo: open(day, '停用日期', 'date').optional(),
  predecessorIds: z.array(id),
  successorIds: z.array(id),
  /** Grows with every change; guards against two people changing the same node. */
  version: z.int(),
});
export type GridNode = z.infer<typeof GridNode>;
