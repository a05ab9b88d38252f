/** One figure of all layers: over the layers, now as a line, step 0 as open circles, theory dashed; or over the steps. */

import { drawMarker } from "../draw/marks.js";
import { hue, tint } from "../draw/theme.js";
import { FIGURES, figureAt, layersOf, rangeAt } from "./layerviews.js";

const LEFT = 40; // px
const AXIS = 24; // px
const ROOM = 22; // px between two numbers
const APART = 12; // px between the names of two lines
const BAND = 0.16; // opacity
const MANY = 20; // layers above which the points of each are small

/** Draw a figure; `view` as for histograms, with `figure` and its `axis`. */
export function drawOverLayers(ctx, width, height, { inside, figure, axis, runner, row, theme, scale }) {
  const count = layersOf(inside, figure);
  const output = count === inside.sizes.length - 1;
  const frame = { left: LEFT * scale, right: width - 8, top: 8 * scale, bottom: height - AXIS * scale };
  const x = acrossLayers(frame, count);
  const y = (value) => frame.bottom - Math.min(1.02, Math.max(0, axis.unit(value))) * (frame.bottom - frame.top);
  ctx.clearRect(0, 0, width, height);
  grid(ctx, frame, axis, { count, output, x }, theme, scale);
  const theory = inside.theory?.[FIGURES[figure].theory];
  ctx.lineJoin = "round";
  if (theory) {
    ctx.setLineDash([4, 3]);
    line(ctx, theory.subarray(0, count), x, y, theme.ink, 1.4 * scale, 10 * scale);
    ctx.setLineDash([]);
  }
  const colour = hue(runner, theme);
  const now = figureAt(inside, figure, row).subarray(0, count);
  const range = rangeAt(inside, figure, row);
  if (range) {
    ctx.fillStyle = tint(colour, BAND);
    for (let i = 0; i < count; i += 1)
      ctx.fillRect(x(i) - 5 * scale, y(range.high[i]), 10 * scale, Math.max(1, y(range.low[i]) - y(range.high[i])));
  }
  line(ctx, now, x, y, colour, 2.2 * scale);
  figureAt(inside, figure, 0)
    .subarray(0, count)
    .forEach((value, i) => {
      if (Number.isFinite(value))
        drawMarker(ctx, "circle", x(i), y(value), 3.6 * scale, { fill: theme.ink, hollow: true, paper: theme.page });
    });
  now.forEach((value, i) => {
    if (Number.isFinite(value)) markAt(ctx, runner, x(i), y(value), theme, scale);
  });
}

/** Where each of `count` layers stands in a frame. */
function acrossLayers({ left, right }, count) {
  return (i) => (count === 1 ? (left + right) / 2 : left + 8 + (i / (count - 1)) * (right - left - 16));
}

/**
 * Draw figures over the layers, measured as points and theory dashed: `lines` are {measured, theory, colour, marker}.
 * What is not finite stands at the top, and where the axis is logarithmic what is zero at its foot. Where each layer
 * stands is returned.
 */
export function drawMeasured(ctx, width, height, { lines, axis, log, theme, scale }) {
  const count = lines[0].measured.length;
  const frame = { left: LEFT * scale, right: width - 8, top: 12 * scale, bottom: height - AXIS * scale };
  const x = acrossLayers(frame, count);
  const y = (value) => frame.bottom - Math.min(1, Math.max(0, axis.unit(value))) * (frame.bottom - frame.top);
  ctx.clearRect(0, 0, width, height);
  grid(ctx, frame, axis, { count, output: false, x }, theme, scale);
  for (const { measured, colour, marker } of lines) {
    ctx.globalAlpha = count > MANY ? 0.4 : 1;
    measured.forEach((value, i) => {
      const [shape, at] = !Number.isFinite(value)
        ? ["triangle-up", frame.top]
        : log && value <= 0
          ? ["triangle-down", frame.bottom]
          : [marker, y(value)];
      const look = { fill: colour, stroke: theme.page, width: 1, hollow: shape !== marker, paper: theme.page };
      drawMarker(ctx, shape, x(i), at, (count > MANY ? 2.5 : 4.4) * scale, look);
    });
    ctx.globalAlpha = 1;
  }
  for (const { theory, colour } of lines) {
    ctx.setLineDash([4, 3]);
    line(ctx, theory, x, y, colour, 1.4 * scale, 10 * scale);
    ctx.setLineDash([]);
  }
  return Array.from({ length: count }, (_, i) => x(i));
}

