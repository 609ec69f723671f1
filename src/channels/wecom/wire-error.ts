/** Faults of the encrypted wire format, by the codes of the official libraries ([90307], wecom.md 1.5). */
const WIRE_FAULTS = {
  signature: -40001,
  parse: -40002,
  sha1: -40003,
  'aes-key': -40004,
  'receive-id': -40005,
  encrypt: -40006,
  decrypt: -40007,
  buffer: -40008,
  'base64-encode': -40009,
  'base64-decode': -40010,
  generate: -40011,
} as const;

export type WireFault = keyof typeof WIRE_FAULTS;

/** What arrived (or was to be sent) breaks the wire format. The message never holds content or secrets: it is logged. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly code: number;
  constructor(
    readonly fault: WireFault,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.code = WIRE_FAULTS[fault];
  }
}
