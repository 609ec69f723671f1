/**
 * Values that only one person at a time may be told (domain.md 10: reporter identity, facts that point to it). A value of this
 * type is no text for the type checker, and prints, logs and serialises as a placeholder.
 */
import { inspect } from 'node:util';
import type { Target } from '../../schemas/message.js';
import type { Sealed } from './seal.js';

const HIDDEN = '[confidential]';

/** A message that one person reads. Groups are not confidential (domain.md fact 19). */
export type PrivateTarget = Extract<Target, { kind: 'member' | 'customer' }>;

export class Confidential<T> {
  readonly #value: T;
  constructor(value: T) {
    this.#value = value;
  }

  /** The value in clear for one person. A group does not fit the type. */
  showTo(_reader: PrivateTarget): T {
    return this.#value;
  }

  /** What follows from it stays confidential. */
  derive<U>(from: (value: T) => U): Confidential<U> {
    return new Confidential(from(this.#value));
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

/** `T` when nothing protected lies in it, however deep; else `never`, so that it does not fit. */
export type NoSecrets<T> = T extends Confidential<unknown> | Sealed<string>
  ? never
  : T extends readonly (infer E)[]
    ? readonly NoSecrets<E>[]
    : T extends Date
      ? T
      : T extends object
        ? { [K in keyof T]: NoSecrets<T[K]> }
        : T;

/** Facts for a group, a digest or an export. Facts that hold anything protected do not compile. */
export function tellable<T>(facts: T & NoSecrets<T>): T {
  return facts;
}
