/**
 * The conversation engine: the face of this folder. Pure: `talk(flows, state, input, ctx)` gives the next state of one
 * person's conversation and what is to be said and done. See docs/flows.md for what it promises.
 */
import type { Effect, JsonObject, TalkContext, TalkInput } from './protocol.js';

export type { Effect, Json, JsonObject, Me, Outcome, TalkContext, TalkInput } from './protocol.js';
export type { ActionDef, FactType, FactTypes, RecordKind, Registry } from './registry.js';

/** One flow, checked and ready to run, with what its stored sessions need to find it again. */
export interface CompiledFlow {
  id: string;
  /** Content hash over the flow and its subflows. */
  version: string;
  title: string;
  /** Roles that may start it; empty: everybody. */
  audience: readonly string[];
  menuKey?: string;
  /** YAML texts by flow id, the flow itself and its subflows: keep them under (id, version) while sessions need them. */
  sources: Readonly<Record<string, string>>;
}

/** The flows a talk can reach. `version` may answer undefined for versions that are gone. */
export interface Flows {
  all(): readonly CompiledFlow[];
  current(id: string): CompiledFlow | undefined;
  version(id: string, version: string): CompiledFlow | undefined;
}

/** State of one person's conversation: plain JSON, to be stored as it stands. Opaque except for these keys. */
export interface TalkState {
  /** The running session, if any; sessions that were interrupted by it; parked drafts. */
  active?: SavedSession;
  stack?: SavedSession[];
  drafts?: SavedSession[];
  [key: string]: unknown;
}

/** One session as stored: flow, version, answers by field path, position. */
export interface SavedSession {
  id: string;
  /** Flow id and version hash. */
  f: string;
  v: string;
  /** Answers by field path. */
  a: JsonObject;
  [key: string]: unknown;
}

export interface TalkStep {
  state: TalkState;
  effects: Effect[];
  /** When to send a `tick`; null: never. */
  nextTimerAt: Date | null;
}

export type Talk = (flows: Flows, state: TalkState | null, input: TalkInput, ctx: TalkContext) => TalkStep;

/** The versions a stored state needs, to be loaded before `talk`. */
export type VersionsNeeded = (state: TalkState | null) => { flow: string; version: string }[];
