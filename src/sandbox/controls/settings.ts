/** GET and POST /sandbox/settings: switches of the platform's rules. */
import { z } from 'zod';
import type { Settings, World } from '../world.js';
import { ControlError } from './control-error.js';

const Change = z.strictObject({
  frequencyLimits: z.boolean().optional(),
  trustedIps: z.array(z.string()).nullable().optional(),
  rootScope: z.boolean().optional(),
  accountCap: z.int().min(1).optional(),
  trustedDomains: z.array(z.string()).nullable().optional(),
});

/** @throws ControlError 400 for unknown switches and values of the wrong kind */
export function changeSettings(world: World, input: unknown): Settings {
  const parsed = Change.safeParse(input);
  if (!parsed.success)
    throw new ControlError(
      400,
      z.prettifyError(parsed.error),
      'frequencyLimits, rootScope: true or false; trustedIps, trustedDomains: list or null; accountCap: number',
    );
  Object.assign(world.settings, parsed.data);
  if (parsed.data.frequencyLimits !== undefined) for (const window of Object.values(world.windows)) window.clear();
  return world.settings;
}
