/** A flow named on the command line: a YAML file with its neighbours, or an XLSForm. */
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { findingLine, loadFlows, type Plan, type Registry } from '../../conversation/index.js';
import { readFlowFiles } from '../../flow-loader.js';
import { formFindingLine } from '../../forms/finding-line.js';

export interface ReadFlow {
  /** Undefined when it has errors. */
  plan?: Plan;
  /** Everything that was noticed, a line each. */
  lines: string[];
  /** Names that the form has and the flow cannot have. */
  outer: ReadonlyMap<string, string>;
}

/** The house is only loaded for flows that name something of it: forms start faster without. */
const NEEDS_HOUSE = /^\s*(?:- )?(?:record|submit|lookup|go|use|audience):|\bfrom:|\bme\./m;
const NO_HOUSE: Registry = { records: new Map(), actions: new Map(), me: {} };

/** @throws when the file cannot be read */
export async function readFlow(path: string): Promise<ReadFlow> {
  if (path.toLowerCase().endsWith('.xlsx')) return readForm(path);
  const text = readFileSync(path, 'utf8');
  const own = { file: path, text };
  if (!NEEDS_HOUSE.test(text)) return fromYaml(path, [own], NO_HOUSE);
  const { registryForAuthors } = await import('./registry.js');
  const others = readFlowFiles(dirname(path)).filter(({ file }) => basename(file) !== basename(path));
  return fromYaml(path, [...others, own], registryForAuthors());
}

function fromYaml(path: string, files: { file: string; text: string }[], registry: Registry): ReadFlow {
  const { flows, findings } = loadFlows(files, registry);
  const id = basename(path).replace(/\.ya?ml$/, '');
  const plan = flows.find((flow) => flow.id === id)?.plan;
  const lines = findings.filter(({ file }) => file === path).map(findingLine);
  return { lines, outer: new Map(), ...(plan !== undefined && { plan }) };
}

async function readForm(path: string): Promise<ReadFlow> {
  const { readWorkbook } = await import('../../forms/xlsform/sheets.js');
  const { importForm } = await import('../../forms/xlsform/import.js');
  const { workbook, findings } = await readWorkbook(path);
  const imported = importForm(workbook, basename(path));
  const all = [...findings, ...imported.findings];
  const broken = findings.length > 0;
  const lines = all.map((finding) => formFindingLine(path, finding));
  return { lines, outer: imported.outer, ...(imported.plan !== undefined && !broken && { plan: imported.plan }) };
}
