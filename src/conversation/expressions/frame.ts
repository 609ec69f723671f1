/** What compiled expressions run on, and the state of their compilation. */
import type { ASTNode } from './ast.js';
import type { Group, Place } from './names.js';

/** One scope's values as expressions see them: hidden and unanswered ones are undefined. */
export interface Values {
  readonly value: readonly unknown[];
}

/** What an evaluation reads. */
export interface Frame {
  /** The flow's values, then those of the item, of the item in the item. */
  at: readonly Values[];
  /** `me`, `today`, `result`, `option`, `found`. */
  objects: { readonly today: string; readonly [name: string]: unknown };
  /** Variables of list macros, by depth. */
  vars: unknown[];
  /** List elements that may still be visited; below zero everything is unknown. */
  budget: number;
}

export type Evaluate = (frame: Frame) => unknown;

/** State of one compilation: variables in sight, and the slots that are read. */
export interface Compilation {
  names: Group;
  /** Compiles a node below the one in hand. */
  compile: (node: ASTNode) => Evaluate;
  vars: { name: string; element: Group | undefined }[];
  reads: Place[];
  fault: (code: 'expr_not_allowed' | 'expr_pattern' | 'expr_has', node: ASTNode, detail: string) => Evaluate;
}
