/** Small multiples: one histogram for every layer, step 0 as an outline, mean and spread under the axis. */

import { percent, short } from "../draw/format.js";
import { hue, tint } from "../draw/theme.js";
import { cellsOf, figureAt, isSignal } from "./layerviews.js";
import { TOLD } from "./untrained.js";

const GAP = 12; // px between two histograms
const TITLE = 22; // px
const AXIS = 24; // px
const ROOM = 44; // px for each number under an axis
const NOTE = 15; // px above the bars for shares that no bar shows
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
 * Draw one row of histograms. `view` is {inside, name, axes, runner, row, theme, scale, titled, noted}, `axes` one axis
 * a layer as layerviews.js makes it, `row` the recorded row; `noted` where there is ever a share to tell.
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

/** What is drawn of layer `i` at a row, as drawHistogram takes it. */
export function pictureOf(inside, axis, row, i) {
  const signal = isSignal(axis.name);
  const now = shares(inside, axis, row, i);
  const mean = figureAt(inside, signal ? `${axis.name}Mean` : axis.name, row)[i];
  return {
    ...now,
    axis,
    signal,
    start: shares(inside, axis, 0, i).list,
    mean,
    deviation: signal ? figureAt(inside, `${axis.name}Std`, row)[i] : 0,
    notes: noteTexts(now, axis),
    lost: Number.isFinite(mean) ? "" : "not finite",
  };
}

/**
 * Draw one histogram with its top, x, width and bottom in `box`; below that it takes 24 px, and 6 more with a theory.
 *
 * A picture has `list`, the share of each bin; `zero`, `below` and `above`, the shares that no bin has; `axis`, with `ticks`
 * and `place(value)`; `signal`, false for sizes, which have no deviation; `mean` (of sizes the root mean square) and
 * `deviation`; `lost`, words instead of bars. It may have `start`, earlier shares as an outline, `notes`, what is told
 * above it at the left and at the right, and `theory` {mean, deviation}, dashed. `look` is {colour, theme, scale, width}.
 */
export function drawHistogram(ctx, picture, box, look) {
  if (picture.lost) lost(ctx, picture.lost, box, look);
  else bars(ctx, picture, box, look);
  ctx.strokeStyle = look.theme.marks;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(box.x, box.bottom + 0.5);
  ctx.lineTo(box.x + box.width, box.bottom + 0.5);
  ctx.stroke();
  spread(ctx, picture, box, look);
  if (picture.theory) expected(ctx, picture, box, look);
  ticks(ctx, picture, box, look);
}

