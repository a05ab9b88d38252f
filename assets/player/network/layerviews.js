/** What can be looked at in every layer: histograms, and figures over the layers. */

import { plain } from "../draw/format.js";
import { TOKENS } from "../draw/tokens.js";
import { tr } from "../draw/tr.js";

/** @import { FigureName, HistogramName, Layers } from "../engine/network.js" */

/**
 * A histogram of a row: name, what the menu says, what its dot and bar mean, and which figures belong to it.
 *
 * @typedef {{name: HistogramName, text: string, help: string, figures: FigureName[]}} HistogramView
 */

/** @typedef {{list: number[], below: number, above: number, zero: number}} Cells shares of the bins, and of what is in none */

/** @type {Record<"signals" | "gradients", HistogramView[]>} */
export const HISTOGRAMS = {
  signals: [
    {
      name: "act",
      text: tr("Activations"),
      help: tr("dot and bar: mean and spread"),
      figures: ["actStd", "actMean", "saturated", "dead", "slope", "shift"],
    },
    {
      name: "pre",
      text: tr("Pre-activations"),
      help: tr("dot and bar: mean and spread"),
      figures: ["preStd", "rawStd", "preMean", "rawMean", "saturated", "dead", "gamma", "beta"],
    },
  ],
  gradients: [
    {
      name: "gradAct",
      text: tr("Gradients"),
      help: tr("of activations: absolute value, log axis"),
      figures: ["gradAct", "weightNorm", "updateRatio"],
    },
    {
      name: "gradWeight",
      text: tr("Weight gradients"),
      help: tr("absolute value, log axis"),
      figures: ["gradWeight", "weightNorm", "updateRatio"],
    },
    {
      name: "weight",
      text: tr("Weights"),
      help: tr("dot and bar: mean and spread"),
      figures: ["weightStd", "weightMean", "weightNorm", "updateRatio"],
    },
  ],
};

/**
 * A figure over the layers: what theory there is of it, whether it is a share, has a logarithmic axis, and leaves the output
 * out.
 *
 * @typedef {{text: string, theory?: "act" | "pre" | "grad", share?: boolean, log?: boolean, hidden?: boolean}} Figure
 */

/** @type {Record<FigureName, Figure>} */
export const FIGURES = {
  actStd: { text: tr("standard deviation"), theory: "act", hidden: true },
  preStd: { text: tr("standard deviation"), theory: "pre" },
  actMean: { text: tr("mean"), hidden: true },
  preMean: { text: tr("mean") },
  rawStd: { text: tr("deviation before normalization"), hidden: true },
  rawMean: { text: tr("mean before normalization"), hidden: true },
  gamma: { text: tr("learned scale γ"), hidden: true },
  beta: { text: tr("learned shift β"), hidden: true },
  saturated: { text: tr("saturated"), share: true, hidden: true },
  dead: { text: tr("dead units"), share: true, hidden: true },
  slope: { text: tr("learned slope"), hidden: true },
  shift: { text: tr("learned shift"), hidden: true },
  gradAct: { text: tr("gradient size"), theory: "grad", log: true },
  gradWeight: { text: tr("gradient size"), log: true },
  weightStd: { text: tr("standard deviation") },
  weightMean: { text: tr("mean") },
  weightNorm: { text: tr("norm of weights"), log: true },
  updateRatio: { text: tr("update to weights"), log: true },
};

/**
 * A figure of every layer at a recorded row; where there is no such thing, as of an output that saturates, NaN.
 *
 * @param {Layers} inside
 * @param {FigureName} name
 * @param {number} row
 */
export function figureAt(inside, name, row) {
  return rowOf(inside, inside[name], row) ?? new Float32Array(inside.sizes.length - 1).fill(NaN);
}

/**
 * The layers of a row of what is told of each; nothing where that is not there.
 *
 * @param {Layers} inside
 * @param {Float32Array | undefined} values
 * @param {number} row
 */
function rowOf({ sizes }, values, row) {
  return values?.subarray(row * (sizes.length - 1), (row + 1) * (sizes.length - 1));
}

