/** A random number from 0 up to 1, for jitter. Nothing that is stored or secret may depend on it. */
export const chance = (): number => Math.random();
