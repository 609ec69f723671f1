/** The flow format as JSON Schema, for editors that complete and check YAML. */
import { z } from 'zod';
import { FlowDocument } from '../../../schemas/flow.js';

/** Content of `schemas/flow.schema.json`. */
export function flowJsonSchema(): string {
  const schema = z.toJSONSchema(FlowDocument, { target: 'draft-07', io: 'input', reused: 'ref' });
  return `${JSON.stringify({ title: 'liangwang flow', ...schema }, null, 2)}\n`;
}
