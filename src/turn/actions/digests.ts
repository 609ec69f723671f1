/** What flows may ask of digests: one of them on request, and what stands behind its lines. */
import type { DigestKind } from '../../../schemas/digest.js';
import type { DigestSettings } from '../../../schemas/digest-settings.js';
import type { GridNode } from '../../../schemas/grid.js';
import type { OutboundMessage } from '../../../schemas/message.js';
import { digestFacts, openBehind, pointerOf, sentDigest, spanEnd, unitsAsked } from '../../domain/digests/index.js';
import type { MatterHouse } from '../../domain/matters/index.js';
import { systemScope } from '../../domain/rights/index.js';
import { plainText } from '../../lib/markdown.js';
import { behindText, NOTHING_BEHIND, noSuchDigestUnit, whichUnit } from '../../texts/digest-behind.js';
import { digestText } from '../../texts/digests.js';
import type { Action, ActionContext } from '../action.js';

export interface DigestActionDeps {
  matters: MatterHouse;
  settings: DigestSettings;
}

const KINDS: readonly [RegExp, DigestKind][] = [
  [/^周报/, 'weekly'],
  [/^月报/, 'monthly'],
  [/^日报/, 'daily'],
];
/** Words before the name of a unit: `周报 古荥镇`, `谁还没完成 古荥镇`, `古荥镇谁还没完成`. */
const WORDS = /日报|周报|月报|谁还?没(?:有)?(?:完成|做完|办完)|[\s，,：:。？?!！]/g;
const TEXT = { id: 'text', text: 'text' } as const;

export function digestActions({ matters: house, settings }: DigestActionDeps): Action[] {
  /** The one unit that was asked for, or what to answer instead. */
  async function unitOf(ctx: ActionContext, request: string): Promise<GridNode | string> {
    const name = request.replace(WORDS, '');
    const [unit, ...others] = await unitsAsked({ ...house, tx: ctx.tx }, ctx.asker.scope, name);
    if (unit === undefined) return noSuchDigestUnit(name);
    return others.length === 0
      ? unit
      : whichUnit(
          name,
          [unit, ...others].map((each) => each.name),
        );
  }

  async function behind(ctx: ActionContext, nodeId: string, topic: 'unit' | 'overdue'): Promise<string> {
    const found = await openBehind({ ...house, tx: ctx.tx }, ctx.asker.scope, { nodeId, topic });
    return behindText(found, ctx.today);
  }

  return [
    {
      name: 'digests.show',
      kind: 'lookup',
      returns: TEXT,
      async run(ctx, args) {
        const request = String(args['request'] ?? '');
        const unit = await unitOf(ctx, request);
        if (typeof unit === 'string') return { value: [{ id: 'none', text: unit }] };
        const kind = KINDS.find(([words]) => words.test(request))?.[1] ?? 'daily';
        const day = spanEnd(kind, ctx.today);
        const sent = await sentDigest(ctx.tx, unit, day, kind);
        const text = sent?.text ?? digestText(await factsNow(ctx, unit, kind, day));
        const lines = await behind(ctx, unit._id, 'unit');
        return {
          value: [{ id: unit._id, text: `${plainText(text)}\n\n${lines}` }],
          notices: sent?.pictureFileId === undefined ? [] : [picture(ctx, sent.pictureFileId)],
        };
      },
    },
    {
      name: 'digests.unfinished',
      kind: 'lookup',
      returns: TEXT,
      async run(ctx, args) {
        const unit = await unitOf(ctx, String(args['request'] ?? ''));
        const text = typeof unit === 'string' ? unit : await behind(ctx, unit._id, 'overdue');
        return { value: [{ id: 'unfinished', text }] };
      },
    },
    {
      name: 'digests.behind',
      kind: 'lookup',
      returns: TEXT,
      async run(ctx, args) {
        const number = Number(/\d+/.exec(String(args['request'] ?? ''))?.[0]);
        const pointer = await pointerOf(ctx.tx, ctx.asker.scope, number);
        if (pointer === null) return { value: [{ id: 'none', text: NOTHING_BEHIND }] };
        const found = await openBehind({ ...house, tx: ctx.tx }, ctx.asker.scope, pointer);
        return { value: [{ id: pointer.nodeId, text: behindText(found, ctx.today) }] };
      },
    },
  ];

  /** As it would have been sent: numbers of a unit are told to whoever may read its totals. */
  async function factsNow(ctx: ActionContext, unit: GridNode, kind: DigestKind, day: string) {
    const scope = { ...systemScope(day), prefixes: [unit.gridPath] };
    const all = await digestFacts({ ...house, tx: ctx.tx, settings }, scope, day, kind);
    const own = all.find((each) => each.unit._id === unit._id);
    if (own === undefined) throw new Error(`no digest of ${unit._id}`);
    return own.facts;
  }
}

function picture({ asker, messageKey }: ActionContext, fileId: string): OutboundMessage {
  const target = { kind: 'member' as const, userid: asker.userid };
  return { target, body: { kind: 'image', fileId }, effectKey: `digest-picture:${messageKey}` };
}
