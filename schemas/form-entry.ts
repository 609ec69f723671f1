/** What a bureau's own form brought: flows that an author writes, or an XLSForm that was imported, with fields of their own. */
import { z } from 'zod';
import { sealed } from './sealed.js';

export const FormEntry = z.strictObject({
  _id: z.string(),
  /** The name under which the form keeps its entries. */
  form: z.string().min(1).max(60),
  at: z.date(),
  by: z.string(),
  /** The places of who filled it in, on that day. */
  gridPaths: z.array(z.string()).min(1),
  /** All answers as JSON: nobody has said which of them are personal. */
  answers: sealed<'answers'>(),
});
export type FormEntry = z.infer<typeof FormEntry>;
