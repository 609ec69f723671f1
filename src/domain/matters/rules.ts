import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { MatterRules } from '../../../schemas/matter-rules.js';
import { MatterWords } from '../../../schemas/matter-words.js';

/**
 * Reads a file of rules and holds it against its schema.
 * @throws Error that names the file and everything that is wrong in it
 */
function loadYaml<T>(path: string, schema: z.ZodType<T>): T {
  const document = parseDocument(readFileSync(path, 'utf8'));
  if (document.errors.length > 0) throw new Error(`${path}:\n${document.errors.map((e) => e.message).join('\n')}`);
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) throw new Error(`${path}:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** `config/matters.yaml`: profiles of time limits, approvers, numbers, thresholds, periods of keeping. */
export function loadMatterRules(path: string): MatterRules {
  const rules = loadYaml(path, MatterRules);
  if (!rules.profiles.some(({ id }) => id === rules.profile))
    throw new Error(
      `${path}: profile "${rules.profile}" is not one of ${rules.profiles.map(({ id }) => id).join(', ')}`,
    );
  return rules;
}

/** `config/matter-words.yaml`: words that propose categories, tracks and red flags; offices; neighbours. */
export function loadMatterWords(path: string): MatterWords {
  return loadYaml(path, MatterWords);
}
