import { parseUscc } from '../src/lib/business-codes.js';
import { labelOf, UNIT_KINDS, type UnitKind } from './enums.js';
import type { RecordCheck } from './field.js';

/** What the first two characters of a code say of its holder (domain.md 4.6). */
const KIND_OF_PREFIX: Readonly<Record<string, readonly UnitKind[]>> = {
  '11': ['state_organ'],
  '12': ['public_institution'],
  '51': ['social_organisation'],
  '52': ['private_non_enterprise', 'training_institution', 'hr_service_agency', 'skill_appraisal_agency'],
  '91': [
    'enterprise',
    'construction_project',
    'dispatch_agency',
    'hr_service_agency',
    'training_institution',
    'skill_appraisal_agency',
  ],
  '92': ['individual_business', 'hr_service_agency', 'training_institution'],
};

/** The usual kind of unit behind a unified social credit code; undefined when its prefix does not tell. */
export function kindOfUscc(uscc: string): UnitKind | undefined {
  return KIND_OF_PREFIX[uscc.slice(0, 2)]?.[0];
}

const usccOf = (value: unknown) => {
  const parsed = parseUscc(String(value));
  return parsed.ok ? parsed : undefined;
};

/** Checks of domain.md 4.1 and of 4.2 “Cross checks” that speak of the employer. */
export const employerChecks: readonly RecordCheck[] = [
  {
    code: 'code_missing',
    level: 'hard',
    reads: ['unitKind'],
    atEnd: true,
    mendedBy: ['uscc', 'orgCode', 'regNo', 'unitKind'],
    holds: (get) =>
      get('unitKind') === 'unlicensed' ||
      get('refused') === true ||
      ['uscc', 'orgCode', 'regNo', 'photoLicence'].some((path) => get(path) !== undefined),
    say: () => '18 位信用代码、9 位机构代码、15 位注册号，至少要有一个，或拍一张执照；没有执照的，单位类型选“无照用工”',
    // a photo of the licence stands for the code until somebody reads it off
    source: 'domain.md 4.1 uscc',
  },
  {
    code: 'place_missing',
    level: 'hard',
    reads: ['unitKind'],
    atEnd: true,
    mendedBy: ['road', 'workAddress'],
    holds: (get) => get('workAddress') !== undefined || get('road') !== undefined,
    say: () => '还不知道在哪里，要填道路门牌或实际经营地址',
    source: 'domain.md fact 7: the grid goes by the place of labour use',
  },
  {
    code: 'established_in_future',
    level: 'hard',
    reads: ['establishedOn'],
    holds: (get, { today }) => String(get('establishedOn')) <= today,
    say: (get) => `成立日期 ${get('establishedOn')} 还没有到`,
    source: 'domain.md 4.1 established_on',
  },
  {
    code: 'uscc_prefix_unknown',
    level: 'soft',
    reads: ['uscc'],
    holds: (get) => usccOf(get('uscc'))?.knownPrefix !== false,
    say: (get) => `信用代码以 ${String(get('uscc')).slice(0, 2)} 开头，不常见`,
    source: 'GB 32100-2015',
  },
  {
    code: 'uscc_of_other_kind',
    level: 'soft',
    reads: ['uscc', 'unitKind'],
    holds: (get) => {
      const kinds = KIND_OF_PREFIX[usccOf(get('uscc'))?.prefix ?? ''];
      return kinds === undefined || kinds.includes(get('unitKind') as UnitKind);
    },
    say: (get) => {
      const prefix = String(get('uscc')).slice(0, 2);
      const kind = labelOf(UNIT_KINDS, KIND_OF_PREFIX[prefix]?.[0] ?? '');
      return `信用代码 ${prefix} 开头是${kind}的，单位类型填的是${labelOf(UNIT_KINDS, String(get('unitKind')))}`;
    },
    source: 'GB 32100-2015',
  },
  {
    code: 'org_code_differs',
    level: 'soft',
    reads: ['orgCode', 'uscc'],
    holds: (get) => [undefined, get('orgCode')].includes(usccOf(get('uscc'))?.orgCode),
    say: (get) => `机构代码填的是 ${get('orgCode')}，信用代码里的是 ${usccOf(get('uscc'))?.orgCode}`,
    source: 'GB 32100-2015: characters 9–17 are the organisation code',
  },
  {
    code: 'outside_district',
    level: 'soft',
    reads: ['location'],
    holds: (get, { bounds }) => {
      const { lat, lng } = get('location') as { lat: number; lng: number };
      if (bounds === undefined) return true;
      return lat >= bounds.south && lat <= bounds.north && lng >= bounds.west && lng <= bounds.east;
    },
    say: () => '定位不在本区范围内',
    source: 'domain.md 4.1 lat, lng',
  },
  {
    code: 'code_elsewhere',
    level: 'soft',
    reads: ['uscc'],
    holds: (_get, { codeElsewhere }) => codeElsewhere === undefined,
    say: (_get, { codeElsewhere }) => `这个信用代码在${codeElsewhere}已有档案，可能是搬来的或重复`,
    source: 'domain.md 4.2 cross checks: same uscc in another grid',
  },
  {
    code: 'phone_shared',
    level: 'soft',
    reads: ['legalRepPhone'],
    holds: (_get, { phoneSharedBy = 0 }) => phoneSharedBy <= 3,
    say: (_get, { phoneSharedBy }) => `这个电话另有 ${phoneSharedBy} 家单位在用`,
    source: 'domain.md 4.2 cross checks: phone equal to that of > 3 other employers',
  },
];