function title(ctx, text, box, { theme, scale }) {
  ctx.font = `400 ${13.5 * scale}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.quiet;
  ctx.fillText(text, box.x + box.width / 2, 13 * scale);
}

/** Shares of layer `i` at a row: {list} of the shown bins, with what lies outside them in the outer ones, and the rest. */
function shares(inside, axis, row, i) {
  const { list: all, ...rest } = cellsOf(inside, axis.name, row, i);
  const list = new Float32Array(axis.last - axis.first + 1);
  all.forEach((share, bin) => {
    list[Math.min(Math.max(bin, axis.first), axis.last) - axis.first] += share;
  });
  return { list, ...rest };
}

/** True where a share is to be told beside the bars of any of these axes, at any row: room is kept for it. */
export function hasNotes(inside, axes) {
  return axes.some((axis, i) =>
    inside.at.some((_, row) => noteTexts(cellsOf(inside, axis.name, row, i), axis).some(Boolean)),
  );
}

/**
 * What is told at the left and at the right of the bars: what no bar shows, or one that is cut.
 *
 * @returns {[left: string, right: string]}
 */
function noteTexts({ below, above, zero }, axis) {
  const told = (share, write) => (share >= TOLD ? write(percent(share)) : "");
  const none = told(zero, (share) => (isSignal(axis.name) ? `${share} at 0` : `${share} zero`));
  return [
    [told(below, (share) => `← ${share}`), none].filter(Boolean).join(", "),
    told(above, (share) => `${share} →`),
  ];
}

/** The largest of the bins that are not at an end: a pile at an end is cut, so that it does not flatten the rest. */
function inner(list) {
  let most = 0;
  for (let i = 1; i < list.length - 1; i += 1) most = Math.max(most, list[i]);
  return most || Math.max(...list);
}

/** The histograms of all layers in words, with their numbers; `axes` has one axis a layer. */
export function histogramWords(inside, axes, row) {
  const { name } = axes[0];
  const told = (i) => noteWords(inside, axes[i], row, i).replace(/^(?=.)/, ", ");
  const one = (words, i) => `${layerName(i, axes.length)} ${words}${told(i)}`;
  if (!isSignal(name))
    return `root mean square: ${Array.from(figureAt(inside, name, row), (size, i) => one(short(size), i)).join("; ")}`;
  const deviations = figureAt(inside, `${name}Std`, row);
  const means = Array.from(figureAt(inside, `${name}Mean`, row), (mean, i) =>
    one(`${short(mean)} and ${short(deviations[i])}`, i),
  );
  return `mean and standard deviation: ${means.join("; ")}`;
}

/** What is told beside the bars of layer `i`, in words: "50% exact zeros, 3% beyond the axis". */
export function noteWords(inside, { name }, row, i) {
  const { below, above, zero } = cellsOf(inside, name, row, i);
  const told = (share, what) => (share >= TOLD ? `${percent(share)} ${what}` : "");
  return [told(zero, "exact zeros"), told(below + above, "beyond the axis")].filter(Boolean).join(", ");
}

function bars(ctx, picture, box, look) {
  const { list, start, zero, signal, axis, notes } = picture;
  const height = box.bottom - box.top;
  const most = 1.06 * Math.max(inner(list), start ? inner(start) : 0, 1e-9);
  const each = box.width / list.length;
  const y = (share) => box.bottom - Math.min(1, share / most) * height;
  ctx.fillStyle = tint(look.colour, FILL);
  list.forEach((share, bin) => {
    const width = Math.max(0.8, each - (each > 2.5 ? 0.7 : 0));
    if (share > 0) ctx.fillRect(box.x + bin * each, y(share), width, box.bottom - y(share));
    if (share > most) cut(ctx, box.x + bin * each, width, box);
  });
  if (zero >= TOLD && signal) zeros(ctx, box, Math.max(2.5, each / 2), axis, look.colour);
  if (start) outline(ctx, start.map(y), box, each, look.theme);
  if (notes) writeNotes(ctx, notes, box, look);
}

/** Exact zeros, which would flatten all other bars: a bar at zero that is cut at the top. */
function zeros(ctx, box, width, axis, colour) {
  const x = Math.min(Math.max(box.x + axis.place(0) * box.width - width / 2, box.x), box.x + box.width - width);
  ctx.fillStyle = colour;
  ctx.fillRect(x, box.top, width, box.bottom - box.top);
  cut(ctx, x, width, box);
}

/** A slanted gap near the top of a bar that is higher than the picture. */
function cut(ctx, x, width, box) {
  ctx.save();
  ctx.globalCompositeOperation = "destination-out";
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.moveTo(x - 2, box.top + 9);
  ctx.lineTo(x + width + 2, box.top + 5);
  ctx.stroke();
  ctx.restore();
}

function outline(ctx, tops, box, each, theme) {
  ctx.strokeStyle = theme.quiet;
  ctx.lineWidth = 1;
  ctx.lineJoin = "round";
  ctx.beginPath();
  ctx.moveTo(box.x, box.bottom);
  tops.forEach((top, bin) => {
    ctx.lineTo(box.x + bin * each, top);
    ctx.lineTo(box.x + (bin + 1) * each, top);
  });
  ctx.lineTo(box.x + box.width, box.bottom);
  ctx.stroke();
}

function writeNotes(ctx, [left, right], box, { theme, scale }) {
  ctx.font = `400 ${12.5 * scale}px ${theme.font}`;
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.quiet;
  const room = box.width - ctx.measureText(left).width - ctx.measureText(right).width > 6 * scale;
  for (const [text, x, align] of [
    [left, box.x, "left"],
    [room ? right : "", box.x + box.width, "right"],
  ]) {
    ctx.textAlign = align;
    ctx.fillText(text, x, box.top - 4 * scale);
  }
}

function lost(ctx, text, box, { theme, scale }) {
  ctx.font = `400 ${13 * scale}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.quiet;
  ctx.fillText(text, box.x + box.width / 2, (box.top + box.bottom) / 2);
}

