/** What flows may ask of employer files: find, compare, collect, refresh. */
import { CollectedEmployer } from '../../../schemas/collected-employer.js';
import { type FieldKind, fieldsOf } from '../../../schemas/field.js';
import type { OutboundMessage } from '../../../schemas/message.js';
import type { FactType, FactTypes, JsonObject } from '../../conversation/index.js';
import { cityEntryOf } from '../../domain/city/index.js';
import {
  collectEmployer,
  type Draft,
  type EmployerDeps,
  type EmployerNotice,
  employersToRefresh,
  employersWithoutData,
  type Filed,
  type Probe,
  refreshEmployer,
  roadRegister,
  searchEmployers,
  similarEmployers,
  startingValues,
} from '../../domain/employers/index.js';
import type { GridReader } from '../../domain/grid/index.js';
import { gradeInFile } from '../../domain/monitoring/index.js';
import { dayOf } from '../../lib/day.js';
import type { KeyRing } from '../../lib/seal.js';
import { elsewhereLine, employerLine, employerList, similarLine } from '../../texts/cells.js';
import { cityEntryText } from '../../texts/city.js';
import { refusedNotice, under16Notice } from '../../texts/employers.js';
import { gradeInFileText } from '../../texts/monitoring.js';
import type { Action, ActionContext } from '../action.js';

/** Longest list in one message. */
const LIST_MAX = 20;

export interface EmployerActionDeps {
  grid: GridReader;
  keys: KeyRing;
}

const text = (args: JsonObject, key: string) => (typeof args[key] === 'string' ? args[key] : undefined);

export function employerActions(base: EmployerActionDeps): Action[] {
  const depsOf = (ctx: ActionContext): EmployerDeps => ({ ...base, tx: ctx.tx });

  return [
    {
      name: 'employers.similar',
      kind: 'lookup',
      returns: { id: 'text', line: 'text', cellName: 'text', inScope: 'bool', since: 'text' },
      async run(ctx, args) {
        const { cellId = '', ...probe } = args;
        const found = await similarEmployers(depsOf(ctx), ctx.asker.scope, {
          ...(probe as Partial<Probe>),
          cellId: String(cellId),
        });
        return {
          value: found.map((one) => ({
            id: one.inScope ? one.id : `elsewhere:${one.cellId}`,
            line: one.inScope ? similarLine(one, ctx.today) : elsewhereLine(one.cellName),
            cellName: one.cellName,
            inScope: one.inScope,
            since: one.collectedOn ?? '',
          })),
        };
      },
    },
    {
      name: 'employers.search',
      kind: 'lookup',
      returns: { id: 'text', name: 'text', fileNo: 'text', line: 'text' },
      async run(ctx, args) {
        const found = await searchEmployers(depsOf(ctx), ctx.asker.scope, text(args, 'text') ?? '');
        return {
          value: found.map((one) => ({
            id: one.employerId,
            name: one.name,
            fileNo: one.fileNo ?? '',
            line: employerLine(one, ctx.today),
          })),
        };
      },
    },
    {
      name: 'employers.starting',
      kind: 'lookup',
      returns: {
        ...RECORD_FACTS,
        id: 'text',
        name: 'text',
        fileNo: 'text',
        since: 'text',
        city: 'text',
        grade: 'text',
        total: 'number',
        detailed: 'bool',
      },
      async run(ctx, args) {
        const start = await startingValues(depsOf(ctx), ctx.asker.scope, text(args, 'employerId') ?? '');
        const { employer, labourUse, employerId: id, name, fileNo = '', collectedOn = '' } = start;
        const { total } = labourUse;
        // small shops are not asked for men and women, see collect-employer
        const detailed = labourUse.male !== undefined;
        const entry = await cityEntryOf(ctx, ctx.asker.scope, id);
        const city = entry === null ? '' : cityEntryText(entry, ctx.today);
        const grade = gradeInFileText(await gradeInFile(ctx.tx, id));
        const value = { ...employer, labourUse, id, name, fileNo, since: collectedOn, city, grade, total, detailed };
        return { value: [JSON.parse(JSON.stringify(value))] };
      },
    },
    {
      name: 'employers.collect',
      kind: 'submit',
      returns: FILED,
      async run(ctx, args) {
        const employerId = text(args, 'employerId');
        const filed = await collectEmployer(depsOf(ctx), ctx.asker.scope, {
          cellId: text(args, 'cellId') ?? '',
          record: recordOf(args),
          ...(employerId !== undefined && employerId !== '' && { employerId }),
        });
        return { value: filedFacts(filed), notices: noticesOf(ctx, filed.notices) };
      },
    },
    {
      name: 'employers.refresh',
      kind: 'submit',
      returns: FILED,
      async run(ctx, args) {
        const filed = await refreshEmployer(depsOf(ctx), ctx.asker.scope, {
          employerId: text(args, 'employerId') ?? '',
          record: recordOf(args),
        });
        return { value: filedFacts(filed), notices: noticesOf(ctx, filed.notices) };
      },
    },
    {
      name: 'employers.uncollected',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const cellId = text(args, 'cellId');
        const found = await employersWithoutData(depsOf(ctx), ctx.asker.scope, {
          ...(cellId && { cellId }),
          limit: 500,
        });
        return listed('未采集清单', found, ctx.today);
      },
    },
    {
      name: 'employers.due',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const cellId = text(args, 'cellId');
        const found = await employersToRefresh(depsOf(ctx), ctx.asker.scope, { ...(cellId && { cellId }), limit: 500 });
        return listed('到期待更新', found, ctx.today);
      },
    },
    {
      name: 'employers.alongRoad',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const road = text(args, 'road') ?? '';
        return listed(`${road}（一路一册）`, await roadRegister(depsOf(ctx), ctx.asker.scope, road), ctx.today);
      },
    },
  ];
}

