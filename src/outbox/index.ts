export { enqueue, laneOf } from './enqueue.js';
export { gather } from './gather.js';
export { makeRelay, PLATFORM_LIMITS, type Relay } from './relay.js';
export type { RelayAlert, RelayDeps } from './relay-deps.js';
export { releaseHeld } from './release.js';
export { openBody, sealBody } from './sealed-body.js';
