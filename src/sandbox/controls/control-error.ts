/** A control was used in a way that cannot work: answered as `{error, hint}`. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  constructor(
    readonly status: number,
    message: string,
    /** What to do instead. */
    readonly hint: string,
  ) {
    super(message);
  }
}