const FACT_OF_KIND: Partial<Record<FieldKind, FactType>> = {
  integer: 'number',
  decimal: 'number',
  money: 'money',
  yes_no: 'bool',
  choices: 'texts',
};

/** What a file on hand may say, for suggestions (`defaultsFrom`). Photos and places are not suggested. */
const RECORD_FACTS: FactTypes = Object.fromEntries(
  fieldsOf(CollectedEmployer)
    .fields.filter(({ kind }) => !['photo', 'photos', 'file', 'location'].includes(kind))
    .map(({ path, kind }) => [path, FACT_OF_KIND[kind] ?? 'text']),
);

const FILED = {
  employerId: 'text',
  name: 'text',
  fileNo: 'text',
  opened: 'bool',
  filled: 'number',
  required: 'number',
  'cell.name': 'text',
  'cell.collected': 'number',
  'cell.known': 'number',
} as const;

function filedFacts({ employerId, name, fileNo, opened, filled, required, cell }: Filed) {
  return {
    employerId,
    name,
    fileNo,
    opened,
    filled,
    required,
    cell: { name: cell.cellName, collected: cell.collected, known: cell.known },
  };
}

/** The answers that belong to the record, as a submit hands them over. */
function recordOf({ record }: JsonObject): Draft {
  return record as Draft;
}

function listed(head: string, found: readonly Parameters<typeof employerLine>[0][], today: string) {
  return { value: [{ id: 'list', text: employerList(head, found.slice(0, LIST_MAX), found.length, today) }] };
}

/** To the town's group: by unit and employer file, the person comes by the file. */
function noticesOf(ctx: ActionContext, notices: readonly EmployerNotice[]): OutboundMessage[] {
  return notices.map((notice) => {
    const town = notice.gridPath.split('/')[2] ?? '';
    const day = dayOf(ctx.tx.now);
    return {
      target: { kind: 'group', nodeId: town },
      body: {
        kind: 'text',
        text:
          notice.kind === 'refused'
            ? refusedNotice(notice.name, notice.refusals)
            : under16Notice(notice.name, notice.count),
      },
      effectKey: `employer:${notice.kind}:${notice.employerId}:${day}`,
      urgent: notice.kind === 'under16',
    };
  });
}
