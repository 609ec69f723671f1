/** What is handed to the house with a call, and the key by which a later answer is known to belong to it. */
import type { Args } from '../compile/plan.js';
import { contentHash } from '../compile/version.js';
import type { Frame } from '../expressions/frame.js';

/** Values by name; unknown ones are left out. A money field handed over as it stands goes in fen, as it is stored. */
export function argsIn(args: Args, frame: Frame): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [name, expression] of args) {
    const value = expression.evaluate(frame);
    if (value === undefined) continue;
    const inFen = expression.name?.is === 'leaf' && expression.name.place.money === true;
    given[name] = inFen ? Math.round((value as number) * 100) : value;
  }
  return given;
}

export function keyOf(args: Args, frame: Frame): string {
  return contentHash(JSON.stringify(argsIn(args, frame)));
}