/**
 * The lowest and the highest unit of every layer at a recorded row, where a figure is the mean of what units learn.
 *
 * @param {Layers} inside
 * @param {FigureName} name
 * @param {number} row
 */
export function rangeAt(inside, name, row) {
  const [low, high] = [rowOf(inside, inside[`${name}Low`], row), rowOf(inside, inside[`${name}High`], row)];
  return low && high ? { low, high } : null;
}

/**
 * True where a histogram counts values of both signs, false for sizes of gradients.
 *
 * @param {HistogramName} name
 * @returns {name is "act" | "pre" | "weight"}
 */
export function isSignal(name) {
  return ["act", "pre", "weight"].includes(name);
}

/**
 * The histogram of layer `i` at a row as shares: {list, below, above, zero}, exact zeros being in no bin.
 *
 * @param {Layers} inside
 * @param {HistogramName} name
 * @param {number} row
 * @param {number} i
 */
export function cellsOf(inside, name, row, i) {
  const { bins } = inside;
  const from = (row * (inside.sizes.length - 1) + i) * (bins + 3);
  const [below, ...cells] = Array.from(
    inside[`${name}Hist`].subarray(from, from + bins + 3),
    (byte) => (byte / 255) ** 2,
  );
  return { list: cells.slice(0, bins), below, above: cells[bins], zero: cells[bins + 1] };
}

/**
 * The layers that a figure is drawn over: the output has no activation, so that it is left out where others have one.
 *
 * @param {Layers} inside
 * @param {FigureName} name
 */
export function layersOf(inside, name) {
  const count = inside.sizes.length - 1;
  return FIGURES[name].hidden && count > 1 ? count - 1 : count;
}

/**
 * What theory expects of a figure, layer by layer; nothing where there is none of it.
 *
 * @param {Layers} inside
 * @param {FigureName} name
 */
export function foretold({ theory }, name) {
  const key = FIGURES[name].theory;
  return key && theory ? theory[key] : undefined;
}

/**
 * In which column layer `i` stands, where networks have up to `hidden` hidden layers: the output in the last one.
 *
 * @param {Layers} inside
 * @param {number} i
 * @param {number} hidden
 */
export function columnOf(inside, i, hidden) {
  return i === inside.sizes.length - 2 ? hidden : i;
}

/**
 * Values of the first layers of a network by column; NaN where there is none.
 *
 * @param {Layers} inside
 * @param {Float32Array} values
 * @param {number} hidden
 */
export function inColumns(inside, values, hidden) {
  const found = new Float32Array(hidden + 1).fill(NaN);
  values.forEach((value, i) => {
    found[columnOf(inside, i, hidden)] = value;
  });
  return found;
}

/**
 * True where a figure has at least one number.
 *
 * @param {Layers} inside
 * @param {FigureName} name
 */
export function has(inside, name) {
  return inside[name]?.some(Number.isFinite) ?? false;
}

/**
 * What a figure's name means, where it is no common word; else "".
 *
 * @param {Layers} inside
 * @param {FigureName} name
 */
export function meaning(inside, name) {
  if (name === "dead") return tr("dead: zero for every example");
  if (["slope", "shift", "gamma", "beta"].includes(name)) return tr("mean of the units; band, their range");
  if (name !== "saturated") return "";
  const { low, high, bipolar } = inside.activation;
  const margin = TOKENS.saturated * (Math.abs(low ?? 0) + Math.abs(high ?? 0));
  const below = low === null ? "" : `a\u00A0<\u00A0${plain(low + margin)}`;
  const above = high === null ? "" : `a\u00A0>\u00A0${plain(high - margin)}`;
  const where =
    high !== null && low === -high
      ? `|a|\u00A0>\u00A0${plain(high - margin)}`
      : [below, above].filter(Boolean).join(` ${tr("or")} `);
  const told = tr("saturated: within 3% of a bound");
  return bipolar ? told : `${told}, ${where}`;
}
