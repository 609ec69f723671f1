/** Registers in files: import, export, empty sheets to fill in. */
import { parseArgs } from 'node:util';
import {
  employerRegister,
  exportRegister,
  gridRegister,
  groupRegister,
  type ImportProgress,
  importStaged,
  importWhole,
  type RegisterDeps,
  type StagedRegister,
  staffRegister,
  UnreadableFile,
  type WholeRegister,
  writeTemplate,
} from '../domain/registers/index.js';
import { systemScope } from '../domain/rights/index.js';
import { dayOf } from '../lib/day.js';
import { exportLine, faultLine, importLine, progressLine, REGISTERS_HELP, templateLine } from '../texts/registers.js';

const REGISTERS: Record<string, WholeRegister | StagedRegister> = Object.fromEntries(
  [gridRegister, staffRegister, groupRegister, employerRegister].map((register) => [register.name, register]),
);

/** Where a command writes: whole lines, and one line that is written over while something runs. */
export interface Out {
  print(line: string): void;
  progress(line: string): void;
}

/**
 * `import REGISTER FILE`, `export REGISTER FILE`, `template REGISTER FILE`. Returns the exit code: 0 done, 1 refused and
 * nothing changed, 2 not understood.
 */
export async function registers(deps: RegisterDeps, args: readonly string[], out: Out): Promise<0 | 1 | 2> {
  const asked = readArguments(args);
  if (asked === null) {
    out.print(REGISTERS_HELP);
    return 2;
  }
  const { command, register, path, help } = asked;
  if (help) {
    out.print(REGISTERS_HELP);
    return 0;
  }
  try {
    if (command === 'import') return await importFile(deps, register, path, out);
    if (command === 'export') {
      const rows = await exportRegister(deps, register, path, systemScope(dayOf(deps.clock())));
      out.print(exportLine(register.title, rows, path));
    } else {
      await writeTemplate(register, path);
      out.print(templateLine(register.title, path));
    }
    return 0;
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    out.print(faultLine(error.fault));
    return 1;
  }
}

async function importFile(
  deps: RegisterDeps,
  register: WholeRegister | StagedRegister,
  path: string,
  out: Out,
): Promise<0 | 1> {
  const onProgress = (progress: ImportProgress) => out.progress(progressLine(progress));
  const report =
    register.size === 'whole'
      ? await importWhole(deps, register, path, 'sys')
      : await importStaged(deps, register, path, 'sys', onProgress);
  out.print(importLine(report));
  for (const fault of report.faults) out.print(faultLine(fault));
  return report.ok ? 0 : 1;
}

type Command = 'import' | 'export' | 'template';
const COMMANDS: readonly string[] = ['import', 'export', 'template'] satisfies Command[];
type Asked =
  | { help: true; command?: never; register?: never; path?: never }
  | { help: false; command: Command; register: WholeRegister | StagedRegister; path: string };

function readArguments(args: readonly string[]): Asked | null {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) return { help: true };
    const [command = '', name = '', path, ...more] = positionals;
    const register = REGISTERS[name];
    if (!COMMANDS.includes(command) || register === undefined || path === undefined || more.length > 0) return null;
    return { help: false, command: command as Command, register, path };
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) return null;
    throw error;
  }
}
