/** What goes into a conversation and what comes out of it. Everything is plain JSON except `now`. */
import type { CheckContext } from '../../schemas/field.js';
import type { Channel, Choice } from '../../schemas/message.js';
import type { Day } from '../lib/day.js';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Who talks. `facts` are nested plain values, typed by `Registry.me`. */
export interface Me {
  roles: readonly string[];
  facts: JsonObject;
}

export interface TalkContext {
  now: Date;
  today: Day;
  me: Me;
  channel: Channel;
  /** Unique for this inbound message; a session that starts with it is named after it. Only `[0-9A-Za-z_-]`, at most 40 characters. */
  id: string;
  /** What record checks may know from outside the record; a flow can add to it (`facts:`). */
  checkFacts?: Omit<CheckContext, 'today'>;
}

export type TalkInput =
  /** Begins a flow at once; what was active is interrupted and comes back afterwards. `args` fill fields by path. */
  | { kind: 'start'; flow: string; args?: JsonObject }
  /** From a menu or a reminder. `menu` is a key of a flow's `start.menu`. `after`: when the form in hand is finished. */
  | { kind: 'open'; flow?: string; menu?: string; args?: JsonObject; when?: 'now' | 'after' }
  | { kind: 'text'; text: string }
  /** A tap. `taskId` as it was said; foreign and stale ones are answered with the question at hand. */
  | { kind: 'pick'; taskId: string; choiceIds: readonly string[] }
  | { kind: 'photo' | 'file' | 'voice' | 'video'; fileId: string; name?: string }
  | { kind: 'location'; lat: number; lng: number; label: string }
  /** The answer to a `do`. Late and foreign ones are ignored. `text`: a Chinese sentence for the person. */
  | { kind: 'result'; call: string; ok: true; value: Json }
  | { kind: 'result'; call: string; ok: false; code: string; text?: string; fields?: readonly string[] }
  /** A timer of `nextTimerAt` has run out, or may have. */
  | { kind: 'tick' };

export type Outcome =
  /** The submit went through. */
  | 'submitted'
  /** The flow ended by a `stop` step, without a submit. */
  | 'stopped'
  | 'cancelled'
  /** A draft was too old. */
  | 'expired'
  /** The flow could not go on (gone, broken, out of limits); the draft is kept where that makes sense. */
  | 'failed';

export type Effect =
  /** `choices` are not in `text`; the channel numbers them. `taskId` names the question and is new for every saying. */
  | { kind: 'say'; text: string; choices?: Choice[]; multiple?: boolean; taskId?: string }
  /** Do it now and come back with a `result`. At most one at a time, always the last effect. */
  | { kind: 'do'; call: string; action: string; args: JsonObject }
  | { kind: 'end'; outcome: Outcome; flow: string; session: string }
  /** The person wants a human being. */
  | { kind: 'human'; flow?: string; field?: string };