/**
 * Draw a figure of several runners over the layers: `lines` are {runner, measured, theory}, each with a number for every
 * column, NaN where there is none; measured in the look of the runner, theory as fine dashes of its hue.
 */
export function drawCompared(ctx, width, height, { lines, axis, count, output, theme, scale }) {
  const frame = { left: LEFT * scale, right: width - 8, top: 8 * scale, bottom: height - AXIS * scale };
  const x = acrossLayers(frame, count);
  const y = (value) => frame.bottom - Math.min(1.02, Math.max(0, axis.unit(value))) * (frame.bottom - frame.top);
  ctx.clearRect(0, 0, width, height);
  grid(ctx, frame, axis, { count, output, x }, theme, scale);
  ctx.lineJoin = "round";
  ctx.setLineDash([2, 3]);
  for (const { runner, theory } of lines)
    line(ctx, theory.subarray(0, count), x, y, hue(runner, theme), 1.4 * scale, 10 * scale);
  for (const { runner, measured } of lines) {
    ctx.setLineDash(runner.dash.map((length) => length * scale));
    line(ctx, measured.subarray(0, count), x, y, hue(runner, theme), 2 * scale);
  }
  ctx.setLineDash([]);
  for (const { runner, measured } of lines)
    measured.subarray(0, count).forEach((value, i) => {
      if (Number.isFinite(value)) markAt(ctx, runner, x(i), y(value), theme, scale);
    });
}

/** Draw a figure over the steps, a line for each layer, with a cursor at the present row. */
export function drawOverSteps(ctx, width, height, { inside, figure, axis, runner, timeline, row, theme, scale }) {
  const [count, all, last] = [layersOf(inside, figure), inside.sizes.length - 1, inside.at.length - 1];
  const frame = { left: LEFT * scale, right: width - 26 * scale, top: 8 * scale, bottom: height - AXIS * scale };
  const x = (i) => frame.left + (inside.at[i] / (inside.at[last] || 1)) * (frame.right - frame.left);
  const y = (value) => frame.bottom - Math.min(1.02, Math.max(0, axis.unit(value))) * (frame.bottom - frame.top);
  ctx.clearRect(0, 0, width, height);
  levels(ctx, frame, axis, theme, scale);
  underSteps(ctx, frame, [timeline.write(inside.at[0]), timeline.write(inside.at[last])], x(row), scale);
  ctx.lineJoin = "round";
  const taken = [];
  for (let layer = 0; layer < count; layer += 1) {
    const values = Array.from(inside.at, (_, i) => inside[figure][i * all + layer]);
    const colour = tint(hue(runner, theme), 0.35 + (0.65 * (layer + 1)) / count);
    band(ctx, inside, figure, layer, x, y, tint(hue(runner, theme), BAND));
    ctx.fillStyle = theme.quiet;
    line(ctx, values, x, y, colour, 1.5 * scale);
    const end = y(values.findLast(Number.isFinite));
    if (!Number.isFinite(end) || taken.some((other) => Math.abs(other - end) < APART * scale)) continue;
    taken.push(end);
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.fillText(layer === all - 1 ? "out" : String(layer + 1), frame.right + 5 * scale, end);
  }
}

/** The range of the units of a layer around a line over the rows, where a figure has one. */
function band(ctx, inside, figure, layer, x, y, colour) {
  const [low, high] = [inside[`${figure}Low`], inside[`${figure}High`]];
  if (!low) return;
  const all = inside.sizes.length - 1;
  const rows = Array.from(inside.at, (_, i) => i).filter((i) => Number.isFinite(low[i * all + layer]));
  ctx.beginPath();
  for (const i of rows) ctx.lineTo(x(i), y(high[i * all + layer]));
  for (const i of rows.reverse()) ctx.lineTo(x(i), y(low[i * all + layer]));
  ctx.fillStyle = colour;
  ctx.fill();
}

