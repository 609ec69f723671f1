/** The papers of a step: numbered ones, and the letter to each person whom it answers. */

import { labelOf } from '../../../schemas/enums.js';
import type { Matter } from '../../../schemas/matter.js';
import type { MatterCommand } from '../../../schemas/matter-command.js';
import type { LetterKind } from '../../../schemas/matter-document.js';
import { MATTER_KINDS, OUTCOMES, SUPPLEMENT_ITEMS, TRACKS } from '../../../schemas/matter-enums.js';
import type { MatterIdentity } from '../../../schemas/matter-identity.js';
import { Confidential } from '../../lib/confidential.js';
import type { Day } from '../../lib/day.js';
import { formatLongDay } from '../../lib/day-text.js';
import { formatFen } from '../../lib/money.js';
import { seal } from '../../lib/seal.js';
import { insertDocument, MATTER_DOCUMENTS } from '../../models/matter-document.js';
import { findIdentities } from '../../models/matter-identity.js';
import type { MatterDeps } from './deps.js';
import type { Effects } from './effects.js';
import { type OpenIdentity, openIdentity } from './identity.js';
import type { LetterSlots } from './letters.js';
import { takeDocumentNumber } from './numbers.js';

export interface Paper {
  id: string;
  kind: string;
  number?: string;
  /** Of letters. */
  text?: Confidential<string>;
  /** As it goes to the person by chat, without the name: nothing that waits to be sent says who it is. */
  chat?: { customerId: string; text: Confidential<string> };
  identityId?: string;
}

/** Makes and files the papers of a step. @param matter as after the step */
export async function makePapers(
  deps: MatterDeps,
  matter: Matter,
  command: MatterCommand,
  effects: Pick<Effects, 'letter' | 'paper'>,
  actor: { userid: string; today: Day },
): Promise<Paper[]> {
  const { tx } = deps;
  const made = { matterId: matter._id, madeOn: actor.today, madeBy: actor.userid };
  const papers: Paper[] = [];
  let number: string | undefined;
  if (effects.paper !== undefined) {
    const { kind, register, fileId } = effects.paper;
    number = await takeDocumentNumber(deps, register, matter._id, actor.today);
    const id = tx.newId();
    insertDocument(tx, { _id: id, ...made, kind, number, ...(fileId !== undefined && { fileId }) });
    papers.push({ id, kind, number });
  }
  if (effects.letter === undefined) return papers;
  for (const { identity, open } of await personsToAnswer(deps, matter)) {
    const about = { number, today: actor.today };
    const text = letterText(deps, effects.letter, matter, command, { ...about, name: open.name });
    const nameless = letterText(deps, effects.letter, matter, command, { ...about, name: undefined });
    const id = tx.newId();
    const sealedText = seal(deps.identityKeys, text, { collection: MATTER_DOCUMENTS, id, field: 'text' } as const);
    insertDocument(tx, { _id: id, ...made, kind: effects.letter, text: sealedText });
    papers.push({
      id,
      kind: effects.letter,
      text: new Confidential(text),
      identityId: identity._id,
      ...(open.customer !== undefined && {
        chat: { customerId: String(open.customer), text: new Confidential(nameless) },
      }),
    });
  }
  return papers;
}

/**
 * Who is owed an answer: the representatives when there are any, else everybody who complained, or reported by name; once, also
 * when he came twice and his matters became one.
 */
export async function personsToAnswer(
  deps: MatterDeps,
  matter: Pick<Matter, '_id' | 'anonymous' | 'representatives'>,
): Promise<{ identity: MatterIdentity; open: OpenIdentity }[]> {
  if (matter.anonymous) return [];
  const rows = (await findIdentities(deps.tx, { caseId: matter._id })).filter(({ role }) => role !== 'affected');
  const chosen = rows.filter(({ _id }) => matter.representatives.includes(_id));
  const owed = chosen.length > 0 ? chosen : rows;
  const customers = owed.map(({ customerIndex }) => customerIndex);
  return owed
    .filter(({ customerIndex }, i) => customerIndex === undefined || customers.indexOf(customerIndex) === i)
    .map((identity) => ({ identity, open: openIdentity(deps.identityKeys, identity) }));
}

interface About {
  number: string | undefined;
  name: string | number | undefined;
  today: Day;
}

function letterText(deps: MatterDeps, kind: LetterKind, matter: Matter, command: MatterCommand, about: About): string {
  const { rules, letters } = deps;
  const slots = {
    no: matter.receiptNo,
    registerNo: matter.registerNo,
    name: about.name === undefined ? undefined : String(about.name),
    employer: matter.employerName ?? matter.siteName ?? '',
    kind: labelOf(MATTER_KINDS, matter.kind),
    date: formatLongDay(about.today),
    bureau: rules.bureau.name,
    bureauPhone: rules.bureau.phone,
    ...ownSlots(deps, kind, matter, command, about),
  };
  return letters.render(kind, slots);
}

function ownSlots(deps: MatterDeps, kind: LetterKind, matter: Matter, command: MatterCommand, { number }: About) {
  const due = matter.legalDueOn ?? matter.dueOn;
  switch (kind) {
    case 'accept':
      return { ...(number !== undefined && { filingNo: number }), due: day(due) } satisfies LetterSlots<'accept'>;
    case 'extension':
      return { due: day(due) } satisfies LetterSlots<'extension'>;
    case 'refuse': {
      const reason = command.action === 'refuse' ? deps.letters.reason(command.reason) : undefined;
      return { reason } satisfies LetterSlots<'refuse'>;
    }
    case 'supplement': {
      const items = matter.supplement?.items.map((item) => labelOf(SUPPLEMENT_ITEMS, item)).join('、');
      return { items, until: day(matter.supplement?.until) } satisfies LetterSlots<'supplement'>;
    }
    case 'guide': {
      const track = matter.guidedTo ?? 'arbitration';
      const { name: office = labelOf(TRACKS, track), address, phone } = deps.words.offices[track] ?? {};
      return {
        office,
        officeAddress: address,
        officePhone: phone,
        advice: deps.letters.advice(track),
      } satisfies LetterSlots<'guide'>;
    }
    case 'transfer': {
      const { address, phone } = command.action === 'transfer' ? command : {};
      return {
        office: matter.transfer?.to,
        officeAddress: address,
        officePhone: phone,
        transferNo: number,
      } satisfies LetterSlots<'transfer'>;
    }
    case 'closing': {
      const { code, people = 0, paidFen = 0 } = matter.outcome ?? {};
      return {
        outcome: code === undefined ? undefined : labelOf(OUTCOMES, code),
        people: people > 0 ? String(people) : undefined,
        paid: paidFen > 0 ? formatFen(paidFen) : undefined,
      } satisfies LetterSlots<'closing'>;
    }
  }
}

function day(of: Day | undefined): string | undefined {
  return of && formatLongDay(of);
}
