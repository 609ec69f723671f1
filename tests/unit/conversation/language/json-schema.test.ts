import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { flowJsonSchema } from '../../../../src/conversation/language/json-schema.js';

const file = join(import.meta.dirname, '../../../../schemas/flow.schema.json');

test('the schema for editors is the one of the format (UPDATE_TRANSCRIPTS=1 writes it anew)', () => {
  const wanted = flowJsonSchema();
  if (process.env.UPDATE_TRANSCRIPTS === '1') writeFileSync(file, wanted);
  expect(readFileSync(file, 'utf8')).toBe(wanted);
});

test('editors find every kind of step with its help', () => {
  const schema = flowJsonSchema();
  for (const verb of ['ask', 'compute', 'section', 'repeat', 'use', 'lookup', 'submit', 'stop', 'go']) {
    expect(schema).toContain(`"${verb}": {`);
  }
  expect(schema).toContain('Asks for one or several fields.');
});
