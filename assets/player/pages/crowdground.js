/** What lies under all paths of a small stage: bands and minima, or bands and the losses at which they meet. */

import { paintBands } from "../draw/bands.js";
import { levelText } from "../draw/colourkey.js";
import { fit } from "../draw/dom.js";
import { drawMarker } from "../draw/marks.js";
import { pixels } from "../draw/redrawn.js";
import { haloText } from "../draw/text.js";
import { View, widened } from "../draw/view.js";

/** @import { Theme } from "../draw/theme.js" */
/** @import { CrowdGround } from "./headers.js" */

/** @typedef {{view: View, canvas: HTMLCanvasElement, levels: boolean}} Ground what lies under all paths of one */

const TEXT = 12; // px
const EDGE = 10; // px to the top and the foot within which no number stands
export const MARK = 7; // px from the middle of a mark to the sides of its stage, at least

/**
 * The view of a small stage. Marks stay inside it: where it shows levels its lowest and last places are so far from its
 * sides that the mark of a run is on its line there, too.
 *
 * @param {Pick<CrowdGround, "frame" | "levels">} ground
 * @param {number} width
 * @param {number} height
 */
export function viewOf({ frame, levels = false }, width, height) {
  const [x0, x1, y0, y1] = frame;
  const room = levels ? MARK : 0;
  const right = x1 + ((x1 - x0) * room) / (width - room);
  const low = y0 - ((y1 - y0) * room) / (height - room);
  return new View(widened([x0, right, low, y1], width, height), width, height);
}

/**
 * @param {CrowdGround} ground
 * @param {number} width
 * @param {number} height
 * @param {Theme} theme
 * @returns {Ground}
 */
export function makeGround(ground, width, height, theme) {
  const { relief, minima, levels = false } = ground;
  const view = viewOf(ground, width, height);
  const canvas = document.createElement("canvas");
  const ctx = fit(canvas, width, height);
  paintBands(ctx, relief, view, theme, pixels());
  for (const [x, y] of minima) drawMarker(ctx, "cross", view.px(x), view.py(y), 4, { fill: theme.quiet });
  if (levels) {
    ctx.font = `${TEXT}px ${theme.font}`;
    ctx.textAlign = "right"; // where curves are apart
    ctx.textBaseline = "middle";
    for (const level of relief.labelled) {
      const y = view.py(level);
      if (y > EDGE && y < height - EDGE) haloText(ctx, levelText(relief, level), width - 5, y, theme.quiet, theme.page);
    }
  }
  return { view, canvas, levels };
}
