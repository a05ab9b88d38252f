/** The legend of a picture of curves: words above its axes that say what its lines are, as many as there are. */

import { broken } from "../draw/text.js";

/** @import { Area } from "../draw/boxes.js" */
/** @import { Ink } from "../draw/theme.js" */

const LEADING = 17; // px between lines of words

/**
 * The height that a legend takes where it may be `room` px wide, in the font of `ctx`.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string | undefined} legend
 * @param {number} room
 * @param {number} scale
 */
export function legendHeight(ctx, legend, room, scale) {
  return broken(ctx, legend ?? "", room).length * LEADING * scale;
}

/**
 * Write it, in the font of `ctx`.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {string | undefined} legend
 * @param {Area} frame
 * @param {number} room
 * @param {Ink} ink
 */
export function drawLegend(ctx, legend, { left, top }, room, { theme, scale }) {
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.quiet;
  const lines = broken(ctx, legend ?? "", room);
  for (const [place, words] of lines.entries())
    ctx.fillText(words, left, top - (LEADING * (lines.length - place) - 6) * scale);
}
