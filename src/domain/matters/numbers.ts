/** Registers of numbers (domain.md 5.8): per type and year from 1, without gaps; a voided number stays with its reason. */
import type { DocumentNumber } from '../../../schemas/matter-document.js';
import type { MatterRules, Register } from '../../../schemas/matter-rules.js';
import type { Scope } from '../../../schemas/scope.js';
import { DomainError } from '../../errors.js';
import { type Day, dayOf } from '../../lib/day.js';
import { blindIndex, type KeyRing } from '../../lib/seal.js';
import { takeNumbers } from '../../models/counter.js';
import { findMatter, findMatterByReceipt } from '../../models/matter.js';
import { findDocumentNumber, insertDocumentNumber, voidNumber } from '../../models/matter-document.js';
import type { Tx } from '../../models/transaction.js';
import { audit } from '../audit/index.js';
import { demand } from '../rights/index.js';
import { receiptNumber } from './receipt.js';

/** `惠投〔2025〕0001号` from its pattern. */
export function numberText(pattern: string, year: number, sequence: number): string {
  return pattern
    .replace('{year}', String(year))
    .replace(/\{seq:(\d)\}/, (_, digits: string) => String(sequence).padStart(Number(digits), '0'));
}

/** Takes the next number of a register. It falls back when the transaction fails, so that there are no gaps. */
export async function takeDocumentNumber(
  deps: { tx: Tx; rules: Pick<MatterRules, 'registers'> },
  register: Register,
  matterId: string,
  on: Day,
): Promise<string> {
  const year = Number(on.slice(0, 4));
  const sequence = await takeNumbers(deps.tx, `${register}:${year}`);
  const text = numberText(deps.rules.registers[register], year, sequence);
  const _id = `${register}:${year}:${sequence}`;
  insertDocumentNumber(deps.tx, { _id, register, year, sequence, text, matterId, at: deps.tx.now });
  return text;
}

/**
 * Voids a number; it stays in its register and is never given again. Whoever investigates in the matter's area may.
 * @throws DomainError matter_not_found, not_allowed, conflict (void already)
 */
export async function voidDocumentNumber(
  deps: { tx: Tx },
  scope: Scope,
  input: { number: string; reason: NonNullable<DocumentNumber['void']>['reason'] },
): Promise<void> {
  const number = await findDocumentNumber(deps.tx, input.number);
  const matter = number === null ? null : await findMatter(deps.tx, scope, number.matterId);
  if (number === null || matter === null) throw new DomainError('matter_not_found');
  demand(scope, 'investigate', matter.gridPath);
  if (number.void !== undefined) throw new DomainError('conflict');
  voidNumber(deps.tx, number._id, { at: deps.tx.now, by: scope.userid, reason: input.reason });
  const changes = { number: number.text, reason: input.reason };
  audit(deps.tx, { actor: scope.userid, action: 'document.void', object: { kind: 'matter', id: matter._id }, changes });
}

/** The next receipt number of today. After a change of keys in the middle of a day a number may be taken: the next one then. */
export async function takeReceiptNumber(deps: { tx: Tx; identityKeys: KeyRing }): Promise<string> {
  const day = dayOf(deps.tx.now);
  const keyed = (text: string) =>
    Buffer.from(blindIndex(deps.identityKeys, 'receipt number', text).split('.')[1] ?? '', 'base64url');
  for (;;) {
    const number = receiptNumber(day, (await takeNumbers(deps.tx, `receipt:${day}`)) - 1, keyed);
    if ((await findMatterByReceipt(deps.tx, number)) === null) return number;
  }
}
