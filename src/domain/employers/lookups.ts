/** Finding employers: the one that is about to be filed twice, the one that somebody means. */
import { type CodeResult, parseOrgCode, parseRegNo, parseUscc } from '../../../schemas/codes.js';
import type { Employer } from '../../../schemas/employer.js';
import type { CheckContext } from '../../../schemas/field.js';
import type { LabourUse } from '../../../schemas/labour-use.js';
import { covers, type Scope } from '../../../schemas/scope.js';
import type { StoredEmployer } from '../../../schemas/stored-employer.js';
import { DomainError } from '../../errors.js';
import { type Day, dayOf } from '../../lib/day.js';
import { geoCellsAround } from '../../lib/geo.js';
import { toPinyin } from '../../lib/pinyin.js';
import { blindIndexes, type KeyRing } from '../../lib/seal.js';
import { countWithPhone, findEmployer, findEmployers, findInDistrict } from '../../models/employer.js';
import { findLabourUse } from '../../models/labour-use.js';
import type { Tx } from '../../models/transaction.js';
import type { GridReader } from '../grid/index.js';
import { phonesOf, shownEmployer } from './file.js';
import { shownLabourUse } from './labour-use.js';
import { nameKeysOf, plainEmployerName } from './names.js';
import { type EmployerLine, lineOf } from './progress.js';
import { codesOf, type Freshness, freshnessOf } from './rules.js';
import { judgeSimilar, type SameReason, type Traits } from './similar.js';

interface Deps {
  tx: Tx;
  grid: GridReader;
  keys: KeyRing;
}

/** What is known so far of the employer at hand. */
export type Probe = Partial<
  Pick<
    Employer,
    | 'unitKind'
    | 'name'
    | 'shortName'
    | 'uscc'
    | 'orgCode'
    | 'regNo'
    | 'legalRepPhone'
    | 'hrPhone'
    | 'road'
    | 'houseNo'
    | 'location'
  >
> & {
  cellId: string;
  /** The employer itself, when it is on file. */
  exceptId?: string;
};

export interface SimilarEmployer {
  id: string;
  name: string;
  fileNo?: string;
  cellId: string;
  cellName: string;
  /** False: it lies outside the scope, is found by its code only, and nothing but its existence may be told. */
  inScope: boolean;
  collectedOn?: Day;
  freshness: Freshness;
  score: number;
  reasons: SameReason[];
  metres?: number;
}

const MOST_ASKED = 5;

/** 一户一档: files that may be the same employer, the likeliest first; outside the scope by code only. */
export async function similarEmployers(deps: Deps, scope: Scope, probe: Probe): Promise<SimilarEmployer[]> {
  const tree = await deps.grid(deps.tx, scope.today);
  const cell = tree.node(probe.cellId);
  if (cell === undefined) return [];
  const traits: Traits = {
    ...probe,
    codes: codesOf(probe),
    nameKeys: probe.name === undefined ? [] : nameKeysOf(probe.name, probe.shortName),
    phoneIndex: phonesOf(probe).flatMap((phone) => blindIndexes(deps.keys, 'phone', phone)),
  };
  const near = probe.location === undefined ? [] : [{ geoCell: { $in: geoCellsAround(probe.location) } }];
  const files = [
    ...(await findEmployers(deps.tx, scope, { $or: [{ cellId: cell._id }, ...near] })),
    ...(await findInDistrict(deps.tx, districtOf(cell.gridPath), traits)),
  ];
  const others = [...new Map(files.map((file) => [file._id, file])).values()].filter(
    ({ _id }) => _id !== probe.exceptId,
  );
  return judgeSimilar(traits, others)
    .map(({ one, ...likeness }) => ({ ...seen(one), ...likeness }))
    .filter(({ inScope, reasons }) => inScope || reasons.includes('code'))
    .slice(0, MOST_ASKED);

  function seen(file: StoredEmployer) {
    const collectedOn = file.collectedAt && dayOf(file.collectedAt);
    return {
      id: file._id,
      name: file.name,
      cellId: file.cellId,
      cellName: tree.node(file.cellId)?.name ?? '',
      inScope: covers(scope, file.gridPath),
      freshness: freshnessOf(collectedOn, scope.today),
      ...(file.fileNo !== undefined && { fileNo: file.fileNo }),
      ...(collectedOn !== undefined && { collectedOn }),
    };
  }
}

