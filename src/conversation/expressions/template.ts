/** Texts with `{{expression}}` in them. What is not known shows as a dash; choices show their labels, money and days as people read them. */
import { showPlain, showValue } from '../../texts/values.js';
import { compileExpression, type Expression } from './expression.js';
import type { Frame } from './frame.js';
import type { Place } from './names.js';
import type { ExpressionFault, ExpressionScope } from './scope.js';

export interface Template {
  source: string;
  /** Texts and expressions in turn. */
  parts: readonly (string | Expression)[];
  reads: readonly Place[];
}

const SLOT = /\{\{([^{}]*)\}\}/g;

/** Faults count characters from the start of the template. */
export function compileTemplate(
  scope: ExpressionScope,
  source: string,
): { template: Template; faults: ExpressionFault[] } {
  const parts: (string | Expression)[] = [];
  const faults: ExpressionFault[] = [];
  const reads: Place[] = [];
  let end = 0;
  for (const match of source.matchAll(SLOT)) {
    if (match.index > end) parts.push(source.slice(end, match.index));
    end = match.index + match[0].length;
    const compiled = compileExpression(scope, match[1] ?? '');
    if (compiled.ok) {
      parts.push(compiled.expression);
      reads.push(...compiled.expression.reads);
    } else {
      faults.push({ ...compiled.fault, at: compiled.fault.at + match.index + 2 });
    }
  }
  if (end < source.length) parts.push(source.slice(end));
  const rest = source.replace(SLOT, (slot) => ' '.repeat(slot.length));
  const loose = rest.search(/\{\{|\}\}/);
  if (loose >= 0) faults.push({ code: 'braces', at: loose, facts: {} });
  return { template: { source, parts, reads }, faults };
}

export function renderTemplate(template: Template, frame: Frame): string {
  let text = '';
  for (const part of template.parts) text += typeof part === 'string' ? part : show(part, frame);
  return text;
}

function show(expression: Expression, frame: Frame): string {
  const { name } = expression;
  const today = frame.objects.today;
  if (name?.is === 'leaf' && name.field !== undefined) {
    const value = expression.evaluate(frame);
    return showValue(name.field, name.place.money === true ? fen(value) : value, today);
  }
  return showPlain(expression.evaluate(frame));
}

function fen(yuan: unknown): unknown {
  return typeof yuan === 'number' ? Math.round(yuan * 100) : yuan;
}
