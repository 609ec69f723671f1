/** What flows may ask of the records of bodies: put down, add to, list, read texts, sign in. */
import type { OutboundMessage } from '../../../schemas/message.js';
import { RECORD_DATA, type UnitRecord } from '../../../schemas/unit-record.js';
import type { Json, JsonObject } from '../../conversation/index.js';
import {
  acknowledge,
  addRecord,
  completeRecord,
  listRecords,
  type NewRecord,
  type RecordDeps,
  recordPlaces,
  signIn,
  textsFor,
  trainingsToday,
} from '../../domain/plans/index.js';
import { assignmentsOn, roleLabel } from '../../domain/staff/index.js';
import { DomainError } from '../../errors.js';
import { publishedText, recordLine, trainingText } from '../../texts/unit-records.js';
import type { Action, ActionContext } from '../action.js';

type RecordActionDeps = Omit<RecordDeps, 'tx'>;

/** Longest list in one message. */
const LIST_MAX = 20;

/** Kinds that a flow may put down as they stand; acknowledgements have an action of their own. */
type PutKind = NewRecord['data']['kind'];

export function recordActions(base: RecordActionDeps): Action[] {
  const depsOf = (ctx: ActionContext): RecordDeps => ({ ...base, tx: ctx.tx });

  async function linesOf(ctx: ActionContext, records: readonly UnitRecord[]) {
    const tree = await base.grid(ctx.tx, ctx.today);
    const line = (record: UnitRecord) => recordLine(record, tree.node(record.nodeId)?.name ?? '', ctx.today);
    return records.map((record) => ({ id: record._id, line: line(record) }));
  }

  return [
    {
      name: 'records.here',
      kind: 'lookup',
      returns: { id: 'text', name: 'text', level: 'number', count: 'number' },
      async run(ctx, args) {
        const [first, ...others] = await recordPlaces(depsOf(ctx), ctx.asker.scope, kindIn(args));
        if (first === undefined) return { value: [] };
        const { _id: id, name, level } = first;
        return { value: [{ id, name, level: level.level, count: others.length + 1 }] };
      },
    },
    {
      name: 'records.places',
      kind: 'options',
      async run(ctx, args) {
        const places = await recordPlaces(depsOf(ctx), ctx.asker.scope, kindIn(args));
        return { value: places.map(({ _id, name, aliases }) => ({ value: _id, label: name, synonyms: [...aliases] })) };
      },
    },
    {
      name: 'records.people',
      kind: 'options',
      async run(ctx, args) {
        const staff = await base.staff(ctx.tx);
        const people = staff.servingAt(textOf(args, 'nodeId'), ctx.today);
        const posts = (person: (typeof people)[number]) =>
          [...new Set(assignmentsOn(person, ctx.today).map(({ role }) => roleLabel(role)))].join('、');
        return {
          value: people.map((one) => ({ value: one._id, label: `${one.name}　${posts(one)}`, synonyms: [one.name] })),
        };
      },
    },
    {
      name: 'records.add',
      kind: 'submit',
      returns: { unit: 'text', line: 'text', id: 'text' },
      async run(ctx, args) {
        const record = await addRecord(depsOf(ctx), ctx.asker.scope, newRecordIn(ctx, args));
        return { value: await receipt(ctx, record), notices: noticesOf(ctx, record) };
      },
    },
    {
      // the three photos of S21–S23 in one conversation; each that was sent is one record
      name: 'records.addWallCharts',
      kind: 'submit',
      returns: { unit: 'text', count: 'number' },
      async run(ctx, args) {
        const given = objectIn(args, 'record');
        const nodeId = textOf(args, 'nodeId');
        let count = 0;
        for (const chart of ['diagram', 'staffing', 'duties'] as const) {
          const photo = given[chart];
          if (typeof photo !== 'string') continue;
          const data = { kind: 'wall_chart' as const, chart, photo };
          await addRecord(depsOf(ctx), ctx.asker.scope, { nodeId, on: ctx.today, data });
          count++;
        }
        if (count === 0) throw new DomainError('invalid_record', { field: 'photo' });
        return { value: { unit: (await base.grid(ctx.tx, ctx.today)).node(nodeId)?.name ?? '', count } };
      },
    },
    {
      // `open` true: those without a reply or a solution
      name: 'records.list',
      kind: 'lookup',
      returns: { id: 'text', line: 'text' },
      async run(ctx, args) {
        const found = await listRecords(depsOf(ctx), ctx.asker.scope, kindIn(args));
        const wanted = args['open'] === true ? found.filter(isOpen) : found;
        return { value: await linesOf(ctx, wanted.slice(-LIST_MAX).reverse()) };
      },
    },
    {
      name: 'records.table',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const everywhere = args['everywhere'] === true;
        const root = ctx.asker.scope.roles.map(({ gridPath }) => `/${gridPath.split('/')[1]}/`);
        const scope = everywhere ? { ...ctx.asker.scope, prefixes: [...new Set(root)] } : ctx.asker.scope;
        const lines = await linesOf(
          ctx,
          (await listRecords(depsOf(ctx), scope, kindIn(args))).slice(-LIST_MAX).reverse(),
        );
        const text = lines.map(({ line }, i) => `${i + 1} ${line}`).join('\n');
        return { value: lines.length === 0 ? [] : [{ id: 'table', text }] };
      },
    },
    {
      name: 'records.complete',
      kind: 'submit',
      returns: { unit: 'text', line: 'text', id: 'text' },
      async run(ctx, args) {
        const more = objectIn(args, 'record') as Parameters<typeof completeRecord>[3];
        return {
          value: await receipt(ctx, await completeRecord(depsOf(ctx), ctx.asker.scope, textOf(args, 'id'), more)),
        };
      },
    },
    {
      name: 'texts.unread',
      kind: 'lookup',
      returns: { id: 'text', title: 'text', body: 'text', line: 'text' },
      async run(ctx) {
        const unread = (await textsFor(depsOf(ctx), ctx.asker.scope)).filter(({ read }) => !read);
        const lines = await linesOf(
          ctx,
          unread.map(({ text }) => text),
        );
        return {
          value: unread.map(
            ({ text }, i) => ({ ...lines[i], title: text.data.title, body: text.data.body }) as JsonObject,
          ),
        };
      },
    },
    {
      name: 'texts.acknowledge',
      kind: 'submit',
      returns: { left: 'number' },
      async run(ctx, args) {
        await acknowledge(depsOf(ctx), ctx.asker.scope, textOf(args, 'textId'));
        const left = (await textsFor(depsOf(ctx), ctx.asker.scope)).filter(({ read }) => !read).length;
        return { value: { left } };
      },
    },
    {
      name: 'trainings.today',
      kind: 'lookup',
      returns: { id: 'text', title: 'text', signedIn: 'bool' },
      async run(ctx) {
        const found = await trainingsToday(depsOf(ctx), ctx.asker.scope);
        return {
          value: found.map(({ training, signedIn }) => ({ id: training._id, title: training.data.title, signedIn })),
        };
      },
    },
    {
      name: 'trainings.signIn',
      kind: 'submit',
      returns: { count: 'number' },
      async run(ctx, args) {
        return { value: { count: await signIn(depsOf(ctx), ctx.asker.scope, textOf(args, 'trainingId')) } };
      },
    },
  ];

  async function receipt(ctx: ActionContext, record: UnitRecord) {
    const unit = (await base.grid(ctx.tx, ctx.today)).node(record.nodeId)?.name ?? '';
    return { id: record._id, unit, line: recordLine(record, unit, ctx.today) };
  }
}

