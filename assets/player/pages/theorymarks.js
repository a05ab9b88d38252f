/** What theory says, on a map of any ground: ink on paper. */

import { drawMarker } from "../draw/marks.js";
import { swatch } from "./mapcolours.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { MapRunner } from "./headers.js" */
/** @import { Size } from "./mapkind.js" */

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
 * A line of theory over a map, whose points are pairs of shares of the axes: what lies beyond the map is not drawn.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {ArrayLike<number>} line
 * @param {Size} size
 */
export function strokeOver(ctx, line, { width, height, theme }) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, 0, width, height);
  ctx.clip();
  stroke(
    ctx,
    Array.from(line, (v, i) => (i % 2 ? (1 - v) * height : v * width)),
    theme,
  );
  ctx.restore();
}

/**
 * The line of the key for what theory says of runners; none where it says nothing of any.
 *
 * @param {MapRunner[]} runners
 */
export function limitSwatches(runners) {
  const told = runners.filter(({ line }) => line);
  const limits = [...new Set(told.map(({ limit }) => limit ?? ""))];
  const words = limits.length > 1 ? told.map(({ label, limit }) => `${label} ${limit}`) : limits;
  return told.length ? [swatch((ctx, theme) => stroke(ctx, [0, 9, 26, 9], theme), words.join("; "), 26)] : [];
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
