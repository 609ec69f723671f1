import { isDeepStrictEqual } from 'node:util';
import type { Scope } from '../../../schemas/scope.js';
import { type Staff, Staff as StaffSchema } from '../../../schemas/staff.js';
import { DomainError } from '../../errors.js';
import { type KeyRing, seal, unseal } from '../../lib/seal.js';
import { insertStaff, replaceStaff } from '../../models/staff.js';
import type { Tx } from '../../models/transaction.js';
import { audit, changesOf } from '../audit/index.js';
import type { GridReader, GridTree } from '../grid/index.js';
import { areaOf, demand, powerToAppoint } from '../rights/index.js';
import type { StaffReader } from './directory.js';
import { edited, plainUserid, type StaffEdit } from './rules.js';

/** What a change of staff needs: the unit of work, who does it, the grid and the list of people as they are. */
export interface StaffWork {
  tx: Tx;
  actor: Scope;
  grid: GridReader;
  staff: StaffReader;
  /** Seals telephone numbers. */
  keys: KeyRing;
}

/**
 * Carries out edits in their order, one write per person; returns the people after them. Two processes that edit the same
 * person: one succeeds, the other gets `ConflictError` or, run again, the domain's own refusal.
 */
export async function editStaff(work: StaffWork, edits: readonly StaffEdit[]): Promise<Staff[]> {
  const editor = await openStaffEditor(work);
  for (const edit of edits) editor.edit(edit);
  editor.save();
  return [...new Set(edits.map(({ userid }) => plainUserid(userid)))].flatMap((userid) => editor.person(userid) ?? []);
}

/** Edits that are carried out together: each is checked against those before it, and all are written by `save`. */
export interface StaffEditor {
  /** The person as after the edits so far. */
  person(userid: string): Staff | null;
  /** @throws DomainError and leaves everything as it was */
  edit(edit: StaffEdit): void;
  /** How many people were added, changed, or turned out as they were. */
  save(): { added: number; changed: number; unchanged: number };
}

export async function openStaffEditor(work: StaffWork): Promise<StaffEditor> {
  const tree = await work.grid(work.tx, work.actor.today);
  const directory = await work.staff(work.tx);
  const touched = new Map<string, { before: Staff | null; after: Staff }>();
  const person = (userid: string) => touched.get(plainUserid(userid))?.after ?? directory.personByUserid(userid);
  return {
    person,
    edit(edit) {
      const present = person(edit.userid);
      demandRight(work.actor, tree, present, edit);
      const after = withPhone(work.keys, edited(present, edit, tree, work.tx.newId), edit);
      touched.set(after.userid, { before: directory.personByUserid(edit.userid), after });
    },
    save() {
      const counts = { added: 0, changed: 0, unchanged: 0 };
      for (const { before, after } of touched.values()) counts[write(work, before, after)]++;
      return counts;
    },
  };
}

/** The telephone number of a person who gave one, in clear. */
export function phoneOf(keys: KeyRing, { _id, phoneSealed }: Staff): string | undefined {
  return phoneSealed && unseal(keys, phoneSealed, { collection: 'staff', id: _id, field: 'phone' });
}

function withPhone(keys: KeyRing, person: Staff, edit: StaffEdit): Staff {
  if (edit.kind !== 'person' || edit.phone === undefined || edit.phone === phoneOf(keys, person)) return person;
  return { ...person, phoneSealed: seal(keys, edit.phone, { collection: 'staff', id: person._id, field: 'phone' }) };
}

/** Appointing takes the power over the place; a person's own facts may be kept by whoever keeps one of his places. */
function demandRight(actor: Scope, tree: GridTree, person: Staff | null, edit: StaffEdit): void {
  if (edit.kind === 'assign') {
    demand(actor, powerToAppoint(edit.role), tree.node(edit.nodeId)?.gridPath ?? '');
    return;
  }
  if (edit.kind === 'end') {
    const assignment = person?.assignments.find(({ id }) => id === edit.assignmentId);
    if (assignment !== undefined) demand(actor, powerToAppoint(assignment.role), assignment.gridPath);
    return;
  }
  const area = areaOf(actor.roles, 'manage_staff');
  const places = person?.assignments.map(({ gridPath }) => gridPath) ?? [];
  const mine = places.length === 0 ? area.length > 0 : places.some((path) => area.some((a) => path.startsWith(a)));
  if (!mine) throw new DomainError('not_allowed', { power: 'manage_staff' });
}

function write(work: StaffWork, before: Staff | null, after: Staff): 'added' | 'changed' | 'unchanged' {
  if (isDeepStrictEqual(before, after)) return 'unchanged';
  if (before === null) insertStaff(work.tx, after);
  else replaceStaff(work.tx, before, after);
  const { version: _, ...changes } = changesOf(StaffSchema, before, after);
  audit(work.tx, {
    actor: work.actor.userid,
    action: before === null ? 'staff.add' : 'staff.change',
    object: { kind: 'staff', id: after._id },
    changes: { ...changes, ...lastAssignment(before, after) },
  });
  return before === null ? 'added' : 'changed';
}

/** The roles and places that came or went, which are public. */
function lastAssignment(before: Staff | null, after: Staff): Record<string, string> {
  const known = new Map((before?.assignments ?? []).map((a) => [a.id, a]));
  const changed = after.assignments.filter((a) => !isDeepStrictEqual(known.get(a.id), a));
  if (changed.length === 0) return {};
  const told = changed.map(({ role, nodeId, from, to }) => `${role} ${nodeId} ${from}..${to ?? ''}`);
  return { assignments: told.join('; ').slice(0, 200) };
}
