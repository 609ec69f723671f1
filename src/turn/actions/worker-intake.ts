/** What flows ask while a worker tells what happened: what his words propose, which employer, whose place, and taking it down. */
import { isPastLimit } from '../../../schemas/matter-record.js';
import { isCaption, type JsonObject } from '../../conversation/index.js';
import { searchEmployers } from '../../domain/employers/index.js';
import {
  adviseIntake,
  type MatterDeps,
  type MatterHouse,
  type NewMatter,
  readClaim,
  receiveMatter,
} from '../../domain/matters/index.js';
import { systemScope } from '../../domain/rights/index.js';
import { matterMessages, receiptText, whereToGoText } from '../../texts/matters.js';
import {
  alreadyElsewhereText,
  arrearsStory,
  manyOfThatNameText,
  outsideText,
  pastLimitText,
  readBackText,
} from '../../texts/own-matters.js';
import type { Action, ActionContext } from '../action.js';
import { readStory, tellsPeriod } from '../read-story.js';
import { objectOf, textOf } from './matters.js';

/** Employers of one name that are offered; more cannot be told apart on a telephone. */
const OFFERED_MAX = 5;
const SEARCHED_MAX = 60;

const WAGES = ['M6a', 'M6b', 'M9b'];
const LIKE_A_NUMBER = /^\s*HJ[-\s\d]{9,20}$/i;
const ABOUT_PAY = /工资|工钱|薪/;

const hasWages = (categories: readonly string[]) => categories.some((category) => WAGES.includes(category));

