/** What theory says, on a map of any ground: ink on paper. */

import { drawMarker } from "../draw/marks.js";

/** @import { Theme } from "../draw/theme.js" */

/**
 * A dashed line through points on any ground: ink on paper.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {ArrayLike<number>} points
 * @param {Theme} theme
 */
export function stroke(ctx, points, theme) {
  const path = new Path2D();
  for (let i = 0; i < points.length; i += 2) path.lineTo(points[i], points[i + 1]);
  ctx.lineWidth = 4.5;
  ctx.strokeStyle = theme.page;
  ctx.stroke(path);
  ctx.lineWidth = 2;
  ctx.strokeStyle = theme.ink;
  ctx.setLineDash([7, 4]);
  ctx.stroke(path);
  ctx.setLineDash([]);
  ctx.lineWidth = 1;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {number} size
 * @param {Theme} theme
 */
export function spot(ctx, x, y, size, theme) {
  drawMarker(ctx, "cross", x, y, size, { fill: theme.ink, stroke: theme.page, width: 2.5 });
}
