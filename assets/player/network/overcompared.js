/** Figures of several runners in one picture: over the layers at one step, or of one layer over the steps. */

import { hue } from "../draw/theme.js";
import { AXIS, grid, heightIn, LEFT, levels, line, markAt, overLayers, underSteps } from "./overaxes.js";

/** @import { Scale } from "../draw/scale.js" */
/** @import { Ink } from "../draw/theme.js" */
/** @import { Timeline } from "../draw/timeline.js" */
/** @import { Identity } from "../engine/header.js" */

/** @typedef {{runner: Identity, measured: Float32Array, theory: Float32Array}} OverLayers */
/** @typedef {Ink & {lines: OverLayers[], axis: Scale, count: number, output: boolean}} Compared */
/** @typedef {{runner: Identity, at: Int32Array, values: number[], row: number}} OverSteps */
/** @typedef {Ink & {lines: OverSteps[], axis: Scale, timeline: Timeline}} ComparedSteps */

/**
 * Draw a figure of several runners over the layers: `lines` are {runner, measured, theory}, each with a number for every
 * column, NaN where there is none; measured in the look of the runner, theory as fine dashes of its hue.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} width
 * @param {number} height
 * @param {Compared} view
 */
export function drawCompared(ctx, width, height, { lines, axis, count, output, theme, scale }) {
  const { frame, x, y } = overLayers([width, height], axis, count, scale);
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

/**
 * Draw a figure of one layer of several runners over the steps; `lines` are {runner, at, values, row}, `row` the present one.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} width
 * @param {number} height
 * @param {ComparedSteps} view
 */
export function drawComparedSteps(ctx, width, height, { lines, axis, timeline, theme, scale }) {
  const frame = { left: LEFT * scale, right: width - 8, top: 8 * scale, bottom: height - AXIS * scale };
  const x = (/** @type {number} */ step) => frame.left + timeline.share(step) * (frame.right - frame.left);
  const y = heightIn(frame, axis);
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
