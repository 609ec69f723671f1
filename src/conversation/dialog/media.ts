/** Files and places as answers: to the question at hand, instead of it, or to a later one. */
import type { FieldDef } from '../../../schemas/field.js';
import {
  CHOICE,
  echo,
  mediaNotHere,
  photoQuestion,
  photosFull,
  photosKept,
  photosSoFar,
  wants,
} from '../../texts/conversation.js';
import type { FieldNode } from '../compile/plan.js';
import { setInput } from '../form/change.js';
import { chainOf, nodeOf, type Ref, sameRef } from '../form/ref.js';
import { NONE } from '../form/state.js';
import { PHOTOS_MAX } from '../form/value.js';
import { readCommand } from '../understand/index.js';
import { accept } from './accept.js';
import { choiceMeant, yesNoInWords } from './choices.js';
import { changeForm, type Dialog, type Next, type Prompt } from './dialog.js';
import { labelOf } from './names.js';
import type { Ask, Said } from './session.js';

type MediaKind = 'photo' | 'file' | 'location';

/** A file for the field itself, for a field that is taken instead, or for a later one. */
export function takeMedia(d: Dialog, ref: Ref, node: FieldNode, kind: MediaKind, value: unknown): Next {
  if (fits(node.field, kind)) {
    if (node.field.kind === 'photos') return { t: 'photos', ref, ids: [value as string] };
    return accept(d, ref, value);
  }
  const instead = node.media.find((each) => each.kind === kind);
  if (instead !== undefined) return takeInstead(d, ref, instead.slot, value);
  if (d.plan.aside !== undefined && kind === 'photo') return keepOrRefuse(d, value);
  const [later] = placesFor(d, ref, kind);
  if (later !== undefined) return { t: 'media', ref: later, value, own: ref };
  return kind === 'photo' && keepPhoto(d, ref, value) ? 'again' : noRoom(d, kind);
}

/** A photo at any question of a flow that keeps what is said beside them. */
export function keepOrRefuse(d: Dialog, value: unknown): Next {
  return keepPhoto(d, { block: d.plan.root, keys: [], slot: 0 }, value) ? 'again' : noRoom(d, 'photo');
}

function noRoom(d: Dialog, kind: MediaKind): Next {
  const full = kind === 'photo' && d.plan.aside !== undefined;
  d.lead.push(full ? photosFull(PHOTOS_MAX) : mediaNotHere(kind));
  return 'again';
}

/** For the field itself, or taken instead of its answer. */
export function takesMedia(node: FieldNode, kind: MediaKind): boolean {
  return fits(node.field, kind) || node.media.some((each) => each.kind === kind);
}

function fits(field: FieldDef, kind: MediaKind): boolean {
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

/** Where such a file is still waited for, in the same block: questions for it, then what it may stand for. */
function placesFor(d: Dialog, ref: Ref, kind: MediaKind): Ref[] {
  const state = chainOf(d.session.form, ref)?.at(-1);
  if (state === undefined) return [];
  const open = state.block.nodes
    .filter((each) => each.kind === 'field')
    .filter(({ gate }) => state.open[gate] === true);
  const own = open.filter(({ field }) => fits(field, kind)).map(({ slot }) => slot);
  const instead = open.filter(({ slot }) => state.input[slot] === undefined).flatMap(({ media }) => media);
  const slots = [...own, ...instead.filter((each) => each.kind === kind).map(({ slot }) => slot)];
  return [...new Set(slots)].filter((slot) => state.input[slot] === undefined).map((slot) => ({ ...ref, slot }));
}

/** The open question that is answered with nothing when the file in this slot has come. */
function answeredBy(d: Dialog, { slot, ...ref }: Ref): Ref | undefined {
  const state = chainOf(d.session.form, ref)?.at(-1);
  const owner = state?.block.nodes.find(
    (each) =>
      each.kind === 'field' &&
      state.open[each.gate] === true &&
      state.input[each.slot] === undefined &&
      each.media.some((media) => media.slot === slot),
  );
  return owner === undefined ? undefined : { ...ref, slot: owner.slot };
}

/**
 * A flow that takes photos it does not ask for keeps one that comes at another question; one that keeps what is said beside its
 * questions does so with photos too, whether it asks for some later or has asked already.
 */
function keepPhoto(d: Dialog, ref: Ref, value: unknown): boolean {
  const state = chainOf(d.session.form, ref)?.at(-1);
  const kinds = d.plan.aside === undefined ? ['given'] : ['given', 'field'];
  const node = state?.block.nodes.find(
    (each) => kinds.includes(each.kind) && 'field' in each && each.field.kind === 'photos' && state.open[each.gate],
  );
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

/** Undefined when it is neither yes nor no. */
export function takeForLater(d: Dialog, ask: Extract<Ask, { t: 'media' }>, said: Said): Next | undefined {
  const meant =
    said.kind === 'choice'
      ? said.ids[0]
      : said.kind === 'text' &&
        (choiceMeant(showMedia(d, ask).choices ?? [], said.text, d.today) ?? yesNoInWords(said.text));
  const node = nodeOf(ask.ref);
  if (meant !== 'yes') return meant === 'no' ? elsewhere(d, ask) : undefined;
  if (node.kind !== 'field') {
    const owner = answeredBy(d, ask.ref);
    return owner === undefined ? 'next' : takeInstead(d, owner, ask.ref.slot, ask.value);
  }
  return accept(d, ask.ref, node.field.kind === 'photos' ? [ask.value] : ask.value, labelOf(ask.ref));
}

/** Not meant for this: the next that waits for such a file. */
function elsewhere(d: Dialog, ask: Extract<Ask, { t: 'media' }>): Next {
  const node = nodeOf(ask.ref);
  const kind = 'field' in node ? wants(node.field.kind) : undefined;
  const places = kind === undefined ? [] : placesFor(d, ask.ref, kind);
  const next = places[places.findIndex((ref) => sameRef(ref, ask.ref)) + 1];
  return next === undefined ? 'next' : { ...ask, ref: next };
}

/** Several photos, one message each, until the person says that these were all. */
export function showPhotos(_d: Dialog, ask: Extract<Ask, { t: 'photos' }>): Prompt {
  return { text: photosSoFar(ask.ids.length), choices: [{ id: 'done', label: CHOICE.done }] };
}

export function takePhotos(d: Dialog, ask: Extract<Ask, { t: 'photos' }>, said: Said): Next {
  if (said.kind === 'photo' && ask.ids.length < PHOTOS_MAX) return { ...ask, ids: [...ask.ids, said.fileId] };
  if (said.kind === 'choice' && said.ids[0] === 'done') return accept(d, ask.ref, ask.ids);
  if (said.kind === 'choice') return 'again';
  if (said.kind !== 'text') {
    d.lead.push(said.kind === 'photo' ? photosFull(PHOTOS_MAX) : mediaNotHere(said.kind));
    return 'again';
  }
  const done = readCommand(said.text)?.kind === 'done' || yesNoInWords(said.text) === 'no' || said.text.trim() === '1';
  return done ? accept(d, ask.ref, ask.ids) : 'again';
}
