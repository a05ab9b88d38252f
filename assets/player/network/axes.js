/** The axes of histograms and of figures: the same at every step, and for the layers of all runners that are shown. */

import { percent, plain, short } from "../draw/format.js";
import { linearScale, logScale } from "../draw/scale.js";
import { decades } from "../draw/ticks.js";
import { TOKENS } from "../draw/tokens.js";
import { FIGURES, foretold, isSignal, layersOf } from "./layerviews.js";

/** @import { Scale } from "../draw/scale.js" */
/** @import { Tick } from "../draw/ticks.js" */
/** @import { FigureName, HistogramName, Layers } from "../engine/network.js" */

/** @typedef {Scale & {write: (value: number) => string}} FigureAxis */

/**
 * The bins of a histogram that are shown, from the first to the last, and where values and ticks lie, from 0 to 1.
 *
 * @typedef {{name: HistogramName, first: number, last: number, ticks: Tick[], place: (value: number) => number}} BinAxis
 */

const POWERS = TOKENS.gradients; // of ten, that the bins of gradients span
const NEAR = 0.3; // of an axis: where zero lies nearer to an end, it has no number of its own
const FAR = 20; // a figure whose largest value is this many times its smallest has a logarithmic axis

/**
 * The axis of a figure, the same at every step and for the layers of all these runners: {unit, ticks, write}.
 *
 * @param {Layers[]} insides
 * @param {FigureName} name
 * @returns {FigureAxis}
 */
export function axisOf(insides, name) {
  const { share, log } = FIGURES[name];
  if (share) return { ...linearScale(0, 1, percent), write: percent };
  const all = insides.flatMap((inside) => numbersOf(inside, name));
  const positive = all.filter((v) => v > 0);
  if (!all.length) return { ...linearScale(0, 1, plain), write: short };
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const least = positive.length ? Math.max(Math.min(...positive), high * 1e-12) : 0;
  if (positive.length && low >= 0 && (log || high > FAR * least))
    return { ...logScale(least / 1.15, high * 1.15), write: short };
  const room = 0.06 * (high - low || 1);
  return {
    ...linearScale(low < 0 ? low - room : Math.max(0, Math.min(low - room, 0.9 * low)), high + room, plain),
    write: short,
  };
}

/**
 * All numbers of a figure that are drawn at any row, those of theory among them.
 *
 * @param {Layers} inside
 * @param {FigureName} name
 */
function numbersOf(inside, name) {
  const [count, drawn] = [inside.sizes.length - 1, layersOf(inside, name)];
  const lines = Array.from(foretold(inside, name)?.subarray(0, drawn) ?? []);
  return [inside[name], inside[`${name}Low`], inside[`${name}High`]]
    .flatMap((values) => Array.from(values ?? []))
    .filter((_, i) => i % count < drawn)
    .concat(lines)
    .filter(Number.isFinite);
}

/**
 * The bins of the histograms of each of `insides` that are shown, layer by layer. Signals of all hidden layers have one axis, and the output, which has no
 * activation, its own; weights of all layers have one; sizes of gradients are all shown on those bins that any of them needs.
 *
 * @param {Layers[]} insides
 * @param {HistogramName} name
 * @returns {BinAxis[][]}
 */
export function axesOfBins(insides, name) {
  const layers = (/** @type {(inside: Layers, i: number) => BinAxis} */ axis) =>
    insides.map((inside) => inside.sizes.slice(1).map((_, i) => axis(inside, i)));
  if (isSignal(name)) return layers((inside, i) => axisOfSignals(inside, name, i));
  if (!insides.length) return [];
  const sizes = axisOfSizes(insides, name);
  return layers(() => sizes);
}

/**
 * @param {Layers} inside
 * @param {"act" | "pre" | "weight"} name
 * @param {number} i
 * @returns {BinAxis}
 */
function axisOfSignals(inside, name, i) {
  const [low, high] = inside[i === inside.sizes.length - 2 && name !== "weight" ? "out" : name];
  const place = (/** @type {number} */ v) => (v - low) / (high - low);
  const values = low < 0 && high > 0 && place(0) > NEAR && place(0) < 1 - NEAR ? [low, 0, high] : [low, high];
  const ticks = values.map((value) => /** @type {Tick} */ ([place(value), plain(value, 2)]));
  return { name, first: 0, last: inside.bins - 1, ticks, place };
}

/**
 * @param {Layers[]} insides
 * @param {HistogramName} name
 * @returns {BinAxis}
 */
function axisOfSizes(insides, name) {
  const [{ bins }] = insides;
  const each = (POWERS[1] - POWERS[0]) / bins; // powers of ten a bin
  const [first, last] = used(
    insides.map((one) => one[`${name}Hist`]),
    bins,
    Math.round(1 / each),
  );
  const [low, high] = [POWERS[0] + first * each, POWERS[0] + (last + 1) * each];
  const every = Math.ceil((high - low) / (high - low > 5 ? 3 : 2));
  const ticks = decades(low, high)
    .filter((_, i) => i % every === 0)
    .map((power) => /** @type {Tick} */ ([(power - low) / (high - low), plain(10 ** power)]));
  return { name, first, last, ticks, place: (/** @type {number} */ v) => (Math.log10(v) - low) / (high - low) };
}

/**
 * First and last bin that hold something worth showing at any row, in whole powers of ten.
 *
 * @param {Uint8Array[]} histograms
 * @param {number} bins
 * @param {number} decade
 */
function used(histograms, bins, decade) {
  const most = new Uint8Array(bins);
  for (const counts of histograms)
    counts.forEach((count, i) => {
      const bin = (i % (bins + 3)) - 1; // below the bins, above them and zeros are no sizes
      if (bin >= 0 && bin < bins && count > most[bin]) most[bin] = count;
    });
  const seen = (/** @type {number} */ byte) => byte > 18; // a share of half a percent
  let first = most.findIndex(seen);
  let last = most.findLastIndex(seen);
  if (first < 0) [first, last] = [bins / 2, bins / 2];
  first = Math.max(0, Math.floor(first / decade) * decade);
  last = Math.min(bins, Math.ceil((last + 1) / decade) * decade);
  if (last - first < 3 * decade) first = Math.max(0, last - 3 * decade);
  return [first, last - 1];
}
