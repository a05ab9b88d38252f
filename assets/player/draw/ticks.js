/** Ticks of an axis: round numbers between its ends, whole powers of ten, and the texts beside them. */

import { decade, plain, plains } from "./format.js";

/** @import { Frame } from "./view.js" */

/** @typedef {[value: number, text: string]} Tick */

const HEADS = [1, 2, 5];
const MOST_DECADES = 5;
const UNTOLD = 0.1; // of a step: what the text of a tick may lie beside it
const APART = 66; // pixels of an axis a tick

/**
 * The step of 1, 2 or 5 times a power of ten that divides `span` into at most `count` parts.
 *
 * @param {number} span
 * @param {number} count
 */
export function niceStep(span, count) {
  const rough = span / Math.max(1, count);
  const size = 10 ** Math.floor(Math.log10(rough));
  const head = HEADS.find((factor) => factor * size >= rough * (1 - 1e-9)) ?? 10;
  return head * size;
}

/**
 * The multiples of `step` from `low` to `high`, but those that numbers of 15 digits cannot tell from what is beside them.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} step
 * @returns {Tick[]}
 */
export function multiples(low, high, step) {
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) return [];
  const all = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
  const list = all.filter((v) => Math.abs(Number(v.toPrecision(15)) - v) <= UNTOLD * step);
  const texts = plains(list, step);
  return list.map((value, i) => [value, texts[i]]);
}

/**
 * About `count` multiples of a nice step from `low` to `high`, and never less than two where finer steps have them.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} count
 */
export function severalTicks(low, high, count) {
  return enough(low, high, count, 12, () => true);
}

/**
 * The ticks of an axis of `length` px that have room, at least two where finer steps have them.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} length
 * @param {(value: number, text: string) => boolean} fits
 */
export function roomyTicks(low, high, length, fits) {
  const count = Math.max(2, Math.round(length / APART));
  return enough(low, high, count, count + 9, fits);
}

/**
 * @param {number} low
 * @param {number} high
 * @param {number} count parts to begin with
 * @param {number} most and to stop before
 * @param {(value: number, text: string) => boolean} fits
 */
function enough(low, high, count, most, fits) {
  /** @type {Tick[]} */
  let ticks = [];
  for (let parts = count; ticks.length < 2 && parts < most; parts += 1)
    ticks = multiples(low, high, niceStep(high - low, parts)).filter(([value, text]) => fits(value, text));
  return ticks;
}

/**
 * Ticks within a picture of `width` x `height` px that shows `frame`: [across, upwards].
 *
 * @param {Frame} frame
 * @param {number} width
 * @param {number} height
 * @param {number} scale
 */
export function axisTicks([x0, x1, y0, y1], width, height, scale) {
  const across = niceStep(x1 - x0, Math.max(2, width / (90 * scale)));
  const upwards = niceStep(y1 - y0, Math.max(2, height / (70 * scale)));
  return [multiples(x0, x1, across), multiples(y0, y1, upwards)];
}

/**
 * The whole powers of ten between two exponents: their exponents.
 *
 * @param {number} low
 * @param {number} high
 */
export function decades(low, high) {
  const [first, last] = [Math.ceil(low - 1e-9), Math.floor(high + 1e-9)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

/**
 * At most `most` of them: every second one and so on, counted from the highest.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} [most]
 */
export function fewDecades(low, high, most = MOST_DECADES) {
  const all = decades(low, high);
  const every = Math.max(1, Math.ceil(all.length / Math.max(1, most)));
  return all.filter((_, i) => (all.length - 1 - i) % every === 0);
}

/**
 * Ticks at `exponents`, for an axis with little room beside it: 0.01 to 100 are written out.
 *
 * @param {number[]} exponents
 * @returns {Tick[]}
 */
export function powerTicks(exponents) {
  return exponents.map((k) => [10 ** k, decade(k, 2)]);
}

/**
 * Ticks at 1, 2 and 5 times each power of ten between two exponents, for an axis of about one decade.
 *
 * @param {number} low
 * @param {number} high
 * @returns {Tick[]}
 */
export function headTicks(low, high) {
  return decades(Math.floor(low), high)
    .flatMap((k) => HEADS.map((head) => ({ at: k + Math.log10(head), value: head * 10 ** k })))
    .filter(({ at }) => at >= low - 1e-9 && at <= high + 1e-9)
    .map(({ value }) => [value, plain(value)]);
}
