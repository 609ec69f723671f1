/** Expressions and templates of steps, compiled against the names of their block; faults become findings. */
import { compileExpression, type Expression } from '../expressions/expression.js';
import type { Group, Name } from '../expressions/names.js';
import { CEL_TYPES, type ExpressionFault, type ExpressionScope, makeScope } from '../expressions/scope.js';
import { compileTemplate, type Template } from '../expressions/template.js';
import { type Builder, type Place, scopeFor } from './builder.js';
import { nearest } from './nearest.js';
import type { Args, YamlPath } from './plan.js';

type Source = string | number | boolean;

const BOOL = CEL_TYPES.bool;
const unknown: Expression = { source: '', type: 'dyn', evaluate: () => undefined, reads: [] };

/** A place with more names than its block has: `found`, `result`, `option`. */
export interface Extra {
  name: string;
  what: Name;
}

function scopeWith(b: Builder, place: Place, extra: Extra | undefined): ExpressionScope {
  const scope = scopeFor(b, place.instance, place.block);
  if (extra === undefined) return scope;
  const names: Group = { is: 'group', fields: new Map([...scope.names.fields, [extra.name, extra.what]]) };
  return makeScope(names);
}

/** Compiles an expression; what is wrong is reported, and the result then never knows anything. */
export function bindExpression(
  b: Builder,
  place: Place,
  source: Source,
  at: YamlPath,
  expected?: string,
  extra?: Extra,
): Expression {
  const compiled = compileExpression(scopeWith(b, place, extra), String(source), expected);
  if (compiled.ok) return compiled.expression;
  reportFault(place, compiled.fault, at);
  return unknown;
}

/** A condition: must be true or false. */
export function bindCondition(b: Builder, place: Place, source: Source, at: YamlPath, extra?: Extra): Expression {
  return bindExpression(b, place, source, at, BOOL, extra);
}

export function bindTemplate(b: Builder, place: Place, source: string, at: YamlPath, extra?: Extra): Template {
  const { template, faults } = /\{\{|\}\}/.test(source)
    ? compileTemplate(scopeWith(b, place, extra), source)
    : { template: { source, parts: [source], reads: [] }, faults: [] };
  for (const fault of faults) reportFault(place, fault, at);
  return template;
}

export function bindArgs(b: Builder, place: Place, given: Readonly<Record<string, Source>>, at: YamlPath): Args {
  return Object.entries(given).map(
    ([name, source]) => [name, bindExpression(b, place, source, [...at, name])] as const,
  );
}

/** What another flow gets that follows this one; it must know all that it takes, and nothing else. */
export function bindOnward(
  b: Builder,
  place: Place,
  { flow, given }: { flow: string; given: Readonly<Record<string, Source>> },
  atFlow: YamlPath,
  atWith: YamlPath,
): Args {
  const { report } = place.instance;
  const target = b.find(flow);
  if (target === undefined) report('flow_unknown', atFlow, { name: flow });
  const takes = target?.takes ?? [];
  const args = bindArgs(b, place, given, atWith);
  for (const [name] of args) {
    if (target !== undefined && !takes.includes(name)) report('takes_unknown', [...atWith, name], { name, flow });
  }
  for (const name of takes) if (given[name] === undefined) report('takes_missing', atFlow, { name, flow });
  return args;
}

/** Fields of a flow by the last word of their path: what a mistyped name is compared with. */
function lastWords({ source }: Place['instance']): string[] {
  return [...new Set([...source.fields.keys()].map((path) => path.split('.').at(-1) ?? path))];
}

function reportFault(place: Place, fault: ExpressionFault, at: YamlPath): void {
  const { instance } = place;
  const name = fault.facts.name;
  // a field of the record that no step asks is a mistake of its own
  if (fault.code === 'expr_unknown_name' && name !== undefined) {
    const known = [...instance.source.fields.keys()].some((path) => path === name || path.endsWith(`.${name}`));
    if (known) {
      instance.report('expr_unknown_name', at, { name, why: 'not_asked' }, fault.at);
      return;
    }
  }
  const near = name === undefined ? '' : nearest(name, lastWords(instance));
  instance.report(fault.code, at, { ...fault.facts, ...(near !== '' && { near }) }, fault.at);
}
