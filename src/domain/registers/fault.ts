import type { Fault, FileFaultCode } from '../../../schemas/register-faults.js';
import type { DomainError, Facts } from '../../errors.js';

export type { Fault } from '../../../schemas/register-faults.js';

export function fault(row: number, code: Fault['code'], facts: Facts = {}, column?: string): Fault {
  return { row, code, facts, ...(column !== undefined && { column }) };
}

export function fileFault(code: FileFaultCode, facts: Facts = {}): Fault {
  return { row: 0, code, facts };
}

/** A refusal of the domain, said of a row. */
export function domainFault(row: number, error: DomainError): Fault {
  return { row, code: error.code, facts: error.facts };
}

/** Stops the reading of a file that is no use from here on. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  constructor(
    readonly fault: Fault,
    options?: { cause?: unknown },
  ) {
    super(fault.code, options);
  }
}
