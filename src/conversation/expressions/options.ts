/** A choice compared with a word that is none of its options is a typing mistake: `unitKind == "unlicenced"`. */
import { type ASTNode, childrenOf } from './ast.js';
import type { Compilation } from './frame.js';
import { elementOf, nameOf } from './resolve.js';
import type { ExpressionFault } from './scope.js';

/** The first literal that cannot be an option of the field it is compared with. */
export function strangeOption(c: Compilation, node: ASTNode): ExpressionFault | undefined {
  if (node.op === '==' || node.op === '!=' || node.op === 'in') {
    const [left, right] = node.args;
    const fault = strange(c, left, right) ?? strange(c, right, left);
    if (fault !== undefined) return fault;
  }
  if (node.op === 'rcall' && node.args[2].length === 2) {
    const [, receiver, [variable, body]] = node.args;
    if (variable?.op === 'id' && body !== undefined) {
      c.vars.push({ name: variable.args, element: elementOf(c, receiver) });
      const fault = strangeOption(c, body);
      c.vars.pop();
      return strangeOption(c, receiver) ?? fault;
    }
  }
  for (const child of childrenOf(node)) {
    const fault = strangeOption(c, child);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function strange(c: Compilation, named: ASTNode, literal: ASTNode): ExpressionFault | undefined {
  const name = nameOf(c, named)?.name;
  const options = name?.is === 'leaf' ? name.field?.options : undefined;
  if (options === undefined) return undefined;
  const literals = literal.op === 'list' ? literal.args : [literal];
  for (const each of literals) {
    if (each.op !== 'value' || typeof each.args !== 'string') continue;
    if (options.some(({ value }) => value === each.args)) continue;
    const known = options.map(({ value }) => value).join(', ');
    return { code: 'expr_option', at: each.start, facts: { word: each.args, known } };
  }
  return undefined;
}
