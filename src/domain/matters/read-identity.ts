/**
 * Reading who complained or reported: the handlers of the matter only, field by field, with a purpose; every attempt stands in
 * the access log, refused ones too (domain.md 10). The log is the audit, sealed in its hash chain.
 */

import type { Matter } from '../../../schemas/matter.js';
import type { ReadPurpose } from '../../../schemas/matter-enums.js';
import { IDENTITY_SEALED, type IdentityField } from '../../../schemas/matter-identity.js';
import type { Scope } from '../../../schemas/scope.js';
import { Confidential } from '../../lib/confidential.js';
import { maskAddress, maskIdNumber, maskName, maskPhone } from '../../lib/mask.js';
import { findMattersById, findRecused } from '../../models/matter.js';
import { findIdentities } from '../../models/matter-identity.js';
import { audit } from '../audit/index.js';
import type { MatterDeps } from './deps.js';
import { openIdentity, presentIn, revealed } from './identity.js';
import { isHandler } from './judge.js';
import { actingRole } from './save.js';

export interface PersonShown {
  identityId: string;
  role: 'complainant' | 'reporter' | 'affected';
  representative: boolean;
  fields: Partial<Record<IdentityField, Confidential<string>>>;
}

export type IdentityAnswer =
  | { ok: true; persons: PersonShown[] }
  /** Not told apart from a matter that does not exist, but logged. */
  | { ok: false };

/**
 * Shows the named fields of the persons of a matter to one of its handlers. Returns a refusal instead of throwing it, so that
 * the log row is kept.
 */
export async function readIdentity(
  deps: MatterDeps,
  scope: Scope,
  ask: { matterId: string; fields: readonly IdentityField[]; purpose: ReadPurpose; identityId?: string },
): Promise<IdentityAnswer> {
  const [matter] = await findMattersById(deps.tx, [ask.matterId]);
  const allowed = matter !== undefined && (await mayRead(deps, scope, matter));
  const fields = IDENTITY_SEALED.filter((field) => field !== 'customer' && ask.fields.includes(field));
  const rows = allowed ? await rowsOf(deps, matter, ask.identityId) : [];
  audit(deps.tx, {
    actor: scope.userid,
    action: 'identity.read',
    object: { kind: 'matter', id: ask.matterId },
    changes: {
      role: (matter && actingRole(scope, matter.gridPath)) ?? '',
      fields: fields.join(' '),
      purpose: ask.purpose,
      result: allowed ? 'shown' : 'refused',
      persons: rows.length,
    },
  });
  if (!allowed) return { ok: false };
  return { ok: true, persons: rows.map((row) => shown(deps, matter, row, fields)) };
}

/**
 * The persons of a complaint as its handlers see them without asking: surname, middle of the telephone hidden. Of a report
 * only how many there are.
 */
export async function maskedPersons(
  deps: MatterDeps,
  scope: Scope,
  matterId: string,
): Promise<
  { identityId: string; name?: Confidential<string>; phone?: Confidential<string>; idNumber?: Confidential<string> }[]
> {
  const [matter] = await findMattersById(deps.tx, [matterId]);
  if (matter === undefined || matter.kind !== 'complaint' || !(await mayRead(deps, scope, matter))) return [];
  const rows = await rowsOf(deps, matter);
  return rows.map((row) => ({ identityId: row._id, ...masked(openIdentity(deps.identityKeys, row)) }));
}

/** The masks of domain.md 10 for a handler. */
export function masked(open: ReturnType<typeof openIdentity>) {
  const mask = (value: string | number | undefined, how: (text: string) => string) =>
    value === undefined ? undefined : new Confidential(how(String(value)));
  const [name, phone, idNumber, address] = [
    mask(open.name, maskName),
    mask(open.phone, maskPhone),
    mask(open.idNumber, (number) => maskIdNumber(number, 'case_handler')),
    mask(open.address, maskAddress),
  ];
  return {
    ...(name !== undefined && { name }),
    ...(phone !== undefined && { phone }),
    ...(idNumber !== undefined && { idNumber }),
    ...(address !== undefined && { address }),
  };
}

async function mayRead({ tx }: MatterDeps, scope: Scope, matter: Matter): Promise<boolean> {
  if (!isHandler(matter, scope.userid, scope.today)) return false;
  if (matter.recused.some(({ userid }) => userid === scope.userid)) return false;
  return matter.employerId === undefined || !(await findRecused(tx, matter.employerId)).includes(scope.userid);
}

async function rowsOf({ tx }: MatterDeps, matter: Matter, identityId?: string) {
  const rows = await findIdentities(tx, { caseId: matter._id });
  return identityId === undefined ? rows : rows.filter(({ _id }) => _id === identityId);
}

function shown(
  deps: MatterDeps,
  matter: Matter,
  row: Awaited<ReturnType<typeof rowsOf>>[number],
  fields: readonly IdentityField[],
): PersonShown {
  const present = presentIn(row).filter((field) => fields.includes(field));
  return {
    identityId: row._id,
    role: row.role,
    representative: matter.representatives.includes(row._id),
    fields: revealed(openIdentity(deps.identityKeys, row), present),
  };
}
