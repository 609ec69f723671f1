/** What flows may ask when somebody complains or reports at the counter, or asks what is stored about him. */

import type { MatterChannel } from '../../../schemas/matter-enums.js';
import { CounterIntake } from '../../../schemas/matter-forms.js';
import { searchEmployers } from '../../domain/employers/index.js';
import {
  adviseIntake,
  declareRelation,
  type MatterDeps,
  type NewMatter,
  receiveMatter,
  storedAtCounter,
} from '../../domain/matters/index.js';
import { systemScope } from '../../domain/rights/index.js';
import { intakeAlarmText, takenText } from '../../texts/matter-cards.js';
import { storedText } from '../../texts/matter-persons.js';
import { limitedText, notFoundText, privacyNoticeText, reporterSafetyText } from '../../texts/matters.js';
import type { Action, ActionContext } from '../action.js';
import { type MatterActionDeps, noticesOf, objectOf, textOf } from './matters.js';

export function matterIntakeActions({ matters: house }: MatterActionDeps): Action[] {
  const depsOf = (ctx: ActionContext): MatterDeps => ({ ...house, tx: ctx.tx });

  return [
    {
      name: 'matters.notice',
      kind: 'lookup',
      returns: { id: 'text', text: 'text', safety: 'text' },
      async run() {
        const { bureau, retention } = house.rules;
        const text = privacyNoticeText(bureau, retention.closedFileYears);
        return { value: [{ id: 'notice', text, safety: reporterSafetyText() }] };
      },
    },
    {
      name: 'matters.advice',
      kind: 'lookup',
      returns: { id: 'text', categories: 'texts', alarm: 'text' },
      async run(ctx, args) {
        const advice = await adviseIntake(depsOf(ctx), { today: ctx.today, text: textOf(args, 'text') ?? '' });
        const alarm = advice.redFlags.length === 0 ? '' : intakeAlarmText(advice.redFlags);
        const { categories } = advice;
        return { value: [{ id: 'advice', alarm, ...(categories.length > 0 && { categories }) }] };
      },
    },
    {
      name: 'matters.cells',
      kind: 'options',
      async run(ctx, args) {
        const { jurisdiction } = await adviseIntake(depsOf(ctx), {
          today: ctx.today,
          text: '',
          place: textOf(args, 'place'),
        });
        const tree = await house.grid(ctx.tx, ctx.today);
        const likely =
          jurisdiction.kind === 'cell' ? [jurisdiction.node] : jurisdiction.kind === 'town' ? jurisdiction.cells : [];
        const all = tree.within({ prefixes: ['/'] });
        const towns = all.filter(({ level }) => level.level === 2);
        const cells = all.filter(({ level }) => level.level === 3);
        const offered = new Map([...likely, ...cells, ...towns].map((node) => [node._id, node]));
        return {
          value: [...offered.values()].map(({ _id, name, aliases }) => ({
            value: _id,
            label: name,
            synonyms: [...aliases],
          })),
        };
      },
    },
    {
      name: 'matters.take',
      kind: 'submit',
      returns: { text: 'text' },
      async run(ctx, args) {
        const received = await receiveMatter(depsOf(ctx), ctx.asker.scope, newMatterOf(args));
        const reader = { kind: 'member' as const, userid: ctx.asker.userid };
        const text = takenText(
          {
            no: received.receiptNo,
            registerNo: received.registerNo,
            answerBy: received.answerBy,
            token: received.token?.showTo(reader),
            reportCard: received.reportCard,
          },
          ctx.today,
        );
        return { value: { text }, notices: noticesOf(ctx, received.notices) };
      },
    },
    {
      // of the whole district: name and place are public, nothing else is told
      name: 'matters.employers',
      kind: 'lookup',
      returns: { id: 'text', name: 'text', line: 'text' },
      async run(ctx, args) {
        const tree = await house.grid(ctx.tx, ctx.today);
        const found = await searchEmployers({ tx: ctx.tx }, systemScope(ctx.today), textOf(args, 'text') ?? '');
        return {
          value: found.map(({ employerId, cellId, name, road = '', houseNo = '' }) => ({
            id: employerId,
            name,
            line: `${name}（${[tree.node(cellId)?.name ?? '', road, houseNo].join('')}）`,
          })),
        };
      },
    },
    {
      name: 'matters.recuse',
      kind: 'submit',
      async run(ctx, args) {
        const notices = await declareRelation(depsOf(ctx), ctx.asker.scope, textOf(args, 'employerId') ?? '');
        return { value: {}, notices: noticesOf(ctx, notices) };
      },
    },
    {
      name: 'matters.stored',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const proof = { receiptNo: textOf(args, 'number') ?? '', phone: textOf(args, 'phone') ?? '' };
        const answer = await storedAtCounter(depsOf(ctx), ctx.asker.scope, proof);
        if (answer.kind !== 'found')
          return { value: [{ id: answer.kind, text: answer.kind === 'limited' ? limitedText() : notFoundText() }] };
        const reader = { kind: 'member' as const, userid: ctx.asker.userid };
        const stored = answer.stored.map((one) => ({
          ...one,
          shown: {
            name: one.shown.name?.showTo(reader),
            phone: one.shown.phone?.showTo(reader),
            idNumber: one.shown.idNumber?.showTo(reader),
          },
        }));
        return { value: [{ id: 'stored', text: storedText(stored) }] };
      },
    },
  ];
}

/** The form as the domain takes it: who, what, where, apart. */
function newMatterOf(args: Parameters<Action['run']>[1]): NewMatter {
  const { aboutSelf, channel, transferredFrom, person, others, ...content } = CounterIntake.partial().parse(
    args['record'],
  );
  const named = Object.values(person ?? {}).some((value) => value !== undefined);
  const companions = others ?? [];
  const chosen = companions.flatMap(({ representative }, i) => (representative ? [i + 1] : []));
  return {
    kind: aboutSelf === true ? 'complaint' : 'report',
    channel: (channel ?? 'counter') as MatterChannel,
    ...(transferredFrom !== undefined && { transferredFrom }),
    cellId: textOf(args, 'cellId') ?? textOf(objectOf(args['extra']), 'cellId'),
    employerId: textOf(args, 'employerId'),
    content,
    ...(named && { person }),
    ...(companions.length > 0 && { others: companions.map(({ name, phone }) => ({ name, phone })) }),
    ...(chosen.length > 0 && { representatives: chosen }),
  };
}
