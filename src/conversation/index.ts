/**
 * The conversation engine: the face of this folder. Pure: `talk(flows, state, input, ctx)` gives the next state of one
 * person's conversation and what is to be said and done. See docs/flows.md for what it promises.
 */

import type { talk as talkFunction } from './talk/talk.js';

export { type Block, nodeAt, type Plan, type PlanNode } from './compile/plan.js';
export type { ASTNode } from './expressions/ast.js';
export type { Expression } from './expressions/expression.js';
export type { Group, Place } from './expressions/names.js';
export { elementOf, nameOf } from './expressions/resolve.js';
export type { Template } from './expressions/template.js';
export {
  type Answered,
  addItem,
  closeList,
  confirmAnswer,
  endIssuesOf,
  type Form,
  type FormContext,
  type FormReport,
  fillLists,
  nextQuestion,
  openForm,
  optionsOf,
  type Question,
  removeItem,
  reportOf,
  setAnswer,
  skipAnswer,
} from './form/headless.js';
export { type FlowFile, flowsOf, type Loaded, loadFlows, restoreFlow } from './language/load.js';
export { positionsOf } from './language/source.js';
export { type Finding, findingLine, hasErrors } from './lint/finding.js';
export type { Effect, Json, JsonObject, Me, Outcome, TalkContext, TalkInput } from './protocol.js';
export type { ActionDef, FactType, FactTypes, RecordKind, Registry } from './registry.js';
export { askedField, withAside } from './talk/aside.js';
export type { CompiledFlow, Flows } from './talk/flows.js';
export { type SavedSession, type TalkState, type TalkStep, versionsNeeded } from './talk/state.js';
export { talk } from './talk/talk.js';
export { isCaption, readAnswer } from './understand/index.js';

export type Talk = typeof talkFunction;
