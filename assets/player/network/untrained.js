/** Numbers behind the pictures of a network that is not trained: rows of histograms, their bins, ranges of axes. */

import { percent } from "../draw/format.js";

export const TOLD = 0.005; // a smaller share of zeros, or beyond an axis, is not told
const FURTHEST = 307; // the power of ten at which a logarithmic axis ends, whatever is on it: floats end there

/**
 * At most `most` columns for `count` pictures: rows as even as can be, and where possible no last one alone.
 *
 * @param {number} count
 * @param {number} most
 */
export function columns(count, most) {
  for (let rows = Math.ceil(count / most); rows <= count; rows += 1) {
    const each = Math.ceil(count / rows);
    if (each > 1 && count % each !== 1) return each;
  }
  return Math.min(count, most);
}

/**
 * The two ends of a bin.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} bins
 * @param {number} bin
 */
export function edges(low, high, bins, bin) {
  return [bin, bin + 1].map((end) => low + ((high - low) * end) / bins);
}

/**
 * A share of exact zeros, as a percentage; "" where it is too small to be told, or all of them.
 *
 * @param {number} share
 */
export function toldZeros(share) {
  return share >= TOLD && share < 1 ? percent(share) : "";
}

/**
 * The range of an axis for `values`, of which some may be none: at least a decade of a logarithmic one, or with `reach`
 * a linear one that shows at least ± this.
 *
 * @param {number[]} values
 * @param {number | null} reach
 */
export function range(values, reach) {
  const finite = values.filter(Number.isFinite);
  if (reach !== null) {
    const all = [...finite, 0, -reach, reach];
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const spare = 0.08 * (high - low) || 1;
    return [low - spare, high + spare];
  }
  const powers = finite.filter((v) => v > 0).map(Math.log10);
  if (!powers.length) return [0.1, 10];
  const [low, high] = [Math.min(...powers), Math.max(...powers)];
  const spare = Math.max(0.06 * (high - low), (1 - (high - low)) / 2, 0.1);
  return [10 ** Math.max(low - spare, -FURTHEST), 10 ** Math.min(high + spare, FURTHEST)];
}
