import { FORM_TEXTS } from '../texts/forms.js';
import { FORM_FINDINGS, type FormFinding } from './xlsform/finding.js';

/** `clinic.xlsx survey!12 error type_unsupported 暂不支持题型…` */
export function formFindingLine(file: string, { sheet, row, column, code, facts }: FormFinding): string {
  const where = `${sheet}${row > 0 ? `!${row}` : ''}${column === undefined ? '' : `(${column})`}`;
  return `${file} ${where} ${FORM_FINDINGS[code]} ${code} ${FORM_TEXTS[code](facts)}`;
}
