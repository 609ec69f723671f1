/** The reference converter of XLSForms, from PyPI, in an environment of its own below .data; kept between runs. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '4.5.0';
const ENVIRONMENT = join(import.meta.dirname, '../../.data/pyxform');

const CONVERT = `
import json, sys
from pyxform.xls2xform import convert
results = {}
for path in sys.argv[1:]:
    try:
        results[path] = {"xform": convert(path, validate=False).xform}
    except Exception as error:
        results[path] = {"error": f"{type(error).__name__}: {error}"}
json.dump(results, sys.stdout)
`;

/** The python that has pyxform; undefined where there is no python3, or PyPI cannot be reached. */
export function pythonWithPyxform(): string | undefined {
  const python = join(ENVIRONMENT, 'bin', 'python');
  const stamp = join(ENVIRONMENT, `pyxform-${VERSION}`);
  if (existsSync(stamp)) return python;
  const run = (command: string, ...args: string[]) => spawnSync(command, args, { timeout: 120_000 }).status === 0;
  if (!run('python3', '-m', 'venv', ENVIRONMENT)) return undefined;
  if (!run(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `pyxform==${VERSION}`)) {
    return undefined;
  }
  writeFileSync(stamp, '');
  return python;
}

/** What the converter makes of each workbook. */
export function convertForms(
  python: string,
  paths: readonly string[],
): Record<string, { xform?: string; error?: string }> {
  const done = spawnSync(python, ['-c', CONVERT, ...paths], { encoding: 'utf8', timeout: 240_000, maxBuffer: 1e8 });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout) as Record<string, { xform?: string; error?: string }>;
}
