/** From a flow document to a plan, with everything that is wrong on the way. Pure. */
import type { FlowDocument } from '../../../schemas/flow.js';
import type { Registry } from '../registry.js';
import { addGiven, fieldAt } from './ask.js';
import { bindArgs, bindCondition, bindOnward } from './bind.js';
import { type Builder, type Instance, newBlock, newInstance, type Place } from './builder.js';
import { addChecks } from './checks.js';
import type { Report, Trouble } from './finding.js';
import { linkReactions } from './graph.js';
import { addSteps } from './outline.js';
import type { Block, Plan } from './plan.js';
import { contentHash } from './version.js';

export interface Compiled {
  plan: Plan;
  troubles: Trouble[];
  /** Ids of the subflows put into it, directly or not. */
  uses: readonly string[];
  /** The flow with its fields and names, for the linter. */
  main: Instance;
}

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE };
const TIMEOUTS = { remind: '30m', park: '12h', expire: '30d' };

/**
 * A plan comes back even when there are troubles: what is wrong in it is left out or never known.
 * @param find documents of other flows, by id
 */
export function compileFlow(
  document: FlowDocument,
  registry: Registry,
  find: (flow: string) => FlowDocument | undefined,
): Compiled {
  const troubles: Trouble[] = [];
  const report: Report = (code, path, facts = {}, offset) => {
    troubles.push({ code, path, facts, ...(offset !== undefined && { offset }) });
  };
  const blocks: Block[] = [];
  const root = newBlock({ blocks });
  const main = newInstance(registry, document, root, '', report);
  const used = new Map<string, FlowDocument>();
  const remember = (id: string) => {
    const other = find(id);
    if (other !== undefined) used.set(id, other);
    return other;
  };
  const b: Builder = {
    registry,
    find: remember,
    blocks,
    settle: [],
    later: [],
    groups: 0,
    main,
    instances: [main],
  };
  const place: Place = { instance: main, block: root, gate: 0, section: -1, at: ['steps'], within: [document.flow] };
  reportFields(main);
  addSteps(b, place, document.steps);
  addTaken(b, place);
  for (const settle of b.settle) settle();
  for (const bind of b.later) bind();
  const from = document.defaultsFrom;
  if (from !== undefined && root.nodes[root.slots.get(from) ?? -1]?.kind !== 'lookup') {
    report('defaults_from_unknown', ['defaultsFrom'], { name: from });
  }
  const back = bindBack(b, place);
  const aside = asideIn(b.main, root);
  const facts = bindArgs(b, { ...place, at: [] }, document.facts ?? {}, ['facts']);
  addChecks(b);
  const reactions = linkReactions(blocks, facts, (block, slot) => {
    const node = block.nodes[slot];
    report('cycle', node?.at ?? ['steps'], { path: node?.path ?? '' });
  });
  const record = document.record === undefined ? undefined : registry.records.get(document.record);
  const uses = b.instances.slice(1).map((instance) => instance.document.flow);
  const content = [document, ...uses.map((id) => used.get(id))];
  const plan: Plan = {
    id: document.flow,
    version: contentHash(JSON.stringify(content)),
    document,
    ...(record !== undefined && { record }),
    blocks,
    root,
    reactions,
    reviews: root.nodes.filter(({ kind }) => kind === 'review').map(({ slot }) => slot),
    labels: labelsIn(blocks),
    facts,
    timeouts: timeoutsOf(document, report),
    ...(back !== undefined && { back }),
    ...(aside !== undefined && { aside }),
  };
  return { plan, troubles, uses: [...new Set(uses)], main };
}

function labelsIn(blocks: readonly Block[]): string[] {
  const names = blocks.flatMap(({ nodes }) =>
    nodes.flatMap((node) => {
      if (node.kind === 'list') return [node.title];
      return node.kind === 'field' ? [node.field.label, ...(node.field.synonyms ?? [])] : [];
    }),
  );
  return [...new Set(names)];
}

/** Values the flow takes at its start and does not ask. */
function addTaken(b: Builder, place: Place): void {
  (b.main.document.takes ?? []).forEach((path, i) => {
    if (place.block.slots.has(path)) return;
    const field = fieldAt(place, path, ['takes', i]);
    if (field !== undefined) addGiven(b, { ...place, at: ['takes', i] }, path, field);
  });
}

function bindBack(b: Builder, place: Place): Plan['back'] {
  const { back } = b.main.document;
  if (back === undefined) return undefined;
  const at = { ...place, at: [] };
  const args = bindOnward(b, at, { flow: back.to, given: back.with ?? {} }, ['back', 'to'], ['back', 'with']);
  const when = back.when === undefined ? undefined : bindCondition(b, at, back.when, ['back', 'when']);
  return { flow: back.to, args, ...(when !== undefined && { when }) };
}

/** Slot of the field that keeps what is said beside the questions. */
function asideIn({ document: { aside }, report }: Instance, { slots, nodes }: Block): number | undefined {
  if (aside === undefined) return undefined;
  const slot = slots.get(aside);
  const node = slot === undefined ? undefined : nodes[slot];
  if (node?.kind === 'given' && node.field.kind === 'text') return slot;
  report('aside_unknown', ['aside'], { path: aside });
  return undefined;
}

function reportFields({ source, report }: Instance): void {
  for (const path of source.twice) report('field_defined_twice', ['fields', path], { path });
  for (const { path, list } of source.missingLists) report('options_list_unknown', ['fields', path], { path, list });
}

function timeoutsOf(document: FlowDocument, report: Report): Plan['timeouts'] {
  const ms = (given: string) => Number(given.slice(0, -1)) * (UNITS[given.slice(-1)] ?? 0);
  const { remind, park, expire } = { ...TIMEOUTS, ...document.timeouts };
  const timeouts = {
    remindMs: ms(remind ?? TIMEOUTS.remind),
    parkMs: ms(park ?? TIMEOUTS.park),
    expireMs: ms(expire ?? TIMEOUTS.expire),
  };
  const { remindMs, parkMs, expireMs } = timeouts;
  if (remindMs >= parkMs || parkMs >= expireMs) report('timeouts_order', ['timeouts']);
  return timeouts;
}
