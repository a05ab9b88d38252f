/** Small multiples: one histogram for every layer, step 0 as an outline, mean and spread under the axis. */

import { percent, short } from "../draw/format.js";
import { hue } from "../draw/theme.js";
import { tr } from "../draw/tr.js";
import { drawHistogram } from "./bars.js";
import { cellsOf, figureAt, isSignal } from "./layerviews.js";
import { TOLD } from "./untrained.js";

/** @import { Ink } from "../draw/theme.js" */
/** @import { Layers } from "../engine/network.js" */
/** @import { BinAxis } from "./axes.js" */
/** @import { Box, Histogram } from "./bars.js" */
/** @import { RowView } from "./layerrow.js" */
/** @import { Cells } from "./layerviews.js" */

const GAP = 12; // px between two histograms
const TITLE = 22; // px
const AXIS = 24; // px
const NOTE = 15; // px above the bars for shares that no bar shows

/**
 * Where the histogram of each layer lies: [{x, width}] in a picture of `width` px.
 *
 * @param {number} count
 * @param {number} width
 */
export function columnsOf(count, width) {
  const each = (width - GAP * (count - 1)) / count;
  return Array.from({ length: count }, (_, i) => ({ x: i * (each + GAP), width: each }));
}

/**
 * The name of layer `i`.
 *
 * @param {number} i
 * @param {number} count
 */
export function layerName(i, count) {
  return i === count - 1 ? tr("output") : tr("layer {number}", { number: i + 1 });
}

/**
 * Draw one row of histograms. `view` is {inside, name, axes, runner, row, theme, scale, titled, noted}, `axes` one axis
 * a layer as layerviews.js makes it, `row` the recorded row; `noted` where there is ever a share to tell.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} width
 * @param {number} height
 * @param {RowView} view
 */
export function drawHistograms(ctx, width, height, view) {
  const { inside, axes, runner, row, theme, scale, titled, noted } = view;
  const count = inside.sizes.length - 1;
  const top = (titled ? TITLE * scale : 4) + (noted ? NOTE * scale : 0);
  const bottom = height - AXIS * scale;
  ctx.clearRect(0, 0, width, height);
  columnsOf(count, width).forEach((column, i) => {
    const box = { ...column, top, bottom };
    if (titled) title(ctx, layerName(i, count), box, view);
    drawHistogram(ctx, pictureOf(inside, axes[i], row, i), box, { colour: hue(runner, theme), theme, scale, width });
  });
}

/**
 * What is drawn of layer `i` at a row, as drawHistogram takes it.
 *
 * @param {Layers} inside
 * @param {BinAxis} axis
 * @param {number} row
 * @param {number} i
 * @returns {Histogram}
 */
export function pictureOf(inside, axis, row, i) {
  const { name } = axis;
  const now = shares(inside, axis, row, i);
  const mean = figureAt(inside, isSignal(name) ? `${name}Mean` : name, row)[i];
  return {
    ...now,
    axis,
    signal: isSignal(name),
    start: shares(inside, axis, 0, i).list,
    mean,
    deviation: isSignal(name) ? figureAt(inside, `${name}Std`, row)[i] : 0,
    notes: noteTexts(now, axis),
    lost: Number.isFinite(mean) ? "" : tr("not finite"),
  };
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {Box} box
 * @param {Ink} look
 */
function title(ctx, text, box, { theme, scale }) {
  ctx.font = `400 ${13.5 * scale}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.quiet;
  ctx.fillText(text, box.x + box.width / 2, 13 * scale);
}

/**
 * Shares of layer `i` at a row: {list} of the shown bins, with what lies outside them in the outer ones, and the rest.
 *
 * @param {Layers} inside
 * @param {BinAxis} axis
 * @param {number} row
 * @param {number} i
 */
function shares(inside, axis, row, i) {
  const { list: all, ...rest } = cellsOf(inside, axis.name, row, i);
  const list = new Float32Array(axis.last - axis.first + 1);
  all.forEach((share, bin) => {
    list[Math.min(Math.max(bin, axis.first), axis.last) - axis.first] += share;
  });
  return { list, ...rest };
}

/**
 * True where a share is to be told beside the bars of any of these axes, at any row: room is kept for it.
 *
 * @param {Layers} inside
 * @param {BinAxis[]} axes
 */
export function hasNotes(inside, axes) {
  return axes.some((axis, i) =>
    inside.at.some((_, row) => noteTexts(cellsOf(inside, axis.name, row, i), axis).some(Boolean)),
  );
}

/**
 * What is told at the left and at the right of the bars: what no bar shows, or one that is cut.
 *
 * @param {Omit<Cells, "list">} cells
 * @param {BinAxis} axis
 * @returns {[left: string, right: string]}
 */
function noteTexts({ below, above, zero }, axis) {
  const told = (/** @type {number} */ share, /** @type {(share: string) => string} */ write) =>
    share >= TOLD ? write(percent(share)) : "";
  const none = told(zero, (share) =>
    isSignal(axis.name) ? tr("{share} at 0", { share }) : tr("{share} zero", { share }),
  );
  return [
    [told(below, (share) => `← ${share}`), none].filter(Boolean).join(", "),
    told(above, (share) => `${share} →`),
  ];
}

/**
 * The histograms of all layers in words, with their numbers; `axes` has one axis a layer.
 *
 * @param {Layers} inside
 * @param {BinAxis[]} axes
 * @param {number} row
 */
export function histogramWords(inside, axes, row) {
  const { name } = axes[0];
  const told = (/** @type {number} */ i) => noteWords(inside, axes[i], row, i).replace(/^(?=.)/, ", ");
  const one = (/** @type {string} */ words, /** @type {number} */ i) =>
    `${layerName(i, axes.length)} ${words}${told(i)}`;
  if (!isSignal(name)) {
    const sizes = Array.from(figureAt(inside, name, row), (size, i) => one(short(size), i));
    return tr("root mean square: {layers}", { layers: sizes.join("; ") });
  }
  const deviations = figureAt(inside, `${name}Std`, row);
  const means = Array.from(figureAt(inside, `${name}Mean`, row), (mean, i) =>
    one(tr("{mean} and {deviation}", { mean: short(mean), deviation: short(deviations[i]) }), i),
  );
  return tr("mean and standard deviation: {layers}", { layers: means.join("; ") });
}

/**
 * What is told beside the bars of layer `i`, in words: "50% exact zeros, 3% beyond the axis".
 *
 * @param {Layers} inside
 * @param {BinAxis} axis
 * @param {number} row
 * @param {number} i
 */
export function noteWords(inside, { name }, row, i) {
  const { below, above, zero } = cellsOf(inside, name, row, i);
  const beyond = below + above;
  return [
    zero >= TOLD ? tr("{share} exact zeros", { share: percent(zero) }) : "",
    beyond >= TOLD ? tr("{share} beyond the axis", { share: percent(beyond) }) : "",
  ]
    .filter(Boolean)
    .join(", ");
}
