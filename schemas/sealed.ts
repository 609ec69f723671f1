import { z } from 'zod';
import { SEALED_PATTERN, type Sealed } from '../src/lib/seal.js';

/** A field that is kept sealed (AES-256-GCM, see `src/lib/seal.ts`); no string for the type checker. */
export function sealed<Field extends string>(): z.ZodType<Sealed<Field>> {
  return z.string().regex(new RegExp(SEALED_PATTERN)) as unknown as z.ZodType<Sealed<Field>>;
}
