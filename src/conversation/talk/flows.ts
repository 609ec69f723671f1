/** Flows as the talk knows them. */
import { RE2JS } from 're2js';
import type { Plan } from '../compile/plan.js';

/** One flow, checked and ready to run, with what its stored sessions need to find it again. */
export interface CompiledFlow {
  id: string;
  /** Content hash over the flow and its subflows. */
  version: string;
  title: string;
  /** Roles that may start it; empty: everybody. */
  audience: readonly string[];
  menuKey?: string;
  /** What people may type to begin, as `plainWords` writes it. */
  phrases: readonly string[];
  /** YAML texts by flow id, the flow itself and its subflows: keep them under (id, version) while sessions need them. */
  sources: Readonly<Record<string, string>>;
  plan: Plan;
}

/** The flows a talk can reach. `version` may answer undefined for versions that are gone. */
export interface Flows {
  all(): readonly CompiledFlow[];
  current(id: string): CompiledFlow | undefined;
  version(id: string, version: string): CompiledFlow | undefined;
}

export function mayStart(flow: CompiledFlow, roles: readonly string[]): boolean {
  return flow.audience.length === 0 || flow.audience.some((role) => roles.includes(role));
}

/** Words without case, width, spaces and punctuation at the end. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s。.!！?？~～,，]+/g, '');
}

/** The flow that a message asks for by its whole words. */
export function flowAskedFor(flows: Flows, text: string, roles: readonly string[]): CompiledFlow | undefined {
  if (text.length > 40) return undefined;
  const words = plainWords(text);
  if (words === '') return undefined;
  return flows.all().find((flow) => mayStart(flow, roles) && flow.phrases.includes(words));
}

/** The flow that a sentence begins (`start.match`), with the field that takes it. @param where in the middle of a form fewer do */
export function flowMatching(
  flows: Flows,
  text: string,
  roles: readonly string[],
  where: 'outside' | 'inside' = 'outside',
): { flow: CompiledFlow; into: string } | undefined {
  const sentence = text.trim();
  for (const flow of flows.all()) {
    const match = flow.plan.document.start?.match;
    if (where === 'inside' && match?.inside !== true) continue;
    if (match !== undefined && mayStart(flow, roles) && RE2JS.compile(match.pattern).matcher(sentence).find())
      return { flow, into: match.into };
  }
  return undefined;
}
