// Writes schemas/flow.schema.json from the zod schema of the flow format. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { flowJsonSchema } from '../dist/src/conversation/language/json-schema.js';

const file = fileURLToPath(new URL('../schemas/flow.schema.json', import.meta.url));
const wanted = flowJsonSchema();
if (!process.argv.includes('--check')) writeFileSync(file, wanted);
else if (readFileSync(file, 'utf8') !== wanted) {
  console.error('schemas/flow.schema.json is out of date: run `node scripts/flow-schema.mjs`');
  process.exitCode = 1;
}