/** Draw a figure of one layer of several runners over the steps; `lines` are {runner, at, values, row}, `row` the present one. */
export function drawComparedSteps(ctx, width, height, { lines, axis, timeline, theme, scale }) {
  const frame = { left: LEFT * scale, right: width - 8, top: 8 * scale, bottom: height - AXIS * scale };
  const x = (step) => frame.left + timeline.share(step) * (frame.right - frame.left);
  const y = (value) => frame.bottom - Math.min(1.02, Math.max(0, axis.unit(value))) * (frame.bottom - frame.top);
  ctx.clearRect(0, 0, width, height);
  levels(ctx, frame, axis, theme, scale);
  underSteps(
    ctx,
    frame,
    [timeline.write(0), timeline.write(timeline.end)],
    x(Math.max(...lines.map(({ at, row }) => at[row]))),
    scale,
  );
  ctx.lineJoin = "round";
  for (const { runner, at, values } of lines) {
    ctx.setLineDash(runner.dash.map((length) => length * scale));
    line(ctx, values, (i) => x(at[i]), y, hue(runner, theme), 1.6 * scale);
  }
  ctx.setLineDash([]);
  for (const { runner, at, values, row } of lines)
    if (Number.isFinite(values[row])) markAt(ctx, runner, x(at[row]), y(values[row]), theme, scale);
}

/** A runner's marker where its number is. */
function markAt(ctx, runner, x, y, theme, scale) {
  const look = { fill: hue(runner, theme), stroke: theme.page, width: 1, hollow: runner.hollow, paper: theme.page };
  drawMarker(ctx, runner.marker, x, y, 4.4 * scale, look);
}

/** Texts of the first and the last time under an axis of time, and a cursor at the present one. */
function underSteps(ctx, { left, right, top, bottom }, [first, last], now, scale) {
  ctx.textBaseline = "alphabetic";
  ctx.textAlign = "left";
  ctx.fillText(first, left, bottom + 20 * scale);
  ctx.textAlign = "right";
  ctx.fillText(last, right, bottom + 20 * scale);
  ctx.fillRect(Math.round(now), top, 1, bottom - top);
}

function grid(ctx, frame, axis, { count, output, x }, theme, scale) {
  levels(ctx, frame, axis, theme, scale);
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  const every = Math.ceil(count / 8);
  for (let i = 0; i < count; i += every)
    ctx.fillText(output && i === count - 1 ? "out" : String(i + 1), x(i), frame.bottom + 20 * scale);
}

function levels(ctx, frame, axis, theme, scale) {
  ctx.font = `400 ${12.5 * scale}px ${theme.font}`;
  ctx.fillStyle = theme.quiet;
  ctx.strokeStyle = theme.grid;
  ctx.lineWidth = 1;
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  let before = Infinity;
  for (const [value, text] of axis.ticks) {
    const unit = axis.unit(value);
    const y = Math.round(frame.bottom - unit * (frame.bottom - frame.top)) + 0.5;
    if (unit < -0.01 || unit > 1.01 || before - y < ROOM * scale) continue;
    before = y;
    ctx.beginPath();
    ctx.moveTo(frame.left, y);
    ctx.lineTo(frame.right, y);
    ctx.stroke();
    ctx.fillText(text, frame.left - 6 * scale, y);
  }
}

/** A line through finite values; one that stands alone is a dash of twice the length `alone`. */
function line(ctx, values, x, y, colour, width, alone = 0) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.beginPath();
  let pen = false;
  for (let i = 0; i < values.length; i += 1) {
    if (!Number.isFinite(values[i])) pen = false;
    else if (pen) ctx.lineTo(x(i), y(values[i]));
    else if (alone && !Number.isFinite(values[i + 1])) {
      ctx.moveTo(x(i) - alone, y(values[i]));
      ctx.lineTo(x(i) + alone, y(values[i]));
    } else ctx.moveTo(x(i), y(values[i]));
    pen = Number.isFinite(values[i]);
  }
  ctx.stroke();
}
