/** One figure of all layers: over the layers, now as a line, step 0 as open circles, theory dashed; or over the steps. */

import { drawMarker } from "../draw/marks.js";
import { hue, tint } from "../draw/theme.js";
import { tr } from "../draw/tr.js";
import { figureAt, foretold, layersOf, rangeAt } from "./layerviews.js";
import { AXIS, acrossLayers, grid, heightIn, LEFT, levels, line, markAt, overLayers, underSteps } from "./overaxes.js";

/** @import { Scale } from "../draw/scale.js" */
/** @import { Ink } from "../draw/theme.js" */
/** @import { FigureName, Layers } from "../engine/network.js" */
/** @import { RowView } from "./layerrow.js" */

/** @typedef {{measured: number[], theory: number[], colour: string, marker: string}} Beside measured, and what theory has */
/** @typedef {Ink & {lines: Beside[], axis: Scale, log: boolean}} MeasuredView */

const APART = 12; // px between the names of two lines
const BAND = 0.16; // opacity
const MANY = 20; // layers above which the points of each are small

/**
 * Draw a figure; `view` as for histograms, with `figure` and its `axis`.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} width
 * @param {number} height
 * @param {RowView} view
 */
export function drawOverLayers(ctx, width, height, { inside, figure, axis, runner, row, theme, scale }) {
  const count = layersOf(inside, figure);
  const output = count === inside.sizes.length - 1;
  const { frame, x, y } = overLayers([width, height], axis, count, scale);
  ctx.clearRect(0, 0, width, height);
  grid(ctx, frame, axis, { count, output, x }, theme, scale);
  const theory = foretold(inside, figure);
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

/**
 * Draw figures over the layers, measured as points and theory dashed: `lines` are {measured, theory, colour, marker}.
 * What is not finite stands at the top, and where the axis is logarithmic what is zero at its foot. Where each layer
 * stands is returned.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} width
 * @param {number} height
 * @param {MeasuredView} view
 */
export function drawMeasured(ctx, width, height, { lines, axis, log, theme, scale }) {
  const count = lines[0].measured.length;
  const frame = { left: LEFT * scale, right: width - 8, top: 12 * scale, bottom: height - AXIS * scale };
  const x = acrossLayers(frame, count);
  const y = (/** @type {number} */ value) =>
    frame.bottom - Math.min(1, Math.max(0, axis.unit(value))) * (frame.bottom - frame.top);
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
 * Draw a figure over the steps, a line for each layer, with a cursor at the present row.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} width
 * @param {number} height
 * @param {RowView} view
 */
export function drawOverSteps(ctx, width, height, { inside, figure, axis, runner, timeline, row, theme, scale }) {
  const [count, all, last] = [layersOf(inside, figure), inside.sizes.length - 1, inside.at.length - 1];
  const frame = { left: LEFT * scale, right: width - 26 * scale, top: 8 * scale, bottom: height - AXIS * scale };
  const x = (/** @type {number} */ i) =>
    frame.left + (inside.at[i] / (inside.at[last] || 1)) * (frame.right - frame.left);
  const y = heightIn(frame, axis);
  ctx.clearRect(0, 0, width, height);
  levels(ctx, frame, axis, theme, scale);
  underSteps(ctx, frame, [timeline.write(inside.at[0]), timeline.write(inside.at[last])], x(row), scale);
  ctx.lineJoin = "round";
  /** @type {number[]} */
  const taken = [];
  for (let layer = 0; layer < count; layer += 1) {
    const values = Array.from(inside.at, (_, i) => inside[figure]?.[i * all + layer] ?? NaN);
    const colour = tint(hue(runner, theme), 0.35 + (0.65 * (layer + 1)) / count);
    band(ctx, inside, figure, layer, x, y, tint(hue(runner, theme), BAND));
    ctx.fillStyle = theme.quiet;
    line(ctx, values, x, y, colour, 1.5 * scale);
    const end = y(values.findLast(Number.isFinite) ?? NaN);
    if (!Number.isFinite(end) || taken.some((other) => Math.abs(other - end) < APART * scale)) continue;
    taken.push(end);
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.fillText(layer === all - 1 ? tr("out") : String(layer + 1), frame.right + 5 * scale, end);
  }
}

/**
 * The range of the units of a layer around a line over the rows, where a figure has one.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Layers} inside
 * @param {FigureName} figure
 * @param {number} layer
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 * @param {string} colour
 */
function band(ctx, inside, figure, layer, x, y, colour) {
  const [low, high] = [inside[`${figure}Low`], inside[`${figure}High`]];
  if (!low || !high) return;
  const all = inside.sizes.length - 1;
  const rows = Array.from(inside.at, (_, i) => i).filter((i) => Number.isFinite(low[i * all + layer]));
  ctx.beginPath();
  for (const i of rows) ctx.lineTo(x(i), y(high[i * all + layer]));
  for (const i of rows.reverse()) ctx.lineTo(x(i), y(low[i * all + layer]));
  ctx.fillStyle = colour;
  ctx.fill();
}
