/**
 * The longest test files begin first, so that no worker is left alone with one at the end. Jest itself knows how long a file
 * takes only from an earlier run on the same machine.
 */
import { createRequire } from 'node:module';

const { default: Sequencer } = createRequire(import.meta.url)('@jest/test-sequencer');

const LONGEST = [
  'tests/transcripts/employers.test.ts',
  'tests/transcripts/workers.test.ts',
  'tests/transcripts/others.test.ts',
  'tests/integration/turn/crash.test.ts',
];

export default class LongestFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    const place = ({ path }) => {
      const i = LONGEST.findIndex((name) => path.replaceAll('\\', '/').endsWith(name));
      return i < 0 ? LONGEST.length : i;
    };
    return [...sorted].sort((a, b) => place(a) - place(b));
  }
}
