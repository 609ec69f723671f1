// `npm test`: all that is checked, with nothing but Node and npm on the machine. The last line is `N passed, N failed`.
// `npm test -- --only jest tests/unit` runs one step with its own arguments.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { step } from './lib/console.mjs';
import { checkNode, installDependencies } from './lib/dependencies.mjs';

const LIMIT_MS = 25 * 60_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.slice(2);
if (args.includes('--help')) {
  process.stdout.write(`npm test                              everything (types, lint, import rules, dead code, flows, tests)
npm test -- --only types|lint|arch|dead-code|flows|jest [ARGUMENTS]   one step
npm test -- --only jest tests/unit/lib     some tests
UPDATE_TRANSCRIPTS=1 npm test -- --only jest tests/transcripts   rewrite the golden conversations
TEST_TIMES=1 npm test                 also prints the longest test files
`);
  process.exit(0);
}
const only = args[0] === '--only' ? args[1] : undefined;
const rest = args[0] === '--only' ? args.slice(2) : args;

checkNode();
installDependencies();

const bin = (name) => join(root, 'node_modules', '.bin', name);
const folder = mkdtempSync(join(tmpdir(), 'liangwang-test-'));
const results = join(folder, 'jest.json');
const steps = [
  ['types', bin('tsc'), ['-p', 'tsconfig.check.json']],
  ['lint', bin('biome'), ['ci', '--diagnostic-level=warn', '--error-on-warnings']],
  ['arch', process.execPath, ['scripts/arch.mjs']],
  ['dead-code', bin('knip'), ['--no-progress']],
  ['flows', process.execPath, ['scripts/flows.mjs', 'lint']],
  [
    'jest',
    process.execPath,
    [
      '--experimental-vm-modules',
      '--no-warnings=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      // a handle left open by a library must not keep a finished run from telling its result
      '--forceExit',
      '--json',
      `--outputFile=${results}`,
      ...rest,
    ],
  ],
].filter(([name]) => only === undefined || name === only);

const running = new Map();
let timedOut = false;
const timer = setTimeout(() => {
  timedOut = true;
  const names = [...running.keys()].join(', ');
  process.stderr.write(`\n\u2717 ${names}: not finished after ${LIMIT_MS / 60_000} minutes; ended.\n`);
  killAll();
}, LIMIT_MS);
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    killAll();
    process.exit(130);
  });

function killAll() {
  for (const { pid } of running.values()) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // the group has gone already
    }
  }
}

/** Runs a step to its end. What it prints is shown at once, or, when `aside`, in one piece at its end. */
function run(name, command, parameters, aside) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      cwd: root,
      stdio: aside ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      detached: true,
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    });
    running.set(name, child);
    const printed = [];
    child.stdout?.on('data', (chunk) => printed.push(chunk));
    child.stderr?.on('data', (chunk) => printed.push(chunk));
    const end = (code) => {
      running.delete(name);
      if (aside) {
        step(`${name} ${code === 0 ? 'passed' : 'failed'}`);
        process.stdout.write(Buffer.concat(printed));
      }
      resolve(code);
    };
    child.once('error', () => end(1));
    child.once('close', (code) => end(code ?? 1));
  });
}

let passed = 0;
let failed = 0;
let skipped = 0;
const broken = [];

function count(name, code) {
  if (code === 0) passed += 1;
  else {
    failed += 1;
    broken.push(name);
  }
}

// the checks of the sources run two at a time; the tests have the machine for themselves
const checks = steps.filter(([name]) => name !== 'jest');
if (checks.length > 0) step(`${checks.map(([name]) => name).join(', ')} …`);
await Promise.all(
  [0, 1].map(async () => {
    for (let next = checks.shift(); next !== undefined && !timedOut; next = checks.shift()) {
      const [name, command, parameters] = next;
      count(name, await run(name, command, parameters, true));
    }
  }),
);

const tests = steps.find(([name]) => name === 'jest');
if (tests !== undefined && !timedOut) {
  const [name, command, parameters] = tests;
  step(`${name} …`);
  const code = await run(name, command, parameters, false);
  if (existsSync(results)) {
    const report = JSON.parse(readFileSync(results, 'utf8'));
    passed += report.numPassedTests;
    skipped += report.numPendingTests + report.numTodoTests;
    const suites = report.testResults.filter((r) => r.status === 'failed' && r.assertionResults.length === 0).length;
    failed += report.numFailedTests + suites;
    const names = report.testResults.flatMap((r) =>
      r.assertionResults.filter((a) => a.status === 'pending').map((a) => a.fullName),
    );
    if (names.length > 0) process.stdout.write(`Skipped:\n${names.map((n) => `  ${n}`).join('\n')}\n`);
    if (code !== 0 && report.numFailedTests + suites === 0) count(name, code);
    if (process.env.TEST_TIMES !== undefined) {
      const took = report.testResults.map((r) => [r.endTime - r.startTime, r.name.slice(root.length)]);
      for (const [ms, file] of took.sort((a, b) => b[0] - a[0]).slice(0, 30))
        process.stdout.write(`${(ms / 1000).toFixed(1).padStart(7)} s  ${file}\n`);
    }
  } else count(name, code);
}
clearTimeout(timer);
rmSync(folder, { recursive: true, force: true });
if (timedOut) failed = Math.max(failed, 1);
if (broken.length > 0) process.stdout.write(`Failed steps: ${broken.join(', ')}\n`);
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exit(failed === 0 ? 0 : 1);
