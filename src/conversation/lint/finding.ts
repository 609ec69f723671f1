/** Troubles with their line and column, in words. */
import { LINT_TEXTS, type LintText } from '../../texts/lint.js';
import { FINDINGS, type FindingCode, type Severity, type Trouble } from '../compile/finding.js';
import type { Source } from '../language/source.js';

export interface Finding {
  file: string;
  line: number;
  column: number;
  code: FindingCode;
  severity: Severity;
  message: string;
  hint: string;
}

const TEXTS: Readonly<Record<FindingCode, LintText>> = LINT_TEXTS;

export function findingOf(source: Source, { code, path, facts, offset }: Trouble): Finding {
  // an unknown word is shown where it stands, everything else where its value is
  const at = source.position(path, offset, code === 'format' && facts.key !== undefined);
  const { line = at.line, column = at.column } = facts as { line?: number; column?: number };
  const { message, hint } = TEXTS[code];
  return {
    file: source.file,
    line,
    column,
    code,
    severity: FINDINGS[code],
    message: message(facts),
    hint: hint(facts),
  };
}

/** `bot-flows/x.yaml:12:5 error field_unknown 档案里没有字段 nmae。是不是 name？` */
export function findingLine({ file, line, column, code, severity, message, hint }: Finding): string {
  return `${file}:${line}:${column} ${severity} ${code} ${message}。${hint}`;
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
