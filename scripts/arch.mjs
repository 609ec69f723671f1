// The import rules of the house (.dependency-cruiser.cjs). Fails when the checker read no module at all: a checker that
// cannot read TypeScript says "no violations" too.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const result = spawnSync(
  join(root, 'node_modules', '.bin', 'depcruise'),
  ['src', 'schemas', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
  {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  },
);
let report;
try {
  report = JSON.parse(result.stdout);
} catch {
  process.stderr.write(`dependency-cruiser gave no report:\n${result.stderr}\n`);
  process.exit(1);
}
const own = report.modules.filter((m) => /^(src|schemas)\//.test(m.source)).length;
for (const v of report.summary.violations)
  process.stderr.write(`${v.rule.severity} ${v.rule.name}: ${v.from} \u2192 ${v.to}\n`);
if (own === 0) {
  process.stderr.write('No module of ours was read: is TypeScript 5.9 installed?\n');
  process.exit(1);
}
process.stdout.write(`${own} modules, ${report.summary.violations.length} violations\n`);
process.exit(report.summary.violations.some((v) => v.rule.severity === 'error') ? 1 : 0);
