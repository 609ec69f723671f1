import { randomBytes } from 'node:crypto';

/** Makes a new record id: a string that never changes and is never shown as a number of its own. */
export type NewId = () => string;

let counter = randomBytes(3).readUIntBE(0, 3);
const processTag = randomBytes(5).toString('hex');

/** 24 hex digits: 8 of seconds, 10 of the process, 6 of a counter. Ids made later sort later, also between processes to the second. */
export const newId: NewId = () => {
  counter = (counter + 1) & 0xffffff;
  const seconds = Math.floor(Date.now() / 1000);
  return seconds.toString(16).padStart(8, '0') + processTag + counter.toString(16).padStart(6, '0');
};

/** Ids for tests: `<prefix>1`, `<prefix>2`, … */
export function countingIds(prefix = 'id'): NewId {
  let n = 0;
  return () => `${prefix}${++n}`;
}
