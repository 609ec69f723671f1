// What people see while a command works: steps with a tick, a bar for long ones, and a last word that says what to do.
const started = Date.now();
const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)}s`;

export function step(text) {
  process.stdout.write(`\u25b8 ${text}\n`);
}

export function done(text) {
  process.stdout.write(`\u2713 ${text} (${seconds()})\n`);
}

/** Says what failed and what to do, in this order; the command ends with exit code 1. */
export function fail(what, remedy) {
  process.stderr.write(`\u2717 ${what}\n`);
  for (const line of [remedy].flat()) process.stderr.write(`  ${line}\n`);
  process.exit(1);
}
