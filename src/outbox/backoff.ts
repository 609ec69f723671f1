/** A pause that doubles with every try, between half and the whole of it by chance, so that tries spread. */
export interface Backoff {
  firstMs: number;
  longestMs: number;
}

/** @param tries that have failed, 1 or more   @param random 0 up to 1 */
export function pauseMs({ firstMs, longestMs }: Backoff, tries: number, random: number): number {
  const whole = Math.min(firstMs * 2 ** (tries - 1), longestMs);
  return Math.round(whole * (0.5 + random / 2));
}
