/** Repeats: add entries, look at them, change or remove one. */
import type { Choice } from '../../../schemas/message.js';
import {
  CHOICE,
  entryQuestion,
  entryRemoved,
  listFull,
  listQuestion,
  listTooShort,
  listUnclear,
  reviewLine,
  whichEntry,
} from '../../texts/conversation.js';
import type { ListNode } from '../compile/plan.js';
import { addEntry, removeEntry, setDone } from '../form/change.js';
import { chainOf, nodeOf, type Ref, refOf } from '../form/ref.js';
import { type BlockState, type Chain, type ListState, listIn, positionOf } from '../form/state.js';
import { excerpt, readCommand } from '../understand/index.js';
import { chosen, PAGE, pageOf, yesNoInWords } from './choices.js';
import { changeForm, type Dialog, goTo, type Next, type Prompt } from './dialog.js';
import { fail } from './fail.js';
import { entryNames, labelOf, nameOfEntry, shownValue } from './names.js';
import type { Ask, Said } from './session.js';

type AskOf<T extends Ask['t']> = Extract<Ask, { t: T }>;

function listAt(d: Dialog, ref: Ref): { node: ListNode; list: ListState; chain: Chain } {
  const chain = chainOf(d.session.form, ref) ?? [d.session.form.root];
  return { node: nodeOf(ref) as ListNode, chain, list: listIn(chain.at(-1) as BlockState, ref.slot) };
}

export function showList(d: Dialog, { ref }: AskOf<'list'>): Prompt {
  const { node, list } = listAt(d, ref);
  const choices: Choice[] = [];
  const any = list.items.length > 0;
  if (list.items.length < node.max) choices.push({ id: 'add', label: any ? CHOICE.addMore : CHOICE.add });
  if (list.items.length >= node.min) choices.push({ id: 'done', label: any ? CHOICE.done : CHOICE.noEntries });
  if (any) choices.push({ id: 'change', label: CHOICE.change });
  const lead = list.items.length >= node.max ? `${listFull(node.title, node.max)}\n` : '';
  return { text: `${lead}${listQuestion(node.title, entryNames(d.session.form, ref))}`, choices };
}

export function takeList(d: Dialog, ask: AskOf<'list'>, said: Said): Next {
  const { node, list } = listAt(d, ask.ref);
  switch (meant(d, showList(d, ask).choices ?? [], said)) {
    case 'add':
      if (list.items.length >= node.max) return 'again';
      addTo(d, ask.ref);
      return 'next';
    case 'done':
      if (list.items.length < node.min) {
        d.lead.push(listTooShort(node.title, node.min));
        return 'again';
      }
      changeForm(d, (work) => setDone(work, ask.ref, true));
      delete d.session.at;
      return 'next';
    case 'change':
      return { t: 'entries', ref: ask.ref };
    default:
      return said.kind === 'text' ? fail(d, listUnclear(excerpt(said.text)), ask) : 'again';
  }
}

/** Words for one more. */
const MORE = /^\s*(?:再|还要|继续|接着)?(?:加|添|添加|增加|录|登记|来)(?:一|下一)?(?:个|名|位|人|条)?\s*$/;

/** A choice; else yes adds, no and 完成 close, 列表 shows. */
function meant(d: Dialog, choices: readonly Choice[], said: Said): string | undefined {
  const choice = chosen(choices, said, d.today);
  if (choice !== undefined || said.kind !== 'text') return choice;
  const command = readCommand(said.text)?.kind;
  if (command === 'done' || command === 'skip') return 'done';
  if (command === 'list') return 'change';
  if (MORE.test(said.text)) return 'add';
  const yes = yesNoInWords(said.text);
  return yes === null ? undefined : yes === 'yes' ? 'add' : 'done';
}

export function addTo(d: Dialog, ref: Ref): void {
  changeForm(d, (work) => {
    setDone(work, ref, false);
    addEntry(work, ref);
  });
  // the new entry is the next open question
  delete d.session.at;
}

export function showEntries(d: Dialog, ask: AskOf<'entries'>): Prompt {
  const { node, list, chain } = listAt(d, ask.ref);
  const page = ask.page ?? 0;
  const items = pageOf(list.items, page);
  const choices = items.map((item, i) => ({
    id: `e${item.key}`,
    label: nameOfEntry(d.session.form, chain, node, item, page * PAGE + i),
  }));
  return { text: whichEntry(node.title), choices };
}

export function takeEntries(d: Dialog, ask: AskOf<'entries'>, said: Said): Next {
  const choice = chosen(showEntries(d, ask).choices, said, d.today);
  if (choice === undefined) return { t: 'list', ref: ask.ref };
  return { t: 'entry', ref: ask.ref, key: Number(choice.slice(1)) };
}

/** The fields of one entry, and what else can be done with it. */
export function showEntry(d: Dialog, { ref, key }: AskOf<'entry'>): Prompt {
  const { node, list, chain } = listAt(d, ref);
  const position = positionOf(list, key);
  const item = list.items[position];
  if (item === undefined) return { text: whichEntry(node.title) };
  const inner = [...chain, item];
  const fields = node.block.nodes.filter((each) => each.kind === 'field' && item.open[each.gate] === true);
  const choices = fields.map(({ slot }, i) => ({
    id: `f${slot}`,
    label: reviewLine(i + 1, labelOf(refOf(inner, slot)), shownValue(d.session.form, inner, slot)).replace(/^\d+ /, ''),
  }));
  choices.push({ id: 'remove', label: CHOICE.removeEntry }, { id: 'back', label: CHOICE.back });
  return { text: entryQuestion(nameOfEntry(d.session.form, chain, node, item, position)), choices };
}

export function takeEntry(d: Dialog, ask: AskOf<'entry'>, said: Said): Next {
  const { node, list, chain } = listAt(d, ask.ref);
  const choice = chosen(showEntry(d, ask).choices, said, d.today);
  const position = positionOf(list, ask.key);
  const item = list.items[position];
  if (choice === undefined || choice === 'back' || item === undefined) return { t: 'list', ref: ask.ref };
  if (choice === 'remove') {
    d.lead.push(entryRemoved(nameOfEntry(d.session.form, chain, node, item, position)));
    changeForm(d, (work) => removeEntry(work, ask.ref, ask.key));
    return { t: 'list', ref: ask.ref };
  }
  return goTo(d, refOf([...chain, item], Number(choice.slice(1))));
}
