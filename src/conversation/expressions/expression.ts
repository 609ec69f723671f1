/** The face of this folder: an expression's text becomes something that can be evaluated, or a fault with its position. */
import type { ASTNode } from './ast.js';
import { compileNode } from './evaluate.js';
import type { Compilation, Evaluate } from './frame.js';
import type { Group, Place } from './names.js';
import { strangeOption } from './options.js';
import { nameOf, type Resolved } from './resolve.js';
import { checkExpression, type ExpressionFault, type ExpressionScope } from './scope.js';

export interface Expression {
  source: string;
  /** Type as CEL writes it. */
  type: string;
  evaluate: Evaluate;
  /** Slots whose values it reads; elements of lists included. */
  reads: readonly Place[];
  /** The name it consists of, when it is nothing but a name: shown as its field shows values. */
  name?: Resolved['name'];
  /** For translating it: the checked tree, and what its names mean. */
  tree?: { ast: ASTNode; names: Group };
}

export type Compiled = { ok: true; expression: Expression } | { ok: false; fault: ExpressionFault };

/** @param expected CEL type it must have (`bool` for conditions); without it any type will do */
export function compileExpression(scope: ExpressionScope, source: string, expected?: string): Compiled {
  const checked = checkExpression(scope, source, expected);
  if (!checked.ok) return checked;
  let fault: ExpressionFault | undefined;
  const c: Compilation = {
    names: scope.names,
    compile: (node) => compileNode(c, node),
    vars: [],
    reads: [],
    fault: (code, node, detail) => {
      fault ??= { code, at: node.start, facts: { detail } };
      return () => undefined;
    },
  };
  const evaluate = compileNode(c, checked.ast);
  fault ??= strangeOption(c, checked.ast);
  if (fault !== undefined) return { ok: false, fault };
  const name = nameOf(c, checked.ast)?.name;
  const tree = { ast: checked.ast, names: scope.names };
  const expression = { source, type: checked.type, evaluate, reads: c.reads, tree };
  return { ok: true, expression: name === undefined ? expression : { ...expression, name } };
}
