/** One run of a flow with one person: the form, the question at hand, and what is needed to take the next message right. */
import type { Option } from '../../../schemas/field.js';
import type { Ref } from '../form/ref.js';
import type { Form } from '../form/state.js';
import type { JsonObject, TalkInput } from '../protocol.js';

/** What a person said, once it is clear that it is meant for the question at hand. */
export type Said =
  | { kind: 'text'; text: string }
  | { kind: 'choice'; ids: readonly string[] }
  | { kind: 'photo' | 'file' | 'voice' | 'video'; fileId: string }
  | { kind: 'location'; lat: number; lng: number; label: string };

/** What the session waits for. */
export type Ask =
  /** A field. `options`: from a service, known only while one message is handled; `seen`: hash of those that were shown. */
  | { t: 'field'; ref: Ref; page?: number; options?: readonly Option[]; seen?: string }
  /** The open fields of the group that this field belongs to. */
  | { t: 'group'; ref: Ref }
  /** Is this what you meant? */
  | { t: 'sure'; ref: Ref; value: unknown; as: string; text: string }
  /** Which of these did you mean? */
  | { t: 'which'; ref: Ref; among: readonly Option[] }
  /** A soft rule doubts the answer; these fields could be changed. */
  | { t: 'doubt'; ref: Ref; text: string; fields: readonly Ref[] }
  /** A hard rule refused the answer; it is tried again when another field has been changed. */
  | { t: 'refused'; ref: Ref; value: unknown; text: string; fields: readonly Ref[] }
  /** More entries? */
  | { t: 'list'; ref: Ref }
  | { t: 'entries'; ref: Ref; page?: number }
  | { t: 'entry'; ref: Ref; key: number }
  /** Photos so far. */
  | { t: 'photos'; ref: Ref; ids: readonly string[] }
  /** A file came where none was asked: is it for this field? `own` was asked and gets what is no answer to this. */
  | { t: 'media'; ref: Ref; value: unknown; own?: Ref }
  | { t: 'found'; ref: Ref; items: readonly JsonObject[]; key: string }
  | { t: 'review'; ref: Ref; page?: number }
  /** Which field shall be changed? `answer` came along; `own` gets what is said instead of a choice. */
  | { t: 'fix'; fields: readonly Ref[]; text: string; answer?: string; own?: Ref }
  /** A soft rule for the whole record. */
  | { t: 'doubt-end'; code: string; text: string; fields: readonly Ref[] }
  | { t: 'failed'; ref: Ref; fields: readonly Ref[] }
  | { t: 'cancel' }
  | {
      t: 'call';
      what: 'lookup' | 'options' | 'submit';
      ref: Ref;
      call: string;
      lead: readonly string[];
      said?: Said;
      /** Options that were shown before, and their page. */
      seen?: string;
      page?: number;
      /** The options are for a question that has been asked already. */
      asked?: true;
    };

export interface Session {
  readonly id: string;
  readonly form: Form;
  readonly ask: Ask | null;
  /** A question the person went back to, or wants to correct; else the next open one is asked. */
  readonly at?: Ref;
  /** An answer that a rule refused, to be tried again after the next one. */
  readonly retry?: { ref: Ref; value: unknown };
  /** Number of the question at hand, and how often it was shown: together they name a card. */
  readonly question: number;
  readonly shown: number;
  /** Failures at the question at hand. */
  readonly fails: number;
  /** Messages of the person so far; calls so far; steps since the last message. */
  readonly turns: number;
  readonly calls: number;
  readonly steps: number;
  /** Section that was announced last. */
  readonly section: number;
  /** Doubts about the whole record that were confirmed. */
  readonly sure: readonly string[];
  /** Answers for which this version of the flow has no place. */
  readonly kept?: JsonObject;
}

export type ResultInput = Extract<TalkInput, { kind: 'result' }>;
