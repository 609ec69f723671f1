/** Employers, their labour use and workers as they are kept: with their place in the grid, sealed where the law asks for it. */
import { z } from 'zod';
import { DayText } from './day.js';
import { EMPLOYER_FIELDS } from './employer.js';
import { SOURCES } from './enums.js';
import { LABOUR_USE_FIELDS } from './labour-use.js';
import { sealed } from './sealed.js';
import { WORKER_FIELDS } from './worker.js';

const Source = z.enum(SOURCES.map(({ value }) => value) as [Source, ...Source[]]);
export type Source = (typeof SOURCES)[number]['value'];

/** Every record of an area: one index prefix on `gridPath` serves a village, a town or the district. */
const placed = {
  _id: z.string(),
  /** Grows with every change; guards against two people changing the same record. */
  version: z.int(),
  cellId: z.string(),
  gridPath: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
} as const;

/** Fields of an employer that are sealed: those of class personal_high and above. */
export const EMPLOYER_SEALED = ['legalRepPhone', 'hrPhone'] as const;
const { legalRepPhone: _legalRepPhone, hrPhone: _hrPhone, ...employerOpen } = EMPLOYER_FIELDS;

/** `known`: only a list tells of it · `collected`: somebody was there and took it down. */
const FILE_STATES = ['known', 'collected'] as const;

const HISTORY_EVENTS = ['listed', 'collected', 'refreshed', 'refused', 'moved'] as const;

/** What digests count of a file, as it stood until an instant: a past day can be counted again. */
const PastState = z.object({
  until: z.date(),
  gridPath: z.string(),
  status: employerOpen.status,
  refused: employerOpen.refused,
  unitKind: employerOpen.unitKind,
  fileState: z.enum(FILE_STATES),
  firstCollectedAt: z.date().optional(),
  collectedAt: z.date().optional(),
  lastAsOf: DayText.optional(),
  lastTotal: z.int().optional(),
  required: z.int(),
  filled: z.int(),
});
export type PastState = z.infer<typeof PastState>;

export const StoredEmployer = z.object({
  ...placed,
  ...employerOpen,
  legalRepPhone: sealed<'legalRepPhone'>().optional(),
  hrPhone: sealed<'hrPhone'>().optional(),
  /** Blind indexes of its phones. */
  phoneIndex: z.array(z.string()),
  fileState: z.enum(FILE_STATES),
  /** 档案号: code of the cell and 4 digits; given once, when somebody first came (S27). */
  fileNo: z.string().optional(),
  /** Cells it lay in before, with the last day there. */
  pastCells: z.array(z.object({ cellId: z.string(), gridPath: z.string(), until: DayText })),
  /** Unified code, organisation code (also the one inside) and registration number: what duplicates are found by. */
  codes: z.array(z.string()),
  /** The code that only one file of a cell may have. Several sites of one builder lie in one cell, so projects have none. */
  identityCode: z.string().optional(),
  /** Plain forms of name and short names, and their pinyin with initials, for searching. */
  nameKeys: z.array(z.string()),
  pinyin: z.array(z.string()),
  roadKey: z.string().optional(),
  geoCell: z.string().optional(),
  source: Source,
  firstCollectedAt: z.date().optional(),
  firstCollectedBy: z.string().optional(),
  collectedAt: z.date().optional(),
  collectedBy: z.string().optional(),
  /** Visits that ended with a refusal, since the last collection. */
  refusals: z.int(),
  /** Of the latest labour-use row. */
  lastAsOf: DayText.optional(),
  lastTotal: z.int().optional(),
  /** 完整率: required fields, and how many have an answer. */
  required: z.int(),
  filled: z.int(),
  history: z.array(z.object({ at: z.date(), by: z.string(), event: z.enum(HISTORY_EVENTS) })),
  /** The oldest first. */
  past: z.array(PastState).optional(),
});
export type StoredEmployer = z.infer<typeof StoredEmployer>;

export const StoredLabourUse = z.object({
  ...placed,
  ...LABOUR_USE_FIELDS,
  employerId: z.string(),
  source: Source,
  collectedBy: z.string(),
  collectedAt: z.date(),
  /** Soft checks that failed and were confirmed. */
  confirmed: z.array(z.string()),
});
export type StoredLabourUse = z.infer<typeof StoredLabourUse>;

/** Fields of a worker that are sealed: those of class personal_high and above. */
export const WORKER_SEALED = ['idNo', 'mobile', 'hukouAddress', 'homeAddress', 'wageStdFen', 'bankLast4'] as const;
const {
  idNo: _idNo,
  mobile: _mobile,
  hukouAddress: _hukouAddress,
  homeAddress: _homeAddress,
  wageStdFen: _wageStdFen,
  bankLast4: _bankLast4,
  ...workerOpen
} = WORKER_FIELDS;

export const StoredWorker = z.object({
  ...placed,
  ...workerOpen,
  employerId: z.string(),
  idNo: sealed<'idNo'>(),
  mobile: sealed<'mobile'>(),
  hukouAddress: sealed<'hukouAddress'>().optional(),
  homeAddress: sealed<'homeAddress'>().optional(),
  wageStdFen: sealed<'wageStdFen'>().optional(),
  bankLast4: sealed<'bankLast4'>().optional(),
  idIndex: z.string(),
  mobileIndex: z.string(),
  sex: z.enum(['male', 'female']).optional(),
  /** Of juveniles only: until this day the rules for 未成年工 hold. */
  turns18On: DayText.optional(),
  collectedBy: z.string(),
});
export type StoredWorker = z.infer<typeof StoredWorker>;
