import type { Scope } from '../../schemas/scope.js';

type Filter = Record<string, unknown>;

/**
 * The filter of all records inside the scope that also match `filter`. Ranges on `gridPath`, so that an index that begins
 * with it serves. A scope without prefixes matches nothing. The result has the one key `$and`: neither a spread nor a
 * condition of the caller can widen it.
 */
export function within(scope: Pick<Scope, 'prefixes'>, filter: Filter = {}): Filter {
  const ranges = scope.prefixes.map((prefix) => ({ gridPath: below(prefix) }));
  const inScope = ranges.length === 0 ? { gridPath: { $in: [] } } : ranges.length === 1 ? ranges[0] : { $or: ranges };
  return { $and: [inScope, filter] };
}

/** The condition on a grid path that lies at or below `prefix` (`/` is the whole). `0` is the character after `/`. */
export function below(prefix: string): { $gte: string; $lt: string } {
  if (!/^\/(?:[^/]+\/)*$/.test(prefix)) throw new Error(`not a grid path: ${prefix}`);
  return { $gte: prefix, $lt: `${prefix.slice(0, -1)}0` };
}
