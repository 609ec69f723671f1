// What people see while a command works: steps with a tick, a bar for long ones, and a last word that says what to do.
const tty = process.stdout.isTTY === true;
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

/** A bar of 24 cells on a terminal, one line per 10 % elsewhere. */
export function bar(label) {
  let lastTenth = -1;
  return {
    at(fraction, note = '') {
      const f = Math.max(0, Math.min(1, fraction));
      if (tty) {
        const full = Math.round(f * 24);
        process.stdout.write(
          `\r  ${label} [${'\u2588'.repeat(full)}${'\u2591'.repeat(24 - full)}] ${Math.round(f * 100)}% ${note}   `,
        );
      } else if (Math.floor(f * 10) > lastTenth) {
        lastTenth = Math.floor(f * 10);
        process.stdout.write(`  ${label} ${lastTenth * 10}% ${note}\n`);
      }
    },
    end() {
      if (tty) process.stdout.write('\n');
    },
  };
}
