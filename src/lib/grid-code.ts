/** Grid codes (网格编码) in the product's own form, domain.md 3.1: 12 digits of area code, a cell has 2 more. */
import { type CodeResult, cleanCode, fault, hasProvince, strangeCharacter } from './code-result.js';

/** Level numbers mean nothing without their scheme: level 1 district, 2 town or subdistrict, 3 village or community. */
export const GRID_SCHEME = 'TWO_NET_2010';
export type GridLevel = 1 | 2 | 3;

export interface GridCodeFacts {
  scheme: typeof GRID_SCHEME;
  level: GridLevel;
  /** Code of the node above; none for a district. */
  parent?: string;
  /** Of a cell: `00` when the village is one cell, else 01–99. */
  sequence?: string;
}

/**
 * Reads a grid code. A village's 12-digit area code is the code of its only cell and gets its `00`. A cell lies in a
 * village, never directly in a town or district.
 */
export function parseGridCode(text: string): CodeResult<GridCodeFacts> {
  const code = cleanCode(text);
  const strange = strangeCharacter(code, /^\d$/);
  if (strange !== undefined) return strange;
  if (code.length !== 12 && code.length !== 14) return fault('length', code);
  if (!hasProvince(code)) return fault('province', code, { at: 1, found: code.slice(0, 2) });
  const [town, village] = [code.slice(6, 9), code.slice(9, 12)];
  if (village !== '000') {
    if (town === '000') return fault('format', code, { at: 7, found: town });
    const value = code.padEnd(14, '0');
    const facts = {
      scheme: GRID_SCHEME,
      level: 3,
      parent: `${code.slice(0, 9)}000`,
      sequence: value.slice(12),
    } as const;
    return { ok: true, value, ...facts };
  }
  if (code.length === 14) return fault('format', code, { at: 10, found: village });
  if (town === '000') return { ok: true, value: code, scheme: GRID_SCHEME, level: 1 };
  return { ok: true, value: code, scheme: GRID_SCHEME, level: 2, parent: `${code.slice(0, 6)}000000` };
}
