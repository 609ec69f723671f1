import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';

/**
 * Reads a YAML file and holds it against its schema.
 * @throws Error that names the file and everything that is wrong in it
 */
export function loadYaml<T>(path: string, schema: z.ZodType<T>): T {
  const document = parseDocument(readFileSync(path, 'utf8'));
  if (document.errors.length > 0) throw new Error(`${path}:\n${document.errors.map((e) => e.message).join('\n')}`);
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) throw new Error(`${path}:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
