/** What can be looked at in every layer: histograms, and figures over the layers. */

import { percent, plain, short } from "../draw/format.js";
import { linearScale, logScale } from "../draw/scale.js";
import { decades } from "../draw/ticks.js";
import { TOKENS } from "../draw/tokens.js";

const POWERS = TOKENS.gradients; // of ten, that the bins of gradients span
const NEAR = 0.3; // of an axis: where zero lies nearer to an end, it has no number of its own
const FAR = 20; // a figure whose largest value is this many times its smallest has a logarithmic axis

/** Histograms of a row: name, what the menu says, what its dot and bar mean, and which figures belong to it. */
export const HISTOGRAMS = {
  signals: [
    {
      name: "act",
      text: "Activations",
      help: "dot and bar: mean and spread",
      figures: ["actStd", "actMean", "saturated", "dead", "slope", "shift"],
    },
    {
      name: "pre",
      text: "Pre-activations",
      help: "dot and bar: mean and spread",
      figures: ["preStd", "rawStd", "preMean", "rawMean", "saturated", "dead", "gamma", "beta"],
    },
  ],
  gradients: [
    {
      name: "gradAct",
      text: "Gradients",
      help: "of activations: absolute value, log axis",
      figures: ["gradAct", "weightNorm", "updateRatio"],
    },
    {
      name: "gradWeight",
      text: "Weight gradients",
      help: "absolute value, log axis",
      figures: ["gradWeight", "weightNorm", "updateRatio"],
    },
    {
      name: "weight",
      text: "Weights",
      help: "dot and bar: mean and spread",
      figures: ["weightStd", "weightMean", "weightNorm", "updateRatio"],
    },
  ],
};

export const FIGURES = {
  actStd: { text: "standard deviation", theory: "act", hidden: true },
  preStd: { text: "standard deviation", theory: "pre" },
  actMean: { text: "mean", hidden: true },
  preMean: { text: "mean" },
  rawStd: { text: "deviation before normalization", hidden: true },
  rawMean: { text: "mean before normalization", hidden: true },
  gamma: { text: "learned scale γ", hidden: true },
  beta: { text: "learned shift β", hidden: true },
  saturated: { text: "saturated", share: true, hidden: true },
  dead: { text: "dead units", share: true, hidden: true },
  slope: { text: "learned slope", hidden: true },
  shift: { text: "learned shift", hidden: true },
  gradAct: { text: "gradient size", theory: "grad", log: true },
  gradWeight: { text: "gradient size", log: true },
  weightStd: { text: "standard deviation" },
  weightMean: { text: "mean" },
  weightNorm: { text: "norm of weights", log: true },
  updateRatio: { text: "update to weights", log: true },
};

/** A figure of every layer at a recorded row; where there is no such thing, as of an output that saturates, NaN. */
export function figureAt(inside, name, row) {
  const count = inside.sizes.length - 1;
  return inside[name]?.subarray(row * count, (row + 1) * count) ?? new Float32Array(count).fill(NaN);
}

/** The lowest and the highest unit of every layer at a recorded row, where a figure is the mean of what units learn. */
export function rangeAt(inside, name, row) {
  if (!inside[`${name}Low`]) return null;
  return { low: figureAt(inside, `${name}Low`, row), high: figureAt(inside, `${name}High`, row) };
}

/** True where a histogram counts values of both signs, false for sizes of gradients. */
export function isSignal(name) {
  return ["act", "pre", "weight"].includes(name);
}

/** The histogram of layer `i` at a row as shares: {list, below, above, zero}, exact zeros being in no bin. */
export function cellsOf(inside, name, row, i) {
  const { bins } = inside;
  const from = (row * (inside.sizes.length - 1) + i) * (bins + 3);
  const [below, ...cells] = Array.from(
    inside[`${name}Hist`].subarray(from, from + bins + 3),
    (byte) => (byte / 255) ** 2,
  );
  return { list: cells.slice(0, bins), below, above: cells[bins], zero: cells[bins + 1] };
}

/** The layers that a figure is drawn over: the output has no activation, so that it is left out where others have one. */
export function layersOf(inside, name) {
  const count = inside.sizes.length - 1;
  return FIGURES[name].hidden && count > 1 ? count - 1 : count;
}

