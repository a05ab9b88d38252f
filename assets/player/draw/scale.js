/** Axes: linear, logarithmic, and logarithmic on both sides of zero; the track of the steps. */

import { minus, plain, plains, raised } from "./format.js";

const MOST_TICKS = 5;
export const THUMB = 20; // px, the scrubber's handle; the track's ends lie half of it inside

/** Where on the track a share of the steps lies, for the style sheet. */
export function along(share) {
  return `calc(${THUMB / 2} * var(--op-px) + ${share} * (100% - ${THUMB} * var(--op-px)))`;
}

/** The step of 1, 2 or 5 x 10^k that divides `span` into at most `count` parts. */
export function niceStep(span, count) {
  const rough = span / Math.max(1, count);
  const size = 10 ** Math.floor(Math.log10(rough));
  const head = [1, 2, 5, 10].find((factor) => factor * size >= rough * (1 - 1e-9));
  return head * size;
}

/** Number of ticks to ask for along `length` pixels. */
export function tickCount(length) {
  return Math.max(2, Math.round(length / 66));
}

/** Distance of about `count` ticks over `range`: 2, 5 or 10 times a power of ten, as Plotly takes in space. */
export function tickStep(range, count) {
  const rough = Math.abs(range) / count;
  const base = 10 ** Math.floor(Math.log10(rough));
  return base * [2, 5, 10].find((factor) => rough / base <= factor * (1 + 1e-9));
}

/** A power of ten as a tick shows it: 0.01 to 100 written out, others as 10 with an exponent. */
function power(exponent) {
  return exponent >= -2 && exponent <= 2 ? String(Number(`1e${exponent}`)) : `10${raised(exponent)}`;
}

/** Whole decades from `low` to `high` (exponents), every second where they are over five, and so on. */
function decades(low, high) {
  const first = Math.ceil(low - 1e-9);
  const last = Math.floor(high + 1e-9);
  let every = 1;
  while ((last - first) / every >= MOST_TICKS) every += 1;
  const list = [];
  for (let k = last; k >= first; k -= 1) if ((last - k) % every === 0) list.push(k);
  return list.reverse();
}

/**
 * A logarithmic axis over [low, high] > 0: `unit(v)` is 0 at the bottom and 1 at the top, clamped at the bottom
 * (an exact zero lies on the axis), above 1 beyond the top; NaN for a value that is not finite.
 */
export function logScale(low, high) {
  const a = Math.log10(low);
  const b = Math.max(Math.log10(high), a + 0.2);
  const unit = (v) => (Number.isFinite(v) ? (v <= 0 ? 0 : Math.max(0, (Math.log10(v) - a) / (b - a))) : NaN);
  let ticks = decades(a, b).map((k) => [10 ** k, power(k)]);
  if (ticks.length < 2) ticks = b - a < 0.7 ? severalTicks(10 ** a, 10 ** b, 4) : halves(a, b);
  return { unit, ticks };
}

/** Ticks at 1, 2 and 5 times each power of ten, for an axis of about one decade. */
function halves(a, b) {
  const list = [];
  for (let k = Math.floor(a); k <= b; k += 1) {
    for (const head of [1, 2, 5]) {
      const at = Math.log10(head) + k;
      if (at >= a && at <= b) list.push([head * 10 ** k, plain(head * 10 ** k)]);
    }
  }
  return list;
}

/** [value, text] of the multiples of `step` from `low` to `high`; none where numbers cannot part them. */
export function multiples(low, high, step) {
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) return [];
  const list = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
  const texts = plains(list, step);
  return list.map((value, i) => [value, texts[i]]);
}

/** Ticks within a picture of `width` x `height` px that shows `frame`: [across, upwards], each as `multiples`. */
export function axisTicks([x0, x1, y0, y1], width, height, scale) {
  const across = niceStep(x1 - x0, Math.max(2, width / (90 * scale)));
  const upwards = niceStep(y1 - y0, Math.max(2, height / (70 * scale)));
  return [multiples(x0, x1, across), multiples(y0, y1, upwards)];
}

/** Ticks at about `count` round numbers from `low` to `high`, and never less than two. */
function severalTicks(low, high, count) {
  let ticks = [];
  for (let parts = count; ticks.length < 2 && parts < 12; parts += 1)
    ticks = multiples(low, high, niceStep(high - low, parts));
  return ticks;
}

/** A linear axis over [low, high]; `write(value)` makes the text of a tick, for `plain` with the digits that it needs. */
export function linearScale(low, high, write) {
  const top = high > low ? high : low + Math.max(1e-3 * Math.abs(low), 1e-3);
  const ticks = severalTicks(low, top, 3).map(([value, text]) => [value, write === plain ? text : write(value)]);
  return { unit: (v) => (Number.isFinite(v) ? (v - low) / (top - low) : NaN), ticks };
}

/** An axis that is logarithmic on both sides and linear within `core` of zero: for losses without a lower bound. */
export function bothScale(low, high, core) {
  const bend = (v) => Math.sign(v) * Math.log10(1 + Math.abs(v) / core);
  const a = bend(low);
  const b = Math.max(bend(high), a + 0.2);
  const unit = (v) => (Number.isFinite(v) ? (bend(v) - a) / (b - a) : NaN);
  const origin = Math.log10(core);
  const side = (end) => decades(origin + 0.5, Math.max(Math.log10(Math.abs(end) || core), origin));
  const thin = (list) => list.filter((_, i) => list.length < 4 || (list.length - 1 - i) % 2 === 0);
  const below = low < 0 ? thin(side(low)).map((k) => [-(10 ** k), minus(`-${power(k)}`)]) : [];
  const above = high > 0 ? thin(side(high)).map((k) => [10 ** k, power(k)]) : [];
  const ticks = [...below.reverse(), [0, "0"], ...above].filter(([v]) => v >= low && v <= high);
  const top = Math.sign(b) * core * (10 ** Math.abs(b) - 1); // where b is
  return { unit, ticks: ticks.length < 2 ? severalTicks(low, top, 4) : ticks };
}
