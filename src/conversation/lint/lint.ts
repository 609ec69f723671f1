/** The linter: everything that is wrong with a flow, with line and column. Runs whenever flows are loaded. */
import type { FlowDocument } from '../../../schemas/flow.js';
import { type Compiled, compileFlow } from '../compile/compile.js';
import type { Report, Trouble } from '../compile/finding.js';
import type { Source } from '../language/source.js';
import type { Registry } from '../registry.js';
import { lintEnds } from './ends.js';
import { lintFields } from './fields.js';
import { type Finding, findingOf } from './finding.js';
import { lintHead } from './head.js';
import { lintOrder } from './order.js';
import { lintTexts } from './texts.js';

export interface Linted {
  findings: Finding[];
  compiled?: Compiled;
}

/** @param find documents of other flows, by id */
export function lintFlow(source: Source, registry: Registry, find: (flow: string) => FlowDocument | undefined): Linted {
  const { document } = source;
  if (document === undefined) return { findings: sorted(source, source.troubles) };
  const compiled = compileFlow(document, registry, find);
  const troubles: Trouble[] = [...source.troubles, ...compiled.troubles];
  const report: Report = (code, path, facts = {}, offset) => {
    troubles.push({ code, path, facts, ...(offset !== undefined && { offset }) });
  };
  const name = source.file
    .split('/')
    .at(-1)
    ?.replace(/\.ya?ml$/, '');
  if (name !== document.flow) report('file_name', ['flow'], { flow: document.flow });
  lintHead(compiled, registry, report);
  lintEnds(compiled.plan, report);
  lintOrder(compiled.plan, report);
  lintTexts(compiled.plan, report);
  lintFields(compiled, report);
  return { findings: sorted(source, troubles), compiled };
}

function sorted(source: Source, troubles: readonly Trouble[]): Finding[] {
  return troubles
    .map((trouble) => findingOf(source, trouble))
    .sort((a, b) => a.line - b.line || a.column - b.column || a.code.localeCompare(b.code));
}
