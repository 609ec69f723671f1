/** What flows may ask of squadrons and service stations: which are mine, how they stand, setting one up. */
import { BODY_OPTIONS } from '../../../schemas/grid.js';
import { WALL_CHARTS } from '../../../schemas/unit-record.js';
import type { JsonObject } from '../../conversation/index.js';
import type { GridReader } from '../../domain/grid/index.js';
import { type StationFacts, setUpStation, stationNow } from '../../domain/plans/index.js';
import { areaOf } from '../../domain/rights/index.js';
import type { StaffReader } from '../../domain/staff/index.js';
import { peopleLine } from '../../texts/cells.js';
import type { Action } from '../action.js';

export function stationActions(base: { grid: GridReader; staff: StaffReader }): Action[] {
  return [
    {
      name: 'grid.myBodies',
      kind: 'options',
      async run(ctx) {
        const tree = await base.grid(ctx.tx, ctx.today);
        const mine = tree.within({ prefixes: areaOf(ctx.asker.scope.roles, 'collect') });
        return {
          value: mine.flatMap(({ _id, name, aliases, level }) => {
            const body = BODY_OPTIONS.find((option) => option.level === level.level);
            return body === undefined || level.level === 1
              ? []
              : [{ value: _id, label: `${name}${body.label}`, synonyms: [name, ...aliases] }];
          }),
        };
      },
    },
    {
      name: 'bodies.starting',
      kind: 'lookup',
      returns: {
        id: 'text',
        name: 'text',
        staff: 'text',
        setUpOn: 'day',
        address: 'text',
        phone: 'text',
        areaSqm: 'number',
      },
      async run(ctx, args) {
        const { nodeId, people, ...now } = await stationNow(
          { ...base, tx: ctx.tx },
          ctx.asker.scope,
          text(args, 'nodeId'),
        );
        return { value: [{ ...now, id: nodeId, staff: peopleLine(people) }] };
      },
    },
    {
      name: 'bodies.setUp',
      kind: 'submit',
      returns: { name: 'text', areaSqm: 'number', charts: 'number' },
      async run(ctx, args) {
        const facts = factsIn(args);
        const { node, charts } = await setUpStation({ ...base, tx: ctx.tx }, ctx.asker.scope, facts);
        return { value: { name: node.body?.name ?? node.name, areaSqm: facts.areaSqm, charts } };
      },
    },
  ];
}

function factsIn(args: JsonObject): StationFacts {
  const record = (args['record'] ?? {}) as JsonObject;
  const { roomPhotos, staffNote, areaSqm } = record;
  const charts = WALL_CHARTS.flatMap(({ value }) => {
    // each chart is asked under its own name
    const photo = record[value];
    return typeof photo === 'string' ? [[value, photo] as const] : [];
  });
  return {
    nodeId: text(args, 'nodeId'),
    setUpOn: text(record, 'setUpOn'),
    address: text(record, 'address'),
    phone: text(record, 'phone'),
    areaSqm: Number(areaSqm),
    charts: Object.fromEntries(charts),
    ...(Array.isArray(roomPhotos) && { roomPhotos: roomPhotos.map(String) }),
    ...(typeof staffNote === 'string' && { staffNote }),
  };
}

function text(args: JsonObject, key: string): string {
  const value = args[key];
  return typeof value === 'string' ? value : '';
}
