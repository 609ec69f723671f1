import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');

interface Report {
  modules: { source: string }[];
  summary: { violations: { rule: { name: string } }[] };
}

/** The checker over a small tree that breaks every rule once: a rule that was never seen to fail is not trusted. */
function cruise(): Report {
  const result = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
      ...['src', 'schemas', '--config', '../../../.dependency-cruiser.cjs', '--output-type', 'json'],
    ],
    { cwd: join(import.meta.dirname, 'violations'), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 60_000 },
  );
  return JSON.parse(result.stdout) as Report;
}

test('every import rule bites', () => {
  const report = cruise();
  const rules = [
    ...readFileSync(join(root, '.dependency-cruiser.cjs'), 'utf8').matchAll(/(?:only\(|name: )'([a-z-]+)'/g),
  ].map(([, name]) => name);
  expect(rules.length).toBeGreaterThan(15);
  expect(report.modules.filter(({ source }) => /^(src|schemas)\//.test(source)).length).toBeGreaterThan(15);
  expect([...new Set(report.summary.violations.map(({ rule }) => rule.name))].sort()).toEqual(
    [...new Set(rules)].sort(),
  );
});
