/** The key of a contour's colours: a band beside the other, and the losses at which they meet. */

import { decade, digitsApart, plain } from "./format.js";
import { bandColours, lossAt } from "./relief.js";
import { haloText, spaced } from "./text.js";
import { decades, headTicks } from "./ticks.js";
import { tr } from "./tr.js";

/** @import { Relief } from "./relief.js" */
/** @import { Theme } from "./theme.js" */
/** @import { Tick } from "./ticks.js" */

const STEP = 10; // pixels per band

/**
 * Width and height of the colour key in pixels.
 *
 * @param {Relief} relief
 * @param {number} scale
 * @returns {[width: number, height: number]}
 */
export function keySize(relief, scale) {
  return [Math.max(80, (relief.edges.length + 1) * STEP) * scale, 44 * scale];
}

/**
 * What the heights of a relief are.
 *
 * @param {Relief} relief
 */
export function heightWord(relief) {
  return relief.of === "sharpness" ? tr("Sharpness") : tr("Loss");
}

/**
 * Draw the colour key with its top left corner at (x, y): ten pixels a band, and as many numbers as have room.
 *
 * @param {CanvasRenderingContext2D} ctx
 * @param {Relief} relief
 * @param {Theme} theme
 * @param {number} x
 * @param {number} y
 * @param {number} scale
 */
export function paintKey(ctx, relief, theme, x, y, scale) {
  const colours = bandColours(relief, theme);
  const [width] = keySize(relief, scale);
  const step = width / colours.length;
  ctx.font = `${13 * scale}px ${theme.font}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  haloText(ctx, heightWord(relief), x, y + 10 * scale, theme.quiet, theme.page);
  const top = y + 18 * scale;
  colours.forEach((colour, i) => {
    ctx.fillStyle = colour;
    ctx.fillRect(x + i * step, top, step + 0.5, 10 * scale);
  });
  ctx.strokeStyle = theme.marks;
  ctx.lineWidth = 1;
  ctx.strokeRect(x + 0.5, top - 0.5, width - 1, 10 * scale + 1);
  ctx.textAlign = "center";
  const numbers = keyNumbers(relief).map(([level, text]) => {
    const at = x + step * (1 + position(relief.edges, level));
    const half = ctx.measureText(text).width / 2;
    return { text, half, middle: Math.min(Math.max(at, x + half), x + width - half) };
  });
  for (const { text, middle } of spaced(numbers, 6 * scale))
    haloText(ctx, text, middle, top + 25 * scale, theme.quiet, theme.page);
}

/**
 * Index (with a fraction) of a level among ascending edges.
 *
 * @param {number[]} edges
 * @param {number} level
 */
function position(edges, level) {
  const span = edges[edges.length - 1] - edges[0];
  return span > 0 ? ((level - edges[0]) / span) * (edges.length - 1) : 0;
}

/**
 * [level, text] of the numbers under the key: whole decades, 1, 2 and 5 times one, or about four round values.
 *
 * @param {Relief} relief
 * @returns {Tick[]}
 */
function keyNumbers(relief) {
  const [low, high] = [relief.edges[0], relief.edges[relief.edges.length - 1]];
  if (relief.log) {
    const whole = decades(low, high);
    if (whole.length > 1) return whole.map((k) => [k, decade(k)]);
    return headTicks(low, high).map(([value, text]) => [Math.log10(value), text]);
  }
  const every = Math.max(1, Math.round(relief.edges.length / 3.5));
  return relief.edges.filter((_, i) => i % every === 0).map((level) => [level, levelText(relief, level)]);
}

/**
 * What a level line's number says.
 *
 * @param {Pick<Relief, "log" | "floor" | "step">} relief
 * @param {number} level
 */
export function levelText(relief, level) {
  if (relief.log) return decade(Math.round(level));
  const loss = lossAt(relief, level);
  return plain(loss, digitsApart([loss], relief.step));
}
