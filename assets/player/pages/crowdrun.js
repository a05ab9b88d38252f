/** A run on its small stage: its path up to a gradient, and its mark where it is then; over steps, when it was there. */

import { drawMarker } from "../draw/marks.js";
import { hue, tint } from "../draw/theme.js";
import { MARK } from "./crowdground.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { Ground } from "./crowdground.js" */
/** @import { CrowdRunner } from "./headers.js" */

/**
 * One run up to gradient t, over its ground.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {CrowdRunner} runner
 * @param {Ground} ground
 * @param {Theme} theme
 * @param {number} t
 */
export function paintRun(ctx, runner, { view, canvas: ground, levels }, theme, t) {
  ctx.drawImage(ground, 0, 0, view.width, view.height);
  const { params, stride } = runner;
  const last = Math.min(Math.floor(t / stride), params.length / 2 - 1);
  const path = new Path2D();
  let at = null;
  for (let row = 0; row <= last; row += 1) {
    const [x, y] = [params[2 * row], params[2 * row + 1]];
    if (!Number.isFinite(x) || !Number.isFinite(y)) break;
    at = [clamp(view.px(x), view.width), clamp(view.py(y), view.height)];
    path.lineTo(at[0], at[1]);
  }
  if (levels && runner.reached !== null && runner.reached <= t) {
    const x = view.px(params[2 * Math.floor(runner.reached / stride)]);
    ctx.setLineDash([4, 3]);
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = theme.ink;
    ctx.stroke(new Path2D(`M${x} 0V${view.height}`));
    ctx.setLineDash([]);
  }
  const colour = hue(runner, theme);
  ctx.lineJoin = "round";
  ctx.strokeStyle = tint(theme.page, 0.8);
  ctx.lineWidth = 3.6;
  ctx.stroke(path);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.7;
  ctx.stroke(path);
  if (at) {
    const inside = at[0] >= 0 && at[0] <= view.width && at[1] >= 0 && at[1] <= view.height;
    const [x, y] = [within(at[0], view.width), within(at[1], view.height)];
    const look = { fill: colour, stroke: theme.page, width: 2, hollow: !inside, paper: theme.page };
    drawMarker(ctx, runner.marker, x, y, 5.5, look);
  }
}

/**
 * Where a mark stands on a side of so many pixels: all of it is seen.
 *
 * @param {number} pixel @param {number} side
 */
function within(pixel, side) {
  return Math.min(side - MARK, Math.max(MARK, pixel));
}

/**
 * A pixel that a canvas can draw a line to, be it far outside.
 *
 * @param {number} pixel @param {number} side
 */
function clamp(pixel, side) {
  return Math.min(20 * side, Math.max(-20 * side, pixel));
}
