import type { DigestFacts } from '../../schemas/digest.js';
import { coveragePicture } from '../charts/coverage.js';
import type { Painter } from '../charts/painter.js';
import { digestPicture } from '../texts/digest-picture.js';

/** Draws the picture of a digest; null when there is nothing to say yet. @param open called when there is something to draw */
export async function paintDigest(facts: DigestFacts, open: () => Promise<Painter>): Promise<Buffer | null> {
  const chart = digestPicture(facts);
  return chart === null ? null : (await open()).paint(coveragePicture(chart));
}
