// Runs parts one after another. A part is one file in ../parts: `about` says in a line what it measures, `run(ctx)` gives its
// figures. A later part is one more file there and nothing else.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endChildren } from './apart.mjs';
import { tableOf } from './figures.mjs';
import { makeMongo } from './mongo.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = new URL('../parts/', import.meta.url);
const started = performance.now();
const clock = () => `${((performance.now() - started) / 1000).toFixed(0).padStart(4)}s`;

/**
 * What a part is given.
 * @typedef {object} PartContext
 * @property {boolean} quick small numbers, to see whether it runs
 * @property {(name: string) => Promise<string>} database address of an empty database on a throw-away replica set
 * @property {{binary: string, version: string}} mongod the server program
 * @property {(text: string) => void} say one line of progress
 */

/** Names of all parts, in the order in which they run. */
export function listParts() {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => basename(file, '.mjs'))
    .sort();
}

/**
 * Runs the parts, prints their tables and writes the report. A part that fails is told and does not keep the others from
 * running.
 * @param {string[]} names
 * @param {{quick: boolean, mongod: {binary: string, version: string}, report: string}} options
 * @returns {Promise<{broken: string[]}>} parts that failed; an aim that is missed is no failure
 */
export async function runParts(names, { quick, mongod, report }) {
  const mongo = makeMongo(mongod.binary);
  const onSignal = () => {
    void endAll(mongo).then(() => process.exit(130));
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const broken = [];
  const results = {};
  try {
    for (const name of names) {
      const part = await import(new URL(`${name}.mjs`, folder).href);
      const say = (text) => process.stdout.write(`  ${clock()}  ${name}: ${text}\n`);
      process.stdout.write(`\n▸ ${name}: ${part.about}\n`);
      try {
        const figures = await part.run({ quick, mongod, database: mongo.database, say });
        results[name] = { at: new Date().toISOString(), quick, figures };
        process.stdout.write(`\n${tableOf(figures)}\n`);
      } catch (error) {
        broken.push(name);
        process.stderr.write(`✗ ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      }
    }
  } finally {
    await endAll(mongo);
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
  const file = writeReport(resolve(root, report), results, mongod.version);
  process.stdout.write(`\n✓ ${file}\n`);
  return { broken };
}

async function endAll(mongo) {
  await endChildren();
  await mongo.stop();
}

/** Parts that did not run keep the figures of their last run. */
function writeReport(file, results, mongodb) {
  mkdirSync(dirname(file), { recursive: true });
  let before = {};
  try {
    before = JSON.parse(readFileSync(file, 'utf8')).parts ?? {};
  } catch {
    // the first report
  }
  const machine = {
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    mongodb,
  };
  writeFileSync(file, `${JSON.stringify({ machine, parts: { ...before, ...results } }, null, 2)}\n`);
  return file;
}
