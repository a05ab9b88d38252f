/** The friction of a rule along its path: the line is hollow where a half of the step is left, and filled at all of it. */

import { hue, mix } from "../draw/theme.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { RaceRunner } from "../engine/header.js" */
/** @import { Head } from "./heads.js" */
/** @import { Path } from "./paths.js" */

export const SHADES = 6; // from a half to one
const CORE = 0.6; // of the width of the line

/**
 * The friction of a runner at an update, the mean over its coordinates; not a number where its rule has none.
 *
 * @param {Pick<RaceRunner, "shown">} runner
 * @param {number} update
 */
export function frictionAt({ shown }, update) {
  const parts = (shown?.friction ?? []).filter((part) => part !== null);
  const values = parts.map((part) => (typeof part === "number" ? part : part[update]));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The shade of a friction: 0 at a half, the last one at one.
 *
 * @param {number} friction
 */
export function shadeOf(friction) {
  return Math.min(SHADES - 1, Math.max(0, Math.floor((2 * friction - 1) * SHADES)));
}

/**
 * The steps that lead to rows 1 to `last` of a path, by the shade of their friction: lists of rows.
 *
 * @param {Path} path
 * @param {number} last
 */
export function stepsByShade(path, last) {
  const found = Array.from({ length: SHADES }, () => /** @type {number[]} */ ([]));
  for (let row = 1; row <= Math.min(last, path.finite[last]); row += 1) {
    const friction = frictionAt(path.runner, row - 1);
    if (Number.isFinite(friction)) found[shadeOf(friction)].push(row);
  }
  return found;
}

/**
 * Draw the line of a path with its friction, up to the row of its head; a path that fills the box has no line for it.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Head} head
 * @param {Theme} theme
 * @param {number} width
 */
export function drawFriction(ctx, { path, row, runner }, theme, width) {
  if (path.dense || !runner.shown?.friction) return;
  const [steps, own] = [stepsByShade(path, row), hue(runner, theme)];
  ctx.lineCap = ctx.lineJoin = "round";
  stroke(ctx, path, steps.flat(), own, width); // over other lines, so that none of them looks hollow
  steps.forEach((rows, shade) => {
    stroke(ctx, path, rows, mix(theme.page, own, shade / (SHADES - 1)), CORE * width);
  });
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Path} path
 * @param {number[]} rows
 * @param {string} colour
 * @param {number} width
 */
function stroke(ctx, { px }, rows, colour, width) {
  ctx.beginPath();
  for (const i of rows) {
    ctx.moveTo(px[2 * i - 2], px[2 * i - 1]);
    ctx.lineTo(px[2 * i], px[2 * i + 1]);
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}