/** In which column layer `i` stands, where networks have up to `hidden` hidden layers: the output in the last one. */
export function columnOf(inside, i, hidden) {
  return i === inside.sizes.length - 2 ? hidden : i;
}

/** Values of the first layers of a network by column; NaN where there is none. */
export function inColumns(inside, values, hidden) {
  const found = new Float32Array(hidden + 1).fill(NaN);
  values.forEach((value, i) => {
    found[columnOf(inside, i, hidden)] = value;
  });
  return found;
}

/** True where a figure has at least one number. */
export function has(inside, name) {
  return inside[name]?.some(Number.isFinite) ?? false;
}

/** What a figure's name means, where it is no common word; else "". */
export function meaning(inside, name) {
  if (name === "dead") return "dead: zero for every example";
  if (["slope", "shift", "gamma", "beta"].includes(name)) return "mean of the units; band, their range";
  if (name !== "saturated") return "";
  const { low, high, bipolar } = inside.activation;
  const margin = TOKENS.saturated * (Math.abs(low ?? 0) + Math.abs(high ?? 0));
  const below = low === null ? "" : `a\u00A0<\u00A0${plain(low + margin)}`;
  const above = high === null ? "" : `a\u00A0>\u00A0${plain(high - margin)}`;
  const where = low === -high ? `|a|\u00A0>\u00A0${plain(high - margin)}` : [below, above].filter(Boolean).join(" or ");
  return `saturated: within 3% of a bound${bipolar ? "" : `, ${where}`}`;
}

/** The axis of a figure, the same at every step and for the layers of all these runners: {unit, ticks, write}. */
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

/** All numbers of a figure that are drawn at any row, those of theory among them. */
function numbersOf(inside, name) {
  const [count, drawn] = [inside.sizes.length - 1, layersOf(inside, name)];
  const lines = Array.from(inside.theory?.[FIGURES[name].theory]?.subarray(0, drawn) ?? []);
  return [name, `${name}Low`, `${name}High`]
    .flatMap((one) => Array.from(inside[one] ?? []))
    .filter((_, i) => i % count < drawn)
    .concat(lines)
    .filter(Number.isFinite);
}

/**
 * The bins of the histograms of each of `insides` that are shown, layer by layer: {name, first, last, ticks, place}, with
 * `place(value)` from 0 to 1 along the axis. Signals of all hidden layers have one axis, and the output, which has no
 * activation, its own; weights of all layers have one; sizes of gradients are all shown on those bins that any of them needs.
 */
export function axesOfBins(insides, name) {
  const sizes = isSignal(name) || !insides.length ? null : axisOfSizes(insides, name);
  return insides.map((inside) => inside.sizes.slice(1).map((_, i) => sizes ?? axisOfSignals(inside, name, i)));
}

function axisOfSignals(inside, name, i) {
  const [low, high] = inside[i === inside.sizes.length - 2 && name !== "weight" ? "out" : name];
  const place = (v) => (v - low) / (high - low);
  const values = low < 0 && high > 0 && place(0) > NEAR && place(0) < 1 - NEAR ? [low, 0, high] : [low, high];
  const ticks = values.map((value) => [place(value), plain(value, 2)]);
  return { name, first: 0, last: inside.bins - 1, ticks, place };
}

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
    .map((power) => [(power - low) / (high - low), plain(10 ** power)]);
  return { name, first, last, ticks, place: (v) => (Math.log10(v) - low) / (high - low) };
}

/** First and last bin that hold something worth showing at any row, in whole powers of ten. */
function used(histograms, bins, decade) {
  const most = new Uint8Array(bins);
  for (const counts of histograms)
    counts.forEach((count, i) => {
      const bin = (i % (bins + 3)) - 1; // below the bins, above them and zeros are no sizes
      if (bin >= 0 && bin < bins && count > most[bin]) most[bin] = count;
    });
  const seen = (byte) => byte > 18; // a share of half a percent
  let first = most.findIndex(seen);
  let last = most.findLastIndex(seen);
  if (first < 0) [first, last] = [bins / 2, bins / 2];
  first = Math.max(0, Math.floor(first / decade) * decade);
  last = Math.min(bins, Math.ceil((last + 1) / decade) * decade);
  if (last - first < 3 * decade) first = Math.max(0, last - 3 * decade);
  return [first, last - 1];
}