function isOpen({ data }: UnitRecord): boolean {
  if (data.kind === 'member_request') return data.reply === undefined;
  return data.kind !== 'problem' || data.solution === undefined;
}

/** `with` names the kind, the body and what else the schema has no question for; the domain checks all of it. */
function newRecordIn(ctx: ActionContext, args: JsonObject): NewRecord {
  const { record: _record, extra: _extra, nodeId: _nodeId, on: _on, ...given } = args;
  const data = { ...objectIn(args, 'record'), ...given, kind: kindIn(args) };
  const more = data.kind === 'training' ? { attendees: [] } : {};
  return {
    nodeId: textOf(args, 'nodeId'),
    on: textOf(args, 'on') || ctx.today,
    data: { ...data, ...more } as unknown as NewRecord['data'],
  };
}

/** Groups hear of what everybody below is asked to do. */
function noticesOf(ctx: ActionContext, record: UnitRecord): OutboundMessage[] {
  const { data, nodeId, _id } = record;
  const text =
    data.kind === 'training'
      ? trainingText(data.title)
      : data.kind === 'text'
        ? publishedText(data.title, data.edition)
        : undefined;
  if (text === undefined) return [];
  return [
    { target: { kind: 'group', nodeId }, body: { kind: 'text', text }, effectKey: `record:${ctx.messageKey}:${_id}` },
  ];
}

/** @throws Error for a kind that does not exist: a fault of the flow */
function kindIn(args: JsonObject): PutKind {
  const kind = textOf(args, 'kind');
  if (!(kind in RECORD_DATA) || kind === 'acknowledgement')
    throw new Error(`a flow names an unknown kind of record: ${kind}`);
  return kind as PutKind;
}

const textOf = (args: JsonObject, key: string) => (typeof args[key] === 'string' ? args[key] : '');

function objectIn(args: JsonObject, key: string): { readonly [key: string]: Json } {
  const value = args[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
