/** The syntax tree of CEL as the parser of @marcbachmann/cel-js gives it, and the two small changes made before checking. */
import type { ASTNode } from '@marcbachmann/cel-js';

export type { ASTNode } from '@marcbachmann/cel-js';

/** The nodes directly below a node. */
export function childrenOf(node: ASTNode): ASTNode[] {
  const found: ASTNode[] = [];
  const collect = (part: unknown): void => {
    if (Array.isArray(part)) for (const each of part) collect(each);
    else if (typeof part === 'object' && part !== null && 'op' in part) found.push(part as ASTNode);
  };
  collect(node.args);
  return found;
}

/** Visits a node and everything below it, outermost first. */
export function visit(node: ASTNode, on: (node: ASTNode) => void): void {
  on(node);
  for (const child of childrenOf(node)) visit(child, on);
}

/** What the library's nodes have beyond its published types (8.0.0, pinned; the tests of this folder watch over it). */
interface Internals {
  args: unknown;
  setMeta(key: 'macro', macro: { typeCheck: (checker: Checker, macro: unknown, ctx: unknown) => unknown }): void;
}
interface Checker {
  check(node: ASTNode, ctx: unknown): unknown;
  getType(name: string): unknown;
}

/**
 * Fits a fresh tree to flows: whole numbers become doubles (all numbers of answers are doubles, and CEL mixes neither), and
 * `has(name)` is allowed beside CEL's `has(group.name)`.
 */
export function adapt(root: ASTNode): void {
  visit(root, (node) => {
    const inside = node as unknown as Internals;
    if (node.op === 'value' && typeof node.args === 'bigint') inside.args = Number(node.args);
    if (node.op !== 'call' || node.args[0] !== 'has') return;
    const asked = node.args[1][0];
    if (asked?.op !== 'id') return;
    inside.setMeta('macro', {
      typeCheck: (checker, _macro, ctx) => {
        checker.check(asked, ctx);
        return checker.getType('bool');
      },
    });
  });
}
