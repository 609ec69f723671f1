import { z } from 'zod';
import { type CodeResult, cleanCode } from '../src/lib/code-result.js';
import { addMonths } from '../src/lib/day.js';
import { type PersonFacts, parseHmtPermit, parseResidentId } from '../src/lib/resident-id.js';
import { sayCodeFault } from './code-sentences.js';
import type { RecordCheck } from './field.js';

/** The written form of any identity number (a passport's has no check); the check `id_number_wrong` says whether it fits its kind. */
export const IdNumber = z
  .string()
  .overwrite(cleanCode)
  .regex(/^[0-9A-Z]{5,20}$/);

type Get = (path: string) => unknown;

/** What an identity number tells of its holder; undefined for kinds that tell nothing. */
export function readIdNumber(idType: unknown, idNo: unknown, today?: string): CodeResult<PersonFacts> | undefined {
  if (idType === 'resident_id') return parseResidentId(String(idNo), today);
  if (idType === 'hmt_permit') return parseHmtPermit(String(idNo), today);
  return undefined;
}

/** The day somebody becomes `years` old; born on 29 February: on 1 March of other years. */
export function birthday(birthDate: string, years: number): string {
  const day = addMonths(birthDate, years * 12);
  return birthDate.endsWith('-02-29') && day.endsWith('-02-28') ? `${day.slice(0, 4)}-03-01` : day;
}

const ordered = (code: string, from: string, to: string, words: [from: string, to: string]): RecordCheck => ({
  code,
  level: 'hard',
  reads: [to, from],
  holds: (get) => String(get(from)) <= String(get(to)),
  say: (get) => `${words[1]} ${get(to)} 早于${words[0]} ${get(from)}`,
  source: 'domain.md 4.2 cross checks: dates ordered',
});

/** Rules of domain.md 4.3. */
export const workerChecks: readonly RecordCheck[] = [
  {
    code: 'id_number_wrong',
    level: 'hard',
    reads: ['idNo', 'idType'],
    holds: (get, { today }) => readIdNumber(get('idType'), get('idNo'), today)?.ok !== false,
    say: (get, { today }) => {
      const result = readIdNumber(get('idType'), get('idNo'), today);
      const kind = get('idType') === 'hmt_permit' ? 'hmtPermit' : 'residentId';
      return result?.ok === false ? sayCodeFault(kind, result).replace(/。$/, '') : '';
    },
    source: 'domain.md 4.6',
  },
  {
    code: 'starts_in_future',
    level: 'hard',
    reads: ['startOn'],
    holds: (get, { today }) => String(get('startOn')) <= today,
    say: (get) => `用工开始日期 ${get('startOn')} 还没有到`,
    source: 'domain.md 4.3: start_on <= today',
  },
  {
    code: 'under_16_at_start',
    level: 'hard',
    reads: ['startOn', 'idNo', 'idType'],
    holds: (get, { today }) => {
      const born = birthDateOf(get, today);
      return born === undefined || String(get('startOn')) >= birthday(born, 16);
    },
    say: () => '用工开始那天不满 16 周岁，不能登记为劳动者，请按“未满16周岁”上报',
    source: 'LAB art. 15; child labour is a violation, not a worker record',
  },
  ordered('ends_before_start', 'startOn', 'endOn', ['用工开始日期', '用工结束日期']),
  ordered('contract_ends_before_start', 'contractFrom', 'contractTo', ['合同起始日期', '合同终止日期']),
  {
    code: 'open_ended_with_end',
    level: 'hard',
    reads: ['contractTo', 'contractType'],
    holds: (get) => get('contractType') !== 'open_ended',
    say: (get) => `无固定期限合同没有终止日期，这里填了 ${get('contractTo')}`,
    source: 'domain.md 4.3 contract_type',
  },
  {
    code: 'fixed_term_without_end',
    level: 'hard',
    reads: ['contractType'],
    atEnd: true,
    mendedBy: ['contractTo', 'contractType'],
    holds: (get) => get('contractType') !== 'fixed_term' || get('contractTo') !== undefined,
    say: () => '固定期限合同要填终止日期',
    source: 'domain.md 4.3 contract_type',
  },
  {
    code: 'contract_missing_start',
    level: 'hard',
    reads: ['contractType'],
    atEnd: true,
    holds: (get) => get('contractType') === 'none' || get('contractFrom') !== undefined,
    say: () => '签了合同，要填合同起始日期',
    source: 'domain.md 4.3 contract_from',
  },
  {
    code: 'contract_long_after_start',
    level: 'soft',
    reads: ['contractFrom', 'startOn'],
    holds: (get) => String(get('contractFrom')) <= addMonths(String(get('startOn')), 1),
    say: (get) => `${get('startOn')} 开始用工，合同从 ${get('contractFrom')} 起，隔了一个多月`,
    source: 'LCL art. 10, 82',
  },
];

function birthDateOf(get: Get, today: string): string | undefined {
  const result = readIdNumber(get('idType'), get('idNo'), today);
  return result?.ok ? result.birthDate : undefined;
}
