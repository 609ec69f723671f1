// Figures: what a part hands back, and how they are shown.

/**
 * @typedef {object} Figure
 * @property {string} what
 * @property {number} value
 * @property {string} unit
 * @property {{atLeast: number} | {atMost: number}} [aim]
 * @property {boolean} [met] only with an aim
 */

/**
 * One measured value. `aim` comes from the project's list of measures; figures without one are for the reader.
 * @param {string} what
 * @param {number} value
 * @param {string} unit
 * @param {{atLeast: number} | {atMost: number}} [aim]
 * @returns {Figure}
 */
export function figure(what, value, unit, aim) {
  const rounded = Number(value.toPrecision(value >= 1000 ? Math.ceil(Math.log10(value)) : 3));
  if (aim === undefined) return { what, value: rounded, unit };
  return { what, value: rounded, unit, aim, met: 'atLeast' in aim ? value >= aim.atLeast : value <= aim.atMost };
}

/** The figures of a part as lines: what, value, unit, aim, met. */
export function tableOf(figures) {
  const rows = figures.map(({ what, value, unit, aim, met }) => [
    what,
    value.toLocaleString('en'),
    unit,
    aim === undefined ? '' : 'atLeast' in aim ? `≥ ${aim.atLeast}` : `≤ ${aim.atMost}`,
    met === undefined ? '' : met ? 'met' : 'NOT MET',
  ]);
  const head = ['', 'value', 'unit', 'aim', ''];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
  const line = (row) =>
    row
      .map((cell, i) => (i === 1 ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  return [head, ...rows].map((row) => `  ${line(row)}`).join('\n');
}

/** The value in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** @param {number} share 0.5 for the median, 0.99 for what one in a hundred exceeds */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