export function workerIntakeActions({ matters: house }: { matters: MatterHouse }): Action[] {
  const depsOf = (ctx: ActionContext): MatterDeps => ({ ...house, tx: ctx.tx });

  return [
    {
      // what was said beside the questions before there was a story: it is the story, unless it only names what photos show
      name: 'own.remarks',
      kind: 'lookup',
      returns: { id: 'text', story: 'text', rest: 'text' },
      async run(_ctx, args) {
        const text = textOf(args, 'text') ?? '';
        const tells = text.split('\n').some((line) => !isCaption(line));
        return { value: [{ id: 'remarks', ...(tells ? { story: text } : { rest: text }) }] };
      },
    },
    {
      name: 'own.advise',
      kind: 'lookup',
      returns: {
        id: 'text',
        read: 'text',
        hint: 'text',
        wage: 'bool',
        receiptNo: 'text',
        name: 'text',
        phone: 'text',
        amount: 'money',
        people: 'number',
        from: 'text',
        to: 'text',
        employer: 'text',
        place: 'text',
        elsewhere: 'text',
      },
      async run(ctx, args) {
        const text = textOf(args, 'text') ?? '';
        const story = readStory(text, ctx.today);
        const { categories, tracks, redFlags } = await adviseIntake(depsOf(ctx), { today: ctx.today, text });
        const claim = readClaim(text);
        const { name, phone, amountFen: amount, people, periodFrom: from, periodTo: to, employer, elsewhere } = story;
        // a road alone says too little to stand for the place
        const place = employer !== undefined || /号/.test(story.place ?? '') ? story.place : undefined;
        const value = {
          id: 'advice',
          read: readBackText({ ...story, place }),
          hint: hintFor(),
          wage: hasWages(categories) || (amount !== undefined && ABOUT_PAY.test(text)),
          // a slip of the finger in a number is no story: it is told as a wrong number
          receiptNo: 'receiptNo' in claim ? claim.receiptNo : LIKE_A_NUMBER.test(text) ? text.trim() : undefined,
          ...{ name, phone, amount, people, from, to, employer, place, elsewhere },
        };
        return { value: [JSON.parse(JSON.stringify(value)) as JsonObject] };

        function hintFor(): string {
          if (story.elsewhere !== undefined && story.elsewhere !== 'none') return alreadyElsewhereText(story.elsewhere);
          if (story.periodTo !== undefined && isPastLimit(`${story.periodTo}-28`, ctx.today)) return pastLimitText();
          const [track] = tracks.filter((one) => one !== 'police' || redFlags.length === 0);
          return track === undefined || categories.length > 0 ? '' : whereToGoText(track, house.words.offices[track]);
        }
      },
    },
    {
      // the answer to “which months?”: what tells none is asked again, once
      name: 'own.period',
      kind: 'lookup',
      returns: { id: 'text', clear: 'bool' },
      async run(ctx, args) {
        return { value: [{ id: 'period', clear: tellsPeriod(textOf(args, 'text') ?? '', ctx.today) }] };
      },
    },
    {
      name: 'own.employers',
      kind: 'lookup',
      returns: { id: 'text', line: 'text' },
      async run(ctx, args) {
        const found = await employersMeant(ctx, args);
        return { value: found.length > OFFERED_MAX ? [] : found };
      },
    },
    {
      name: 'own.place',
      kind: 'lookup',
      returns: { id: 'text', cellId: 'text', note: 'text', outside: 'bool' },
      async run(ctx, args) {
        const place = [textOf(args, 'place'), textOf(args, 'name')].join(' ');
        const { jurisdiction } = await adviseIntake(depsOf(ctx), { today: ctx.today, text: '', place });
        const isKnown = textOf(args, 'employerId') !== undefined;
        const outside = !isKnown && jurisdiction.kind === 'outside' ? outsideText(jurisdiction.office) : '';
        const many = isKnown ? 0 : (await employersMeant(ctx, args)).length;
        const note = outside === '' && many > OFFERED_MAX ? manyOfThatNameText(many) : outside;
        const cellId = jurisdiction.kind === 'cell' || jurisdiction.kind === 'town' ? jurisdiction.node._id : '';
        return { value: [{ id: 'place', cellId, note, outside: outside !== '' }] };
      },
    },
    {
      name: 'own.receive',
      kind: 'submit',
      returns: { receiptNo: 'text', text: 'text' },
      async run(ctx, args) {
        const received = await receiveMatter(depsOf(ctx), systemScope(ctx.today), newMatter(ctx, args));
        const { receiptNo: no, answerBy, token } = received;
        const to = { kind: 'customer' as const, customerId: ctx.asker.customerId ?? '' };
        const receipt = { kind: kindOf(args), no, answerBy, token: token?.showTo(to) };
        return {
          value: { receiptNo: no, text: receiptText(receipt, ctx.today) },
          notices: matterMessages(received.notices, ctx.tx.now),
        };
      },
    },
  ];

  /** By name, or by the sign; where several are, the ones at the place that was named. Name and address are public, nothing else is told. */
  async function employersMeant(ctx: ActionContext, args: JsonObject): Promise<{ id: string; line: string }[]> {
    const name = textOf(args, 'name');
    if (name === undefined || [...name].length < 2) return [];
    const tree = await house.grid(ctx.tx, ctx.today);
    const found = await searchEmployers({ tx: ctx.tx }, systemScope(ctx.today), name, { limit: SEARCHED_MAX });
    const place = textOf(args, 'place') ?? '';
    const lines = found.map(({ employerId, cellId, name: known, road = '', houseNo = '' }) => ({
      id: employerId,
      words: [road, tree.node(cellId)?.name ?? ''].filter((word) => word !== ''),
      line: `${known}（${[tree.node(cellId)?.name ?? '', road, houseNo].join('')}）`,
    }));
    const there = lines.filter(({ words }) => words.some((word) => place.includes(word)));
    return (there.length > 0 && lines.length > 1 ? there : lines).map(({ id, line }) => ({ id, line }));
  }

  function newMatter(ctx: ActionContext, args: JsonObject): NewMatter {
    const { person, ...said } = objectOf(args['record']);
    const answers = [textOf(args, 'period'), textOf(args, 'periodAgain')].filter((answer) => answer !== undefined);
    const period = answers.at(-1);
    const span = period === undefined ? {} : readStory(period, ctx.today);
    const about = { periodFrom: span.periodFrom, periodTo: span.periodTo, ...said } as NewMatter['content'];
    const told = textOf(said, 'facts');
    // what was said of something else, in danger, does not say that it is about pay
    const tellsWages = told !== undefined && (period === undefined || hasWages(house.words.categoriesIn(told)));
    const facts = [told, tellsWages ? undefined : arrearsStory(storyOf(said)), textOf(args, 'beside'), ...answers]
      .filter((part) => part !== undefined)
      .join('\n');
    const proposed = house.words.categoriesIn(facts);
    const who = objectOf(person);
    return {
      kind: kindOf(args),
      channel: 'kf',
      customerId: ctx.asker.customerId,
      ...(Object.keys(who).length > 0 && { person: who }),
      employerId: textOf(args, 'employerId'),
      cellId: textOf(args, 'employerId') === undefined ? textOf(args, 'cellId') : undefined,
      content: { ...about, facts, categories: about.categories ?? (proposed.length > 0 ? proposed : ['M9']) },
    };
  }
}

function kindOf(args: JsonObject): NewMatter['kind'] {
  return args['kind'] === 'complaint' ? 'complaint' : 'report';
}

function storyOf(said: JsonObject) {
  const number = (key: string) => (typeof said[key] === 'number' ? said[key] : undefined);
  return {
    employer: textOf(said, 'employerName'),
    amountFen: number('amountFen'),
    people: number('peopleCount'),
  };
}
