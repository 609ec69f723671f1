/** Actions a step names: known, and of the right kind. */
import type { ActionDef } from '../registry.js';
import type { Builder, Place } from './builder.js';
import { nearest } from './nearest.js';
import type { YamlPath } from './plan.js';

export function checkAction(
  b: Builder,
  place: Place,
  name: string,
  kind: ActionDef['kind'],
  at: YamlPath,
): ActionDef | undefined {
  const action = b.registry.actions.get(name);
  if (action === undefined) {
    const known = [...b.registry.actions.values()].filter((each) => each.kind === kind).map((each) => each.name);
    place.instance.report('action_unknown', at, { name, near: nearest(name, known) });
  } else if (action.kind !== kind) {
    place.instance.report('action_kind', at, { name, kind: action.kind, needed: kind });
  }
  return action;
}
