/** Golden conversations with the flows of tests/fixtures/flows. UPDATE_TRANSCRIPTS=1 writes them anew. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { testFlows, testHouse } from '../house.js';
import { makePlayer, replay } from './player.js';

const folder = join(import.meta.dirname, 'golden');

test.each(readdirSync(folder).filter((name) => name.endsWith('.chat')))('%s', (name) => {
  const file = join(folder, name);
  const transcript = readFileSync(file, 'utf8');
  const again = replay(transcript, makePlayer(testFlows, testHouse(), ['inspector']));
  if (process.env.UPDATE_TRANSCRIPTS === '1') writeFileSync(file, again);
  else expect(again).toBe(transcript);
});
