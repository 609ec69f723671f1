/**
 * Errors of the house. `DomainError`: the person can act on it, `texts/errors.ts` has its Chinese sentence.
 * `ChannelError`: the outside failed. Anything else is a bug.
 */
export type ErrorCode =
  | 'not_on_staff'
  | 'not_your_cell'
  | 'not_allowed'
  | 'grid_cell_not_found'
  | 'employer_exists'
  | 'employer_not_found'
  | 'conflict'
  | 'invalid_record';

/** Facts of an error for its sentence. Never a phone, an ID number or a reporter's name: facts reach the log. */
export type Facts = Readonly<Record<string, string | number>>;

export class DomainError extends Error {
  override readonly name = 'DomainError';
  constructor(
    readonly code: ErrorCode,
    readonly facts: Facts = {},
    options?: { cause?: unknown },
  ) {
    super(`${code} ${JSON.stringify(facts)}`, options);
  }
}
