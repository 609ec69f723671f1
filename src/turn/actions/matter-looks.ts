/** What flows show of one matter: what was written, advice, history, papers, who was responsible, who it is about. */
import type { OutboundMessage } from '../../../schemas/message.js';
import {
  type MatterView,
  maskedPersons,
  openMatter,
  proposeDecision,
  readIdentity,
  readLetter,
  readNotes,
  readOriginals,
  responsibleOn,
} from '../../domain/matters/index.js';
import { DomainError } from '../../errors.js';
import { isDay } from '../../lib/day.js';
import { adviceText, handlerText, historyText, paperLine, responsibleText } from '../../texts/matter-cards.js';
import {
  coveredText,
  factsText,
  lettersToHandlers,
  maskedText,
  noPersonsText,
  originalText,
  personsText,
  photosText,
  redactionsText,
} from '../../texts/matter-persons.js';
import { refusalsText } from '../../texts/matter-refusals.js';
import { identityRefusedText } from '../../texts/matters.js';
import type { Action, ActionContext } from '../action.js';
import { type MatterActionDeps, matterTools, textOf } from './matters.js';

export function matterLookActions({ matters: house }: MatterActionDeps): Action[] {
  const { depsOf, self, namer, placeName } = matterTools(house);

  async function look(ctx: ActionContext, matterId: string, what: string): Promise<Seen> {
    const { scope } = ctx.asker;
    const deps = depsOf(ctx);
    switch (what) {
      case 'look_facts': {
        const { facts } = await openMatter(deps, scope, matterId);
        return { text: factsText(facts?.showTo(self(ctx))) };
      }
      case 'look_advice':
        return { text: adviceText(await proposeDecision(deps, scope, matterId)) };
      case 'look_history': {
        const { events } = await openMatter(deps, scope, matterId, 'record');
        const notes = await readNotes(deps, scope, matterId);
        const name = await namer(ctx);
        const told = events.map((event) => ({
          ...event,
          note: coveredText(notes.get(event._id)?.showTo(self(ctx)) ?? ''),
          by: ['sys', 'person'].includes(event.by) ? event.by : name(event.by),
        }));
        return { text: historyText(told, ctx.today) };
      }
      case 'why_not': {
        const { steps } = await openMatter(deps, scope, matterId, 'record');
        return { text: refusalsText(steps.flatMap(({ verdict }) => (verdict.ok ? [] : [guardFacts(verdict)]))) };
      }
      case 'look_photos': {
        const { photos } = await openMatter(deps, scope, matterId);
        return {
          text: photosText(photos),
          fileIds: photos.flatMap((photo) => (photo.state === 'shown' ? [photo.fileId] : [])),
        };
      }
      case 'look_redactions': {
        const { redactions } = await openMatter(deps, scope, matterId, 'record');
        return { text: redactionsText(redactions, await namer(ctx), ctx.today) };
      }
      case 'look_original': {
        const { facts, texts, fileIds } = await readOriginals(deps, scope, matterId);
        const shown = texts.map(({ what: field, text }) => ({ what: field, text: text.showTo(self(ctx)) }));
        return { text: originalText(facts?.showTo(self(ctx)), shown, fileIds.length), fileIds };
      }
      default:
        return { text: '' };
    }
  }

  return [
    {
      name: 'matters.look',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const { text, fileIds = [] } = await look(ctx, textOf(args, 'matterId') ?? '', textOf(args, 'what') ?? '');
        return { value: [{ id: 'look', text }], notices: photosTo(ctx, fileIds) };
      },
    },
    {
      name: 'matters.papers',
      kind: 'lookup',
      returns: { id: 'text', line: 'text' },
      async run(ctx, args) {
        const { papers } = await openMatter(depsOf(ctx), ctx.asker.scope, textOf(args, 'matterId') ?? '', 'record');
        return { value: papers.map((paper) => ({ id: paper._id, line: paperLine(paper, ctx.today) })) };
      },
    },
    {
      name: 'matters.letter',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const input = { matterId: textOf(args, 'matterId') ?? '', documentId: textOf(args, 'documentId') ?? '' };
        try {
          const letter = await readLetter(depsOf(ctx), ctx.asker.scope, input);
          return { value: [{ id: input.documentId, text: letter.showTo(self(ctx)) }] };
        } catch (error) {
          // a paper without text, or somebody who does not handle it: nothing was written before
          if (!(error instanceof DomainError) || error.code !== 'matter_not_found') throw error;
          return { value: [{ id: input.documentId, text: lettersToHandlers() }] };
        }
      },
    },
    {
      name: 'matters.responsible',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const day = textOf(args, 'on') ?? ctx.today;
        const on = isDay(day) && day < ctx.today ? day : ctx.today;
        const found = await responsibleOn(depsOf(ctx), ctx.asker.scope, textOf(args, 'matterId') ?? '', on);
        const name = await namer(ctx);
        const text = responsibleText(
          {
            day: on,
            cell: await placeName(ctx, found.cellId),
            handlers: found.handlers.map(({ userid, duty }) => handlerText(name(userid), duty)),
            unit: [...new Set(found.unit.map(({ userid }) => name(userid)))],
          },
          ctx.today,
        );
        return { value: [{ id: on, text }] };
      },
    },
    {
      name: 'matters.masked',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const persons = await maskedPersons(depsOf(ctx), ctx.asker.scope, textOf(args, 'matterId') ?? '');
        const shown = persons.map((person) => ({
          name: person.name?.showTo(self(ctx)),
          phone: person.phone?.showTo(self(ctx)),
          idNumber: person.idNumber?.showTo(self(ctx)),
        }));
        return { value: [{ id: 'masked', text: shown.length === 0 ? noPersonsText() : maskedText(shown) }] };
      },
    },
    {
      name: 'matters.identity',
      kind: 'lookup',
      returns: { id: 'text', text: 'text' },
      async run(ctx, args) {
        const ask = {
          matterId: textOf(args, 'matterId') ?? '',
          fields: Array.isArray(args['fields']) ? args['fields'] : [],
          purpose: textOf(args, 'purpose') ?? '',
        };
        const answer = await readIdentity(depsOf(ctx), ctx.asker.scope, ask as Parameters<typeof readIdentity>[2]);
        if (!answer.ok) return { value: [{ id: 'refused', text: identityRefusedText() }] };
        const persons = answer.persons.map(({ role, representative, fields }) => ({
          role,
          representative,
          fields: Object.entries(fields).map(([field, value]) => ({ field, value: value.showTo(self(ctx)) })),
        }));
        return { value: [{ id: 'shown', text: personsText(persons) }] };
      },
    },
  ];
}

interface Seen {
  text: string;
  /** Photos that follow the text. */
  fileIds?: readonly string[];
}

function photosTo({ asker, messageKey }: ActionContext, fileIds: readonly string[]): OutboundMessage[] {
  return fileIds.map((fileId) => ({
    target: { kind: 'member', userid: asker.userid },
    body: { kind: 'image', fileId },
    effectKey: `matter-photo:${messageKey}:${fileId}`,
  }));
}

function guardFacts({ guard, action, state, who }: Extract<MatterView['steps'][number]['verdict'], { ok: false }>) {
  return { guard, action, state, roles: who.roles.join(',') };
}
