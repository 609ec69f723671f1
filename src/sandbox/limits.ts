/** The platform's frequency limits (wecom.md 3.1, 3.7, 4.1, 4.2, 9.3), counted by the sandbox clock. */
import { slidingWindow } from './sliding-window.js';
import type { World } from './world.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export function makeWindows() {
  return {
    api: slidingWindow(10_000, MINUTE_MS),
    /** Not published; far above what a service with a shared cache needs. */
    tokens: slidingWindow(60, MINUTE_MS),
    tokenFailures: slidingWindow(10, HOUR_MS),
    memberMinute: slidingWindow(30, MINUTE_MS),
    memberHour: slidingWindow(1_000, HOUR_MS),
    webhook: slidingWindow(20, MINUTE_MS),
    /** Not published; only that it is far stricter than with one. */
    kfSyncWithoutToken: slidingWindow(10, MINUTE_MS),
    chatMember: slidingWindow(200, MINUTE_MS),
    chatCreate: slidingWindow(1_000, DAY_MS),
    chatUpdate: slidingWindow(1_000, HOUR_MS),
  };
}

export type Windows = ReturnType<typeof makeWindows>;

/** Counts one use of a limited thing; always true while the limits are switched off. */
export function withinLimit(world: World, name: keyof Windows, key: string): boolean {
  return !world.settings.frequencyLimits || world.windows[name].take(key, world.clock.now().getTime());
}

/** True when one more use would be refused. */
export function isUsedUp(world: World, name: keyof Windows, key: string): boolean {
  return world.settings.frequencyLimits && world.windows[name].isFull(key, world.clock.now().getTime());
}
