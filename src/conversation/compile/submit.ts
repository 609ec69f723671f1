/** `submit`: hands the record over. */
import type { Step } from '../../../schemas/flow-steps.js';
import { namesOfFacts, objectPlace } from '../expressions/names.js';
import { makeScope } from '../expressions/scope.js';
import { compileTemplate } from '../expressions/template.js';
import { checkAction } from './actions.js';
import { bindArgs } from './bind.js';
import { addNode, type Builder, type Place, scopeFor } from './builder.js';
import type { SubmitNode } from './plan.js';

export function addSubmit(b: Builder, place: Place, step: Extract<Step, { submit: string }>): void {
  const { at, instance } = place;
  const action = checkAction(b, place, step.submit, 'submit', [...at, 'submit']);
  const node = addNode<SubmitNode>(place, {
    kind: 'submit',
    path: `submit:${step.submit}`,
    at,
    action: step.submit,
    args: [],
    partial: step.partial === true,
  });
  b.later.push(() => {
    node.args = bindArgs(b, place, step.with ?? {}, [...at, 'with']);
    if (step.done === undefined) return;
    // the parts of the result are names of their own beside the answers
    const { fields } = scopeFor(b, instance, place.block).names;
    const results = namesOfFacts(action?.returns ?? {}, objectPlace('result'));
    const names = new Map([...fields, ...results.fields]);
    const { template, faults } = compileTemplate(makeScope({ is: 'group', fields: names }), step.done);
    node.done = template;
    for (const { code, facts, at: offset } of faults) instance.report(code, [...at, 'done'], facts, offset);
  });
}
