/** A set of flow files becomes flows that can be talked to. Pure: reading the files is the loader's business. */
import type { FlowDocument } from '../../../schemas/flow.js';
import type { Compiled } from '../compile/compile.js';
import { compileFlow } from '../compile/compile.js';
import { FINDINGS } from '../compile/finding.js';
import { type Finding, findingOf } from '../lint/finding.js';
import { lintFlow } from '../lint/lint.js';
import type { Registry } from '../registry.js';
import { type CompiledFlow, type Flows, plainWords } from '../talk/flows.js';
import { parseSource, type Source } from './source.js';

export interface FlowFile {
  /** As findings name it: `bot-flows/collect-employer.yaml`. */
  file: string;
  text: string;
}

export interface Loaded {
  /** Flows without errors; all of them only when `findings` has no error. */
  flows: CompiledFlow[];
  findings: Finding[];
}

export function loadFlows(files: readonly FlowFile[], registry: Registry): Loaded {
  const sources = files.map(({ file, text }) => parseSource(file, text));
  const documents = new Map(sources.flatMap((s) => (s.document === undefined ? [] : [[s.document.flow, s] as const])));
  const find = (id: string): FlowDocument | undefined => documents.get(id)?.document;
  const findings = [...sharedNames(sources)];
  const flows: CompiledFlow[] = [];
  for (const source of sources) {
    const linted = lintFlow(source, registry, find);
    findings.push(...linted.findings);
    const broken = linted.findings.some(({ severity }) => severity === 'error');
    if (linted.compiled !== undefined && !broken)
      flows.push(flowOf(linted.compiled, (id) => documents.get(id)?.text ?? ''));
  }
  return { flows, findings };
}

/**
 * An old version from the texts that were kept with it (`CompiledFlow.sources`). Undefined when it no longer fits the
 * records of today: its sessions move to the current version then.
 */
export function restoreFlow(
  id: string,
  sources: Readonly<Record<string, string>>,
  registry: Registry,
): CompiledFlow | undefined {
  const find = (other: string): FlowDocument | undefined => {
    const text = sources[other];
    return text === undefined ? undefined : parseSource(other, text).document;
  };
  const document = find(id);
  if (document === undefined) return undefined;
  const compiled = compileFlow(document, registry, find);
  // flows it only goes to are not kept with it; they are looked up when it goes there
  const broken = compiled.troubles.some(({ code }) => FINDINGS[code] === 'error' && code !== 'flow_unknown');
  return broken ? undefined : flowOf(compiled, (other) => sources[other] ?? '');
}

function flowOf({ plan, uses }: Compiled, textOf: (id: string) => string): CompiledFlow {
  const { title, audience = [], start } = plan.document;
  return {
    id: plan.id,
    version: plan.version,
    title,
    audience,
    ...(start?.menu !== undefined && { menuKey: start.menu }),
    phrases: (start?.say ?? []).map(plainWords),
    sources: Object.fromEntries([plan.id, ...uses].map((id) => [id, textOf(id)])),
    plan,
  };
}

/** Names that two flows claim. */
function sharedNames(sources: readonly Source[]): Finding[] {
  const findings: Finding[] = [];
  const seen = {
    flow_twice: new Map<string, Source>(),
    phrase_twice: new Map<string, Source>(),
    menu_twice: new Map<string, Source>(),
  };
  for (const source of sources) {
    const { document } = source;
    if (document === undefined) continue;
    const claim = (code: keyof typeof seen, word: string, path: (string | number)[], key: string) => {
      const other = seen[code].get(word);
      if (other === undefined) seen[code].set(word, source);
      else if (other !== source && (code !== 'phrase_twice' || meet(other.document, document))) {
        const name = code === 'flow_twice' ? other.file : (other.document?.title ?? other.file);
        findings.push(findingOf(source, { code, path, facts: { [key]: word, other: name } }));
      }
    };
    claim('flow_twice', document.flow, ['flow'], 'flow');
    (document.start?.say ?? []).forEach((phrase, i) => {
      claim('phrase_twice', plainWords(phrase), ['start', 'say', i], 'phrase');
    });
    if (document.start?.menu !== undefined) claim('menu_twice', document.start.menu, ['start', 'menu'], 'key');
  }
  return findings;
}

/** Some people may start both. */
function meet(one: FlowDocument | undefined, other: FlowDocument): boolean {
  const [a, b] = [one?.audience ?? [], other.audience ?? []];
  return a.length === 0 || b.length === 0 || a.some((role) => b.includes(role));
}

/** Flows as `talk` wants them. @param old versions that are not current, loaded beforehand (`versionsNeeded`) */
export function flowsOf(current: readonly CompiledFlow[], old: readonly CompiledFlow[] = []): Flows {
  const byId = new Map(current.map((flow) => [flow.id, flow]));
  const byVersion = new Map([...old, ...current].map((flow) => [`${flow.id} ${flow.version}`, flow]));
  return {
    all: () => current,
    current: (id) => byId.get(id),
    version: (id, version) => byVersion.get(`${id} ${version}`),
  };
}
