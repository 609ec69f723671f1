/**
 * Errors of the house. `DomainError`: the person can act on it, `texts/errors.ts` has its Chinese sentence.
 * `ChannelError`: the outside failed. Anything else is a bug.
 */
export type ErrorCode =
  | 'not_on_staff'
  | 'not_your_cell'
  | 'not_allowed'
  | 'grid_cell_not_found'
  | 'grid_code_invalid'
  | 'grid_code_taken'
  | 'grid_code_misplaced'
  | 'grid_level_misplaced'
  | 'grid_node_not_in_force'
  | 'grid_has_children'
  | 'staff_not_found'
  | 'staff_role_misplaced'
  | 'staff_assignment_exists'
  | 'staff_assignment_not_found'
  | 'employer_exists'
  | 'employer_not_found'
  | 'matter_not_found'
  | 'matter_refused'
  | 'matter_changed'
  | 'passage_not_found'
  | 'record_not_found'
  | 'task_not_found'
  | 'task_refused'
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

/** What an error of the platform asks for (wecom.md 9.2): Retry, refresh the Token, Fix ours, Alert, tell the User. */
export type ChannelErrorClass = 'R' | 'T' | 'F' | 'A' | 'U';

/** The outside failed. `code` is the platform's errcode or a word of ours (`timeout`, `network`, `http_502`, …). */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  constructor(
    readonly code: number | string,
    readonly klass: ChannelErrorClass,
    message: string,
    readonly options: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(`${code} ${message}`, options.cause === undefined ? undefined : { cause: options.cause });
  }
}
