/** What pictures over layers and over steps share: where layers stand, levels and numbers, lines and their markers. */

import { drawMarker } from "../draw/marks.js";
import { hue } from "../draw/theme.js";
import { tr } from "../draw/tr.js";

/** @import { Area } from "../draw/boxes.js" */
/** @import { Scale } from "../draw/scale.js" */
/** @import { Theme } from "../draw/theme.js" */
/** @import { Identity } from "../engine/header.js" */

/** @typedef {{count: number, output: boolean, x: (i: number) => number}} Layout so many layers, the last the output or not */

export const LEFT = 40; // px
export const AXIS = 24; // px
const ROOM = 22; // px between two numbers

/**
 * Where each of `count` layers stands in a frame.
 *
 * @param {Area} frame
 * @param {number} count
 */
export function acrossLayers({ left, right }, count) {
  return (/** @type {number} */ i) =>
    count === 1 ? (left + right) / 2 : left + 8 + (i / (count - 1)) * (right - left - 16);
}

/**
 * Where a value stands in a frame; one beyond the top of the axis just above it.
 *
 * @param {Area} frame
 * @param {Scale} axis
 */
export function heightIn(frame, axis) {
  return (/** @type {number} */ value) =>
    frame.bottom - Math.min(1.02, Math.max(0, axis.unit(value))) * (frame.bottom - frame.top);
}

/**
 * Where a figure of `count` layers lies in a picture of [width, height] px: its frame, and the places of a layer and of a
 * value in it.
 *
 * @param {number[]} size
 * @param {Scale} axis
 * @param {number} count
 * @param {number} scale
 */
export function overLayers([width, height], axis, count, scale) {
  const frame = { left: LEFT * scale, right: width - 8, top: 8 * scale, bottom: height - AXIS * scale };
  return { frame, x: acrossLayers(frame, count), y: heightIn(frame, axis) };
}

/**
 * A runner's marker where its number is.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Identity} runner
 * @param {number} x
 * @param {number} y
 * @param {Theme} theme
 * @param {number} scale
 */
export function markAt(ctx, runner, x, y, theme, scale) {
  const look = { fill: hue(runner, theme), stroke: theme.page, width: 1, hollow: runner.hollow, paper: theme.page };
  drawMarker(ctx, runner.marker, x, y, 4.4 * scale, look);
}

/**
 * Texts of the first and the last time under an axis of time, and a cursor at the present one.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Area} frame
 * @param {[first: string, last: string]} texts
 * @param {number} now
 * @param {number} scale
 */
export function underSteps(ctx, { left, right, top, bottom }, [first, last], now, scale) {
  ctx.textBaseline = "alphabetic";
  ctx.textAlign = "left";
  ctx.fillText(first, left, bottom + 20 * scale);
  ctx.textAlign = "right";
  ctx.fillText(last, right, bottom + 20 * scale);
  ctx.fillRect(Math.round(now), top, 1, bottom - top);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Area} frame
 * @param {Scale} axis
 * @param {Layout} layout
 * @param {Theme} theme
 * @param {number} scale
 */
export function grid(ctx, frame, axis, { count, output, x }, theme, scale) {
  levels(ctx, frame, axis, theme, scale);
  ctx.textAlign = "center";
  ctx.textBaseline = "alphabetic";
  const every = Math.ceil(count / 8);
  for (let i = 0; i < count; i += every)
    ctx.fillText(output && i === count - 1 ? tr("out") : String(i + 1), x(i), frame.bottom + 20 * scale);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Area} frame
 * @param {Scale} axis
 * @param {Theme} theme
 * @param {number} scale
 */
export function levels(ctx, frame, axis, theme, scale) {
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

/**
 * A line through finite values; one that stands alone is a dash of twice the length `alone`.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {ArrayLike<number>} values
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 * @param {string} colour
 * @param {number} width
 */
export function line(ctx, values, x, y, colour, width, alone = 0) {
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
