/** Small multiples: one histogram for every layer, step 0 as an outline, mean and spread under the axis. */

import { figureAt } from "./layerviews.js";
import { hue, tint } from "./theme.js";

const GAP = 12; // px between two histograms
const TITLE = 22; // px
const AXIS = 24; // px
const ROOM = 44; // px for each number under an axis
const FILL = 0.72; // opacity of the bars

/** Where the histogram of each layer lies: [{x, width}] in a picture of `width` px. */
export function columnsOf(count, width) {
  const each = (width - GAP * (count - 1)) / count;
  return Array.from({ length: count }, (_, i) => ({ x: i * (each + GAP), width: each }));
}

/** The name of layer `i`. */
export function layerName(i, count) {
  return i === count - 1 ? "output" : `layer ${i + 1}`;
}

/**
 * Draw one row of histograms. `view` is {inside, name, axes, runner, row, theme, scale, titled}, `axes` one axis a layer
 * as layerviews.js makes it, `row` the recorded row.
 */
export function drawHistograms(ctx, width, height, view) {
  const { inside, axes, theme, scale, titled } = view;
  const count = inside.sizes.length - 1;
  const top = titled ? TITLE * scale : 4;
  const bottom = height - AXIS * scale;
  ctx.clearRect(0, 0, width, height);
  columnsOf(count, width).forEach((column, i) => {
    const box = { ...column, top, bottom };
    if (titled) title(ctx, layerName(i, count), box, view);
    if (Number.isFinite(meanOf(inside, axes[i], view.row)[i])) bars(ctx, i, box, axes[i], view);
    else lost(ctx, box, view);
    ctx.strokeStyle = theme.marks;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(box.x, bottom + 0.5);
    ctx.lineTo(box.x + box.width, bottom + 0.5);
    ctx.stroke();
    spread(ctx, i, box, axes[i], view);
    ticks(ctx, box, axes[i], width, view);
  });
}

function title(ctx, text, box, { theme, scale }) {
  ctx.font = `400 ${13.5 * scale}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.quiet;
  ctx.fillText(text, box.x + box.width / 2, 13 * scale);
}

/** Shares of the shown bins of layer `i` at a row; what lies below or above them counts in the outer ones. */
function shares(inside, name, axis, row, i) {
  const { bins } = inside;
  const count = inside.sizes.length - 1;
  const from = (row * count + i) * bins;
  const list = new Float32Array(axis.last - axis.first + 1);
  for (let bin = 0; bin < bins; bin += 1) {
    const at = Math.min(Math.max(bin, axis.first), axis.last) - axis.first;
    list[at] += (inside[`${name}Hist`][from + bin] / 255) ** 2;
  }
  return list;
}

/** The largest of the bins that are not at an end: a pile at an end is cut, so that it does not flatten the rest. */
function inner(list) {
  let most = 0;
  for (let i = 1; i < list.length - 1; i += 1) most = Math.max(most, list[i]);
  return most || Math.max(...list);
}

function bars(ctx, i, box, axis, { inside, runner, row, theme }) {
  const now = shares(inside, axis.name, axis, row, i);
  const start = shares(inside, axis.name, axis, 0, i);
  const height = box.bottom - box.top;
  const most = 1.06 * Math.max(inner(now), inner(start), 1e-9);
  const each = box.width / now.length;
  const y = (share) => box.bottom - Math.min(1, share / most) * height;
  ctx.fillStyle = tint(hue(runner, theme), FILL);
  now.forEach((share, bin) => {
    if (share > 0) ctx.fillRect(box.x + bin * each, y(share), Math.max(0.8, each - (each > 2.5 ? 0.7 : 0)), box.bottom - y(share));
  });
  ctx.strokeStyle = theme.quiet;
  ctx.lineWidth = 1;
  ctx.lineJoin = "round";
  ctx.beginPath();
  ctx.moveTo(box.x, box.bottom);
  start.forEach((share, bin) => {
    ctx.lineTo(box.x + bin * each, y(share));
    ctx.lineTo(box.x + (bin + 1) * each, y(share));
  });
  ctx.lineTo(box.x + box.width, box.bottom);
  ctx.stroke();
}

/** Means of a row: of signals, or the root mean squares of gradients. */
function meanOf(inside, { name }, row) {
  return figureAt(inside, name === "act" || name === "pre" ? `${name}Mean` : name, row);
}

function lost(ctx, box, { theme, scale }) {
  ctx.font = `400 ${13 * scale}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.quiet;
  ctx.fillText("not finite", box.x + box.width / 2, (box.top + box.bottom) / 2);
}

/** Under the axis: mean with a bar of one standard deviation to both sides, or the root mean square of gradients. */
function spread(ctx, i, box, axis, { inside, row, theme, scale }) {
  const signal = axis.name === "act" || axis.name === "pre";
  const mean = meanOf(inside, axis, row)[i];
  if (!Number.isFinite(mean) || (!signal && mean <= 0)) return;
  const at = (value) => box.x + Math.min(1, Math.max(0, axis.place(value))) * box.width;
  const y = box.bottom + 4.5 * scale;
  ctx.strokeStyle = ctx.fillStyle = theme.ink;
  ctx.lineWidth = 2 * scale;
  if (signal) {
    const deviation = figureAt(inside, `${axis.name}Std`, row)[i];
    ctx.beginPath();
    ctx.moveTo(at(mean - deviation), y);
    ctx.lineTo(at(mean + deviation), y);
    ctx.stroke();
  }
  ctx.beginPath();
  ctx.arc(at(mean), y, 3 * scale, 0, 2 * Math.PI);
  ctx.fill();
}

function ticks(ctx, box, axis, width, { theme, scale }) {
  ctx.font = `400 ${12.5 * scale}px ${theme.font}`;
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.quiet;
  const narrow = box.width < axis.ticks.length * ROOM * scale;
  axis.ticks.forEach(([place, text], i) => {
    if (narrow && i > 0 && i < axis.ticks.length - 1) return;
    const half = ctx.measureText(text).width / 2;
    const x = Math.min(Math.max(box.x + place * box.width, box.x + half - 2, half), box.x + box.width - half + 2, width - half);
    ctx.textAlign = "center";
    ctx.fillText(text, x, box.bottom + 21 * scale);
  });
}
