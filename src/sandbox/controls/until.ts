/** Waiting for what arrives, in real time, without polling. */
import type { JournalMessage } from '../journal.js';
import { pause } from '../pause.js';
import type { SandboxEvent, World } from '../world.js';

const QUIET_MAX_MS = 15_000;

/** Resolves when nothing has arrived for a person during `quietMs`, after 15 s at the latest. */
export async function untilQuiet(world: World, userid: string, quietMs: number): Promise<void> {
  let left = QUIET_MAX_MS;
  while (left > 0) {
    const stepMs = Math.min(quietMs, left);
    const arrived = await arrives(world, stepMs, (m) => m.to === userid);
    if (!arrived) return;
    left -= stepMs;
  }
}

/** True as soon as a fitting message arrives within `timeoutMs`. */
export async function arrives(
  world: World,
  timeoutMs: number,
  fits: (message: JournalMessage) => boolean,
): Promise<boolean> {
  const stop = new AbortController();
  let found = false;
  const unsubscribe = world.subscribe((event: SandboxEvent) => {
    if (event.type !== 'message' || !fits(event.message)) return;
    found = true;
    stop.abort();
  });
  const close = () => stop.abort();
  world.closing.signal.addEventListener('abort', close);
  await pause(timeoutMs, stop.signal);
  world.closing.signal.removeEventListener('abort', close);
  unsubscribe();
  return found;
}
