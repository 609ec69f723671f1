/** What flows may ask of important situations: begin a card, report, look, receive, add, close. */
import {
  closeSituation,
  type MatterDeps,
  openMatter,
  openSituation,
  openSituations,
  receiveSituation,
  reportSituation,
  type SituationCard,
  supplementSituation,
} from '../../domain/matters/index.js';
import { areaOf, may } from '../../domain/rights/index.js';
import {
  SITUATION_STEPS,
  type SituationStep,
  situationCardText,
  situationDemandText,
  situationDoneText,
  situationLine,
} from '../../texts/situations.js';
import type { Action, ActionContext } from '../action.js';
import { type MatterActionDeps, noticesOf, objectOf, textOf } from './matters.js';

export function situationActions({ matters: house }: MatterActionDeps): Action[] {
  const depsOf = (ctx: ActionContext): MatterDeps => ({ ...house, tx: ctx.tx });

  async function headingOf(ctx: ActionContext, { no, at, people, cellId }: SituationCard['situation']) {
    const unit = (await house.grid(ctx.tx, ctx.today)).node(cellId)?.name ?? '';
    return { no, at, people, unit };
  }

  async function stepsOf(ctx: ActionContext, situationId: string): Promise<SituationStep[]> {
    const { situation } = await openSituation(depsOf(ctx), ctx.asker.scope, situationId);
    const { scope } = ctx.asker;
    const path = (await house.grid(ctx.tx, ctx.today)).node(situation.cellId)?.gridPath ?? '';
    const steps: Record<SituationStep, boolean> = {
      receive: situation.by !== scope.userid && !situation.receipts.some(({ by }) => by === scope.userid),
      supplement: may(scope, 'collect', path),
      close: may(scope, 'investigate', path),
      leave: true,
    };
    return (Object.keys(steps) as SituationStep[]).filter((step) => steps[step]);
  }

  return [
    {
      name: 'situations.start',
      kind: 'lookup',
      returns: {
        id: 'text',
        matterId: 'text',
        place: 'text',
        people: 'number',
        demand: 'text',
        employerName: 'text',
        amountFen: 'money',
      },
      async run(ctx, args) {
        const matterId = textOf(args, 'matterId');
        if (matterId === undefined) return { value: [{ id: 'blank' }] };
        const view = await openMatter(depsOf(ctx), ctx.asker.scope, matterId, 'record');
        const { employerName, people, amountFen, record, receiptNo, categories } = view;
        return {
          value: [
            {
              id: view.matterId,
              matterId: view.matterId,
              place: record.employerPlace ?? (await house.grid(ctx.tx, ctx.today)).node(view.cellId)?.name ?? '',
              people,
              demand: situationDemandText(receiptNo, categories),
              ...(employerName !== undefined && { employerName }),
              ...(amountFen !== undefined && { amountFen }),
            },
          ],
        };
      },
    },
    {
      name: 'situations.report',
      kind: 'submit',
      returns: { no: 'text', told: 'number' },
      async run(ctx, args) {
        const { no, notices } = await reportSituation(depsOf(ctx), ctx.asker.scope, {
          matterId: textOf(args, 'matterId'),
          cellId: textOf(args, 'cellId') ?? areaOf(ctx.asker.scope.roles, 'collect')[0]?.split('/').at(-2),
          report: objectOf(args['record']),
        });
        const told = notices.filter(({ to }) => to.kind === 'member').length;
        return { value: { no, told }, notices: noticesOf(ctx, notices) };
      },
    },
    {
      name: 'situations.list',
      kind: 'lookup',
      returns: { id: 'text', line: 'text' },
      async run(ctx, args) {
        const { userid } = ctx.asker.scope;
        const wanted = textOf(args, 'situationId');
        const open = await openSituations(depsOf(ctx), ctx.asker.scope);
        const isSeen = ({ by, receipts }: SituationCard['situation']) =>
          by === userid || receipts.some((receipt) => receipt.by === userid);
        const rows = open
          .filter(({ _id }) => wanted === undefined || _id === wanted)
          .sort((a, b) => Number(isSeen(a)) - Number(isSeen(b)));
        return {
          value: await Promise.all(
            rows.slice(0, 20).map(async (row) => ({
              id: row._id,
              line: situationLine(await headingOf(ctx, row), isSeen(row), ctx.today),
            })),
          ),
        };
      },
    },
    {
      name: 'situations.open',
      kind: 'lookup',
      returns: { id: 'text', card: 'text', people: 'number' },
      async run(ctx, args) {
        const { situation, report, supplements } = await openSituation(
          depsOf(ctx),
          ctx.asker.scope,
          textOf(args, 'situationId') ?? '',
        );
        const directory = await house.staff(ctx.tx);
        const name = (userid: string) => directory.personByUserid(userid)?.name ?? userid;
        const reader = { kind: 'member' as const, userid: ctx.asker.userid };
        const card = situationCardText(
          {
            ...(await headingOf(ctx, situation)),
            by: name(situation.by),
            amountFen: situation.amountFen,
            report: Object.fromEntries(Object.entries(report).map(([field, text]) => [field, text.showTo(reader)])),
            receipts: situation.receipts.map(({ by, at }) => ({ by: name(by), at })),
            supplements: supplements.map((one) => ({ ...one, by: name(one.by), text: one.text.showTo(reader) })),
          },
          ctx.today,
        );
        return { value: [{ id: situation._id, card, people: situation.people }] };
      },
    },
    {
      name: 'situations.steps',
      kind: 'options',
      async run(ctx, args) {
        const steps = await stepsOf(ctx, textOf(args, 'situationId') ?? '');
        return { value: steps.map((step) => ({ value: step, label: SITUATION_STEPS[step] })) };
      },
    },
    {
      name: 'situations.act',
      kind: 'submit',
      returns: { text: 'text' },
      async run(ctx, args) {
        const deps = depsOf(ctx);
        const { scope } = ctx.asker;
        const situationId = textOf(args, 'situationId') ?? '';
        const step = (textOf(args, 'todo') ?? 'leave') as SituationStep;
        const { situation } = await openSituation(deps, scope, situationId);
        const record = objectOf(args['record']);
        if (step === 'receive') await receiveSituation(deps, scope, situationId);
        if (step === 'close') await closeSituation(deps, scope, situationId);
        const notices =
          step === 'supplement'
            ? await supplementSituation(deps, scope, {
                situationId,
                text: String(record['text'] ?? ''),
                people: Number(record['people'] ?? situation.people),
              })
            : [];
        const told = notices.filter(({ to }) => to.kind === 'member').length;
        return { value: { text: situationDoneText(step, situation.no, told) }, notices: noticesOf(ctx, notices) };
      },
    },
  ];
}