/** What the checks of a record may know from outside it. The minimum wage and the bounds come from the configuration. */
export async function factsForChecks(
  deps: Deps,
  scope: Scope,
  probe: Probe,
): Promise<Pick<CheckContext, 'lastTotal' | 'phoneSharedBy' | 'codeElsewhere'>> {
  const tree = await deps.grid(deps.tx, scope.today);
  const cell = tree.node(probe.cellId);
  if (cell === undefined) return {};
  const district = districtOf(cell.gridPath);
  const phones = phonesOf(probe).flatMap((phone) => blindIndexes(deps.keys, 'phone', phone));
  const sameCode = await findInDistrict(deps.tx, district, { codes: codesOf(probe) });
  const elsewhere = sameCode.find((file) => file.cellId !== probe.cellId && file._id !== probe.exceptId);
  const own = probe.exceptId === undefined ? null : await findEmployer(deps.tx, scope, probe.exceptId);
  return {
    ...(own?.lastTotal !== undefined && { lastTotal: own.lastTotal }),
    ...(phones.length > 0 && { phoneSharedBy: await countWithPhone(deps.tx, district, phones, probe.exceptId) }),
    ...(elsewhere !== undefined && { codeElsewhere: tree.node(elsewhere.cellId)?.name ?? '' }),
  };
}

/** The employers a text may mean: file number or its last four digits, a code, a name, part of it, pinyin or initials. */
export async function searchEmployers(
  deps: { tx: Tx },
  scope: Scope,
  text: string,
  { cellId, limit = 10 }: { cellId?: string; limit?: number } = {},
): Promise<EmployerLine[]> {
  const typed = text.normalize('NFKC').trim();
  const here = cellId === undefined ? {} : { cellId };
  for (const condition of meanings(typed)) {
    const files = await findEmployers(deps.tx, scope, { ...here, ...condition }, { limit, sort: { name: 1, _id: 1 } });
    if (files.length > 0) return files.map((file) => lineOf(file, scope.today));
  }
  return [];
}

/** Conditions to try one after the other, the surest first. */
function meanings(typed: string): Record<string, unknown>[] {
  const codes = [parseUscc, parseOrgCode, parseRegNo].map((parse): CodeResult => parse(typed));
  const code = codes.find((result) => result.ok);
  const key = plainEmployerName(typed);
  const latin = toPinyin(typed).full;
  return [
    ...(code?.ok ? [{ codes: code.value }] : []),
    ...(/^\d{4,20}$/.test(typed) ? [{ fileNo: typed }, { fileNo: { $regex: `${typed}$` } }] : []),
    ...(key === '' ? [] : [{ nameKeys: key }, { nameKeys: { $regex: escaped(key) } }]),
    ...(/^[a-z]{2,}$/i.test(typed) ? [{ pinyin: { $regex: `^${escaped(latin)}` } }] : []),
  ];
}

/** What a refresh begins with. Sealed values stay on file: they are asked again only when they changed. */
export interface StartingValues {
  employerId: string;
  name: string;
  fileNo?: string;
  cellId: string;
  collectedOn?: Day;
  freshness: Freshness;
  employer: Partial<Employer>;
  /** The last period's numbers; their day is left out, because the new ones have their own. */
  labourUse: Partial<LabourUse>;
}

/** @throws DomainError employer_not_found, also for one outside the scope */
export async function startingValues(deps: { tx: Tx }, scope: Scope, employerId: string): Promise<StartingValues> {
  const file = await findEmployer(deps.tx, scope, employerId);
  if (file === null) throw new DomainError('employer_not_found');
  const [row] = await findLabourUse(deps.tx, scope, employerId);
  const { asOf: _, ...labourUse }: Partial<LabourUse> = row === undefined ? {} : shownLabourUse(row);
  const collectedOn = file.collectedAt && dayOf(file.collectedAt);
  return {
    employerId,
    name: file.name,
    cellId: file.cellId,
    freshness: freshnessOf(collectedOn, scope.today),
    employer: shownEmployer(file),
    labourUse,
    ...(file.fileNo !== undefined && { fileNo: file.fileNo }),
    ...(collectedOn !== undefined && { collectedOn }),
  };
}

function districtOf(gridPath: string): string {
  return `/${gridPath.split('/')[1]}/`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
