/**
 * Identifiers as zod types: text in, the one written form out (upper case, half-width, no spaces). A refusal is one issue
 * with the Chinese sentence and the fault in `params`. The readers behind them are re-exported for whoever needs the facts.
 */
import { z } from 'zod';
import { parseOrgCode, parseRegNo, parseUscc } from '../src/lib/business-codes.js';
import type { CodeResult } from '../src/lib/code-result.js';
import { parseGridCode } from '../src/lib/grid-code.js';
import { parseMobile, parsePhone } from '../src/lib/phone.js';
import { parseHmtPermit, parseResidentId } from '../src/lib/resident-id.js';
import { type CodeKind, sayCodeFault } from './code-sentences.js';

export { formatOrgCode, parseOrgCode, parseRegNo, parseUscc } from '../src/lib/business-codes.js';
export type { CodeFault, CodeReason, CodeResult } from '../src/lib/code-result.js';
export { GRID_SCHEME, type GridLevel, parseGridCode } from '../src/lib/grid-code.js';
export { parseMobile, parsePhone } from '../src/lib/phone.js';
export { parseBankCard, parseHmtPermit, parseResidentId } from '../src/lib/resident-id.js';

/** `pattern` is what the database server holds against the written form. */
function codeType(kind: CodeKind, parse: (text: string) => CodeResult, pattern: string) {
  const written = (text: string) => {
    const result = parse(text);
    return result.ok ? result.value : text;
  };
  return z
    .string()
    .overwrite(written)
    .superRefine((text, ctx) => {
      const result = parse(text);
      if (!result.ok) {
        ctx.addIssue({
          code: 'custom',
          message: sayCodeFault(kind, result),
          params: { kind, fault: result },
          input: '',
        });
      }
    })
    .meta({ pattern });
}

export const Uscc = codeType('uscc', parseUscc, '^[0-9A-HJ-NP-RTUW-Y]{2}[0-9]{6}[0-9A-HJ-NP-RTUW-Y]{10}$');
export const OrgCode = codeType('orgCode', parseOrgCode, '^[0-9A-Z]{8}[0-9X]$');
export const RegNo = codeType('regNo', parseRegNo, '^[0-9]{15}$');
export const ResidentId = codeType('residentId', (text) => parseResidentId(text), '^[0-9]{17}[0-9X]$');
export const HmtPermit = codeType('hmtPermit', (text) => parseHmtPermit(text), '^8[123][0-9]{15}[0-9X]$');
export const Mobile = codeType('mobile', parseMobile, '^1[3-9][0-9]{9}$');
export const Phone = codeType('phone', parsePhone, '^[0-9][0-9-]{6,20}$');
export const GridCode = codeType('gridCode', parseGridCode, '^[0-9]{12}([0-9]{2})?$');