/** Under the axis: mean with a bar of one standard deviation to both sides, or the root mean square of gradients. */
function spread(ctx, { signal, axis, mean, deviation, below, above }, box, { theme, scale }) {
  if (!Number.isFinite(mean) || (!signal && mean <= 0)) return;
  const [left, middle, right] = [mean - deviation, mean, mean + deviation].map(axis.place);
  const at = (place) => box.x + Math.min(1, Math.max(0, place)) * box.width;
  const y = box.bottom + 4.5 * scale;
  ctx.strokeStyle = ctx.fillStyle = theme.ink;
  ctx.lineWidth = 2 * scale;
  ctx.beginPath();
  ctx.moveTo(at(left), y);
  ctx.lineTo(at(right), y);
  ctx.stroke();
  if (left < 0 && below >= TOLD) leaving(ctx, box.x, -1, y, scale);
  if (right > 1 && above >= TOLD) leaving(ctx, box.x + box.width, 1, y, scale);
  if (middle < 0 || middle > 1) return;
  ctx.beginPath();
  ctx.arc(at(middle), y, 3 * scale, 0, 2 * Math.PI);
  ctx.fill();
}

/** Under mean and spread, dashed, what theory expects of them. */
function expected(ctx, { signal, axis, theory: { mean, deviation } }, box, { theme, scale }) {
  if (!Number.isFinite(mean) || (!signal && mean <= 0)) return;
  const [left, middle, right] = [mean - deviation, mean, mean + deviation].map(axis.place);
  const at = (place) => box.x + Math.min(1, Math.max(0, place)) * box.width;
  const [top, bottom] = [1, 12].map((y) => box.bottom + y * scale);
  ctx.strokeStyle = theme.quiet;
  ctx.lineWidth = 1.6 * scale;
  ctx.setLineDash([3 * scale, 2 * scale]);
  ctx.beginPath();
  if (signal && right >= 0 && left <= 1) {
    ctx.moveTo(at(left), box.bottom + 10 * scale);
    ctx.lineTo(Math.max(at(right), at(left) + 2), box.bottom + 10 * scale);
  } else if (!signal && middle >= 0 && middle <= 1) {
    ctx.moveTo(at(middle), top);
    ctx.lineTo(at(middle), bottom);
  }
  ctx.stroke();
  ctx.setLineDash([]);
}

/** An arrow head at the end of the axis: the bar goes on beyond it. */
function leaving(ctx, x, sign, y, scale) {
  const back = x - sign * 6 * scale;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(back, y - 3.5 * scale);
  ctx.lineTo(back, y + 3.5 * scale);
  ctx.fill();
}

function ticks(ctx, { axis, theory }, box, { theme, scale, width }) {
  ctx.font = `400 ${12.5 * scale}px ${theme.font}`;
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.quiet;
  const narrow = box.width < axis.ticks.length * ROOM * scale;
  axis.ticks.forEach(([place, text], i) => {
    if (narrow && i > 0 && i < axis.ticks.length - 1) return;
    const half = ctx.measureText(text).width / 2;
    const x = Math.min(
      Math.max(box.x + place * box.width, box.x + half - 2, half),
      box.x + box.width - half + 2,
      width - half,
    );
    ctx.textAlign = "center";
    ctx.fillText(text, x, box.bottom + (theory ? 27 : 21) * scale);
  });
}
