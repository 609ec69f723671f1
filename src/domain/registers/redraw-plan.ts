import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { GridCode } from '../../../schemas/codes.js';
import type { GridNode } from '../../../schemas/grid.js';
import { DomainError } from '../../errors.js';
import { dayOf } from '../../lib/day.js';
import { inTransaction } from '../../models/transaction.js';
import { type RedrawHook, redraw } from '../grid/index.js';
import { systemScope } from '../rights/index.js';
import { domainFault, type Fault, fault, fileFault } from './fault.js';
import { Refused, type RegisterDeps } from './import-whole.js';

/** One change of borders as an operator writes it; codes stand for nodes. */
const Change = z.strictObject({
  /** Codes of the nodes that end. */
  from: z.array(GridCode).min(1),
  into: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(60),
        code: GridCode,
        parent: GridCode,
        roads: z.array(z.string().min(1)).optional(),
      }),
    )
    .min(1),
});
const Plan = z.array(Change).min(1);

/** What became of a plan: the new nodes of each change, or what is wrong with it and nothing changed. */
export type RedrawReport = { ok: true; changes: GridNode[][] } | { ok: false; faults: Fault[] };

/**
 * Splits, merges and moves cells by a YAML plan, all of it in one transaction (domain.md 3.6; a town re-organisation is a
 * plan of many changes). Faults name the change by its number. Plans that move more than some 3,000 employers are to be cut
 * into several: a transaction must fit into the storage cache (ADR 0021).
 */
export async function redrawByPlan(
  deps: RegisterDeps & { hooks: readonly RedrawHook[] },
  path: string,
  actor: string,
): Promise<RedrawReport> {
  const read = await readPlan(path);
  if ('faults' in read) return { ok: false, ...read };
  try {
    const changes = await inTransaction(deps, async (tx) => {
      const work = { ...deps, tx, actor: { ...systemScope(dayOf(tx.now)), userid: actor } };
      const drawn: GridNode[][] = [];
      for (const [i, { from, into }] of read.plan.entries()) {
        const tree = await deps.grid(tx, work.actor.today);
        const idOf = (code: string) => {
          const node = tree.withCode(code);
          if (node === undefined) throw new Refused([fault(i + 1, 'cell_not_found', { cell: code })]);
          return node._id;
        };
        const nodes = into.map(({ parent, roads, ...rest }) => ({
          parentId: idOf(parent),
          ...rest,
          ...(roads !== undefined && { roads }),
        }));
        drawn.push(await refusedAs(i + 1, redraw(work, { from: from.map(idOf), into: nodes })));
      }
      return drawn;
    });
    return { ok: true, changes };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, faults: error.faults };
    throw error;
  }
}

async function readPlan(path: string): Promise<{ plan: z.infer<typeof Plan> } | { faults: Fault[] }> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return { faults: [fileFault('file_missing')] };
  const document = parseDocument(text, { schema: 'failsafe' });
  const [error] = document.errors;
  if (error !== undefined) return { faults: [fileFault('yaml_syntax', { line: error.linePos?.[0].line ?? 1 })] };
  const parsed = Plan.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (parsed.success) return { plan: parsed.data };
  return {
    faults: parsed.error.issues.map(({ path: at, message }) =>
      fault(Number(at[0] ?? -1) + 1, 'plan_entry', { path: at.slice(1).join('.'), message }),
    ),
  };
}

/** Refusals of the domain are told by the number of the change. */
async function refusedAs<T>(number: number, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DomainError) throw new Refused([domainFault(number, error)]);
    throw error;
  }
}
