/** Files and places as answers: to the question at hand, instead of it, or to a later one. */
import type { FieldDef } from '../../../schemas/field.js';
import { CHOICE, echo, mediaNotHere, photoQuestion, photosKept, photosSoFar, wants } from '../../texts/conversation.js';
import type { FieldNode } from '../compile/plan.js';
import { setInput } from '../form/change.js';
import { chainOf, nodeOf, type Ref } from '../form/ref.js';
import { NONE } from '../form/state.js';
import { PHOTOS_MAX } from '../form/value.js';
import { readCommand } from '../understand/index.js';
import { accept } from './accept.js';
import { choiceMeant, yesNoInWords } from './choices.js';
import { changeForm, type Dialog, type Next, type Prompt } from './dialog.js';
import { labelOf } from './names.js';
import type { Ask, Said } from './session.js';

/** A file for the field itself, for a field that is taken instead, or for a later one. */
export function takeMedia(
  d: Dialog,
  ref: Ref,
  node: FieldNode,
  kind: 'photo' | 'file' | 'location',
  value: unknown,
): Next {
  if (fits(node.field, kind)) {
    if (node.field.kind === 'photos') return { t: 'photos', ref, ids: [value as string] };
    return accept(d, ref, value);
  }
  const instead = node.media.find((each) => each.kind === kind);
  if (instead !== undefined) return takeInstead(d, ref, instead.slot, value);
  const later = laterField(d, ref, kind);
  if (later !== undefined) return { t: 'media', ref: later, value };
  if (kind === 'photo' && keepPhoto(d, ref, value)) return 'again';
  d.lead.push(mediaNotHere(kind));
  return 'again';
}

function fits(field: FieldDef, kind: 'photo' | 'file' | 'location'): boolean {
  const wanted = wants(field.kind);
  return wanted === kind || (wanted === 'file' && kind === 'photo');
}

/** `or: [photo:licence]`: the photo goes to its field, the question counts as answered with nothing. */
function takeInstead(d: Dialog, ref: Ref, slot: number, value: unknown): Next {
  const target = { ...ref, slot };
  changeForm(d, (work) => {
    setInput(work, target, value);
    setInput(work, ref, NONE);
  });
  d.session.fails = 0;
  delete d.session.at;
  d.echo += echo(labelOf(target));
  return 'next';
}

/** A field for this kind of file that is relevant and still open; in the same block. */
function laterField(d: Dialog, ref: Ref, kind: 'photo' | 'file' | 'location'): Ref | undefined {
  const state = chainOf(d.session.form, ref)?.at(-1);
  const node = state?.block.nodes.find(
    (each) =>
      each.kind === 'field' &&
      fits(each.field, kind) &&
      state.open[each.gate] === true &&
      state.input[each.slot] === undefined,
  );
  return node === undefined ? undefined : { ...ref, slot: node.slot };
}

/** A flow that takes photos it does not ask for keeps one that comes at another question. */
function keepPhoto(d: Dialog, ref: Ref, value: unknown): boolean {
  const state = chainOf(d.session.form, ref)?.at(-1);
  const node = state?.block.nodes.find((each) => each.kind === 'given' && each.field.kind === 'photos');
  if (state === undefined || node === undefined) return false;
  const before = (state.value[node.slot] ?? []) as readonly unknown[];
  if (before.length >= PHOTOS_MAX) return false;
  changeForm(d, (work) => setInput(work, { ...ref, slot: node.slot }, [...before, value]));
  d.lead.push(echo(photosKept(before.length + 1)));
  return true;
}

/** Is the file that came meant for that later field? */
export function showMedia(_d: Dialog, ask: Extract<Ask, { t: 'media' }>): Prompt {
  const choices = [
    { id: 'yes', label: CHOICE.yes },
    { id: 'no', label: CHOICE.no },
  ];
  return { text: photoQuestion(labelOf(ask.ref)), choices };
}

export function takeForLater(d: Dialog, ask: Extract<Ask, { t: 'media' }>, said: Said): Next {
  const yes =
    said.kind === 'choice'
      ? said.ids[0] === 'yes'
      : said.kind === 'text' &&
        (choiceMeant(showMedia(d, ask).choices ?? [], said.text, d.today) === 'yes' ||
          yesNoInWords(said.text) === 'yes');
  const node = nodeOf(ask.ref);
  if (!yes || node.kind !== 'field') return 'next';
  return accept(d, ask.ref, node.field.kind === 'photos' ? [ask.value] : ask.value, labelOf(ask.ref));
}

/** Several photos, one message each, until the person says that these were all. */
export function showPhotos(_d: Dialog, ask: Extract<Ask, { t: 'photos' }>): Prompt {
  return { text: photosSoFar(ask.ids.length), choices: [{ id: 'done', label: CHOICE.done }] };
}

export function takePhotos(d: Dialog, ask: Extract<Ask, { t: 'photos' }>, said: Said): Next {
  if (said.kind === 'photo') return { ...ask, ids: [...ask.ids, said.fileId] };
  if (said.kind === 'choice' && said.ids[0] === 'done') return accept(d, ask.ref, ask.ids);
  if (said.kind === 'choice') return 'again';
  if (said.kind !== 'text') {
    d.lead.push(mediaNotHere(said.kind));
    return 'again';
  }
  const done = readCommand(said.text)?.kind === 'done' || yesNoInWords(said.text) === 'no' || said.text.trim() === '1';
  return done ? accept(d, ask.ref, ask.ids) : 'again';
}
