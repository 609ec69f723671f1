/** What people say of a matter: read with its schema, stored sealed; numbers of persons in what stays in clear are masked. */
import type { z } from 'zod';
import { MATTER_SEALED, type Matter } from '../../../schemas/matter.js';
import { MatterContent, MatterPerson } from '../../../schemas/matter-intake.js';
import { CLEAR_TEXTS } from '../../../schemas/matter-redaction.js';
import { DomainError } from '../../errors.js';
import type { Day } from '../../lib/day.js';
import { maskNumbersIn } from '../../lib/mask.js';
import { type KeyRing, seal, unseal } from '../../lib/seal.js';
import { sealFields } from '../../lib/seal-fields.js';
import { MATTERS } from '../../models/matter.js';

export type ReadContent = MatterContent;

/** @throws DomainError invalid_record with the field; also for days that have not come yet */
export function readContent(given: { [K in keyof MatterContent]?: unknown }, today: Day): ReadContent {
  const content = parsed(MatterContent, given);
  const month = today.slice(0, 7);
  if (content.endedOn !== undefined && content.endedOn > today) refuse('endedOn');
  if (content.periodFrom !== undefined && content.periodFrom > month) refuse('periodFrom');
  if (content.periodTo !== undefined && content.periodTo > month) refuse('periodTo');
  if (content.periodFrom !== undefined && content.periodTo !== undefined && content.periodTo < content.periodFrom)
    refuse('periodTo');
  const masked = CLEAR_TEXTS.flatMap((field) => {
    const text = content[field];
    return text === undefined ? [] : [[field, maskNumbersIn(text)]];
  });
  return { ...content, ...Object.fromEntries(masked) };
}

/** @throws DomainError invalid_record with the field */
export function readPerson(given: { [K in keyof MatterPerson]?: unknown }): Partial<MatterPerson> {
  return parsed(MatterPerson.partial(), given) as Partial<MatterPerson>;
}

/** The content as the record keeps it: `MATTER_SEALED` sealed, the rest in clear. */
export function storedContent(keys: KeyRing, id: string, content: ReadContent) {
  const { evidence = [], ...rest } = content;
  return { ...sealFields(keys, { collection: MATTERS, id }, rest, MATTER_SEALED), evidence };
}

/** The facts in clear. @throws SealError */
export function factsOf(keys: KeyRing, { _id, facts }: Pick<Matter, '_id' | 'facts'>): string | undefined {
  return facts && (JSON.parse(unseal(keys, facts, { collection: MATTERS, id: _id, field: 'facts' })) as string);
}

/** What was added later stands below what was there, with its day; `from` is where it begins. */
export function withMoreFacts(
  keys: KeyRing,
  matter: Matter,
  more: string,
  today: Day,
): { set: Pick<Matter, 'facts'>; text: string; from: number } {
  const before = factsOf(keys, matter);
  const text = before === undefined ? more : `${before}\n\n[${today}]\n${more}`;
  const facts = seal(keys, JSON.stringify(text), { collection: MATTERS, id: matter._id, field: 'facts' } as const);
  return { set: { facts }, text, from: text.length - more.length };
}

function parsed<T extends object>(schema: z.ZodType<T>, given: object): T {
  const present = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
  );
  const result = schema.safeParse(present);
  if (!result.success) return refuse(result.error.issues[0]?.path.join('.') ?? '');
  return result.data;
}

function refuse(field: string): never {
  throw new DomainError('invalid_record', { field });
}
