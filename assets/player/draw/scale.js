/** Axes: linear, logarithmic, and logarithmic on both sides of zero; the track of the steps. */

import { decade, minus, plain } from "./format.js";
import { fewDecades, headTicks, powerTicks, severalTicks } from "./ticks.js";

/** @import { Tick } from "./ticks.js" */

/** @typedef {{unit: (value: number) => number, ticks: Tick[]}} Scale */

export const THUMB = 20; // px, the scrubber's handle; the track's ends lie half of it inside

/**
 * Where on the track a share of the steps lies, for the style sheet.
 *
 * @param {number} share
 */
export function along(share) {
  return `calc(${THUMB / 2} * var(--op-px) + ${share} * (100% - ${THUMB} * var(--op-px)))`;
}

/**
 * A logarithmic axis over [low, high] > 0: `unit(v)` is 0 at the bottom and 1 at the top, clamped at the bottom
 * (an exact zero lies on the axis), above 1 beyond the top; NaN for a value that is not finite.
 *
 * @param {number} low
 * @param {number} high
 * @returns {Scale}
 */
export function logScale(low, high) {
  const a = Math.log10(low);
  const b = Math.max(Math.log10(high), a + 0.2);
  /** @param {number} v */
  const unit = (v) => (Number.isFinite(v) ? (v <= 0 ? 0 : Math.max(0, (Math.log10(v) - a) / (b - a))) : NaN);
  let ticks = powerTicks(fewDecades(a, b));
  if (ticks.length < 2) ticks = b - a < 0.7 ? severalTicks(10 ** a, 10 ** b, 4) : headTicks(a, b);
  return { unit, ticks };
}

/**
 * A linear axis over [low, high]; `write(value)` makes the text of a tick, for `plain` with the digits that it needs.
 *
 * @param {number} low
 * @param {number} high
 * @param {(value: number) => string} write
 * @returns {Scale}
 */
export function linearScale(low, high, write) {
  const top = high > low ? high : low + Math.max(1e-3 * Math.abs(low), 1e-3);
  const ticks = severalTicks(low, top, 3);
  const written = ticks.map(([value]) => /** @type {Tick} */ ([value, write(value)]));
  return {
    unit: (v) => (Number.isFinite(v) ? (v - low) / (top - low) : NaN),
    ticks: write === plain ? ticks : written,
  };
}

/**
 * An axis that is logarithmic on both sides and linear within `core` of zero: for losses without a lower bound.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} core
 * @returns {Scale}
 */
export function bothScale(low, high, core) {
  /** @param {number} v */
  const bend = (v) => Math.sign(v) * Math.log10(1 + Math.abs(v) / core);
  const a = bend(low);
  const b = Math.max(bend(high), a + 0.2);
  /** @param {number} v */
  const unit = (v) => (Number.isFinite(v) ? (bend(v) - a) / (b - a) : NaN);
  const below = low < 0 ? side(low, core).reverse() : [];
  const above = high > 0 ? side(high, core) : [];
  const ticks = [
    ...below.map((k) => /** @type {Tick} */ ([-(10 ** k), minus(`-${decade(k, 2)}`)])),
    /** @type {Tick} */ ([0, "0"]),
    ...powerTicks(above),
  ].filter(([v]) => v >= low && v <= high);
  const top = Math.sign(b) * core * (10 ** Math.abs(b) - 1); // where b is
  return { unit, ticks: ticks.length < 2 ? severalTicks(low, top, 4) : ticks };
}

/**
 * The exponents that have a tick on one side of zero, three at the most.
 *
 * @param {number} end
 * @param {number} core
 */
function side(end, core) {
  const origin = Math.log10(core);
  const list = fewDecades(origin + 0.5, Math.max(Math.log10(Math.abs(end) || core), origin));
  return list.length < 4 ? list : list.filter((_, i) => (list.length - 1 - i) % 2 === 0);
}
