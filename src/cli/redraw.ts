/** Splits, merges and moves cells by a plan. */
import { moveEmployers } from '../domain/employers/index.js';
import { moveMatters } from '../domain/matters/index.js';
import { type RegisterDeps, redrawByPlan } from '../domain/registers/index.js';
import { moveAssignments } from '../domain/staff/index.js';
import { moveTasks } from '../domain/tasks/index.js';
import { planFaultLine, REDRAW_HELP, redrawLine } from '../texts/registers.js';

/** `redraw PLAN.yaml`. Returns the exit code: 0 done, 1 refused and nothing changed, 2 not understood. */
export async function redrawCells(
  deps: RegisterDeps,
  args: readonly string[],
  print: (line: string) => void,
): Promise<0 | 1 | 2> {
  const [path, ...more] = args;
  if (path === undefined || path.startsWith('-') || more.length > 0) {
    print(REDRAW_HELP);
    return path === '--help' || path === '-h' ? 0 : 2;
  }
  const hooks = [moveEmployers, moveAssignments(deps.staff), moveTasks, moveMatters];
  const report = await redrawByPlan({ ...deps, hooks }, path, 'sys');
  if (report.ok) {
    for (const [i, nodes] of report.changes.entries())
      print(
        redrawLine(
          i + 1,
          nodes.map(({ name }) => name),
        ),
      );
    return 0;
  }
  for (const fault of report.faults) print(planFaultLine(fault));
  return 1;
}
