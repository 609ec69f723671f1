/** A refusal of the platform: HTTP 200 with `errcode` and `errmsg` (wecom.md 9.1, 9.2). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly errcode: number,
    errmsg: string,
  ) {
    super(errmsg);
  }
}
